import { z } from 'zod';

const choice = z.strictObject({ value: z.string(), title: z.string() });

/** The turn trace of the contract, with nothing more in it. */
export const traceSchema = z.strictObject({
  state: z.string(),
  expects: z.strictObject({ prompt: z.string(), choices: z.array(choice) }).nullable(),
  locale: z.string(),
  case: z.strictObject({ id: z.string(), status: z.string() }).nullable(),
});
export type TurnTrace = z.infer<typeof traceSchema>;

const activity = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  value: z.unknown().optional(),
});
export type Activity = z.infer<typeof activity>;
const inline = z.object({ activities: z.array(activity) });

/** What one post was answered. */
export interface Answer {
  status: number;
  /** The activities of an inline answer; empty else. */
  activities: Activity[];
  texts: string[];
  trace: TurnTrace | undefined;
  /** The body as it came. */
  body: string;
}

export interface Speaker {
  /** The user's id. */
  id: string;
  name?: string;
  conversation: string;
  channel?: string;
  locale?: string;
  /** The far end's address. */
  serviceUrl: string;
}

let sent = 0;

/** An activity id that no other post of this run has. */
export const newActivityId = (): string => `activity-${++sent}`;

/** A message as a Bot Framework channel posts it; `changes` over all, undefined takes a field away. */
export function messageOf(speaker: Speaker, text: string, changes: Record<string, unknown> = {}) {
  return {
    type: 'message',
    id: newActivityId(),
    channelId: speaker.channel ?? 'emulator',
    serviceUrl: speaker.serviceUrl,
    conversation: { id: speaker.conversation },
    from: { id: speaker.id, ...(speaker.name === undefined ? {} : { name: speaker.name }) },
    recipient: { id: 'wendy', name: 'Wendy' },
    ...(speaker.locale === undefined ? {} : { locale: speaker.locale }),
    text,
    deliveryMode: 'expectReplies',
    ...changes,
  };
}

/** Posts an activity. Throws where no answer comes. */
export async function post(url: string, body: unknown): Promise<Answer> {
  const response = await fetch(`${url}/api/messages`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return readAnswer(response.status, await response.text());
}

export function readAnswer(status: number, body: string): Answer {
  const activities = status === 200 && body !== '' ? inline.parse(JSON.parse(body)).activities : [];
  return { status, activities, texts: textsOf(activities), trace: traceIn(activities), body };
}

function textsOf(activities: readonly Activity[]): string[] {
  return activities.filter((one) => one.type === 'message').map(textOf);
}

/** What a person reads of a message: its text and its cards' texts. */
export function textOf(one: { text?: string | undefined; attachments?: unknown }): string {
  const cards = Array.isArray(one.attachments) ? one.attachments : [];
  return [one.text ?? '', ...cards.map((card) => cardText(card).join('\n'))].filter(Boolean).join('\n');
}

function cardText(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(cardText);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'string' ? (['text', 'title', 'value'].includes(key) ? [inner] : []) : cardText(inner),
  );
}

function traceIn(activities: readonly Activity[]): TurnTrace | undefined {
  const found = activities.filter((one) => one.type === 'trace');
  const last = found.at(-1);
  return last && traceSchema.parse(last.value);
}
