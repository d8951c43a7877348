import { expect } from 'vitest';
import { type Answer, traceSchema } from '../helpers/channel.ts';
import type { FarEnd } from '../helpers/far-end.ts';
import { at, type Json } from '../helpers/staff-client.ts';
import { BOUGHT, FACTS, STEPS } from './nothing-helps.ts';

/** What a customer said, and the answers that they read. */
export interface Turn {
  message: { id: string; text: string };
  hears: string[];
}

/** An answer as the customer has it: its texts, where the conversation stands, and the prompt that stands. */
export interface Heard {
  hears: string[];
  state: string | undefined;
  asked: string | null;
}

/** What came in the response. */
export function heardInline({ texts, trace }: Answer): Heard {
  return { hears: texts, state: trace?.state, asked: trace?.expects?.prompt ?? null };
}

/** What the far end was sent in answer, each text once: it may have come twice. `limit`: ms that it may take. */
export async function heardThere(farEnd: FarEnd, id: string, limit?: number): Promise<Heard> {
  const sent = () => farEnd.answersTo(id).map(({ activity }) => activity);
  const traceOf = () => sent().find(({ type }) => type === 'trace');
  await farEnd.until(() => traceOf() !== undefined, 'the answer', limit);
  const texts = sent().flatMap(({ type, text }) => (type === 'message' && text !== undefined ? [text] : []));
  const { state, expects } = traceSchema.parse(traceOf()?.value);
  return { hears: [...new Set(texts)], state, asked: expects?.prompt ?? null };
}

/** Whether the answers came to the far end in the order in which they were given, as far as each came first. */
export function expectInOrder(farEnd: FarEnd, conversation: string, turns: readonly Turn[]): void {
  const given = turns.flatMap(({ message, hears }) => hears.map((text) => `${message.id} ${text}`));
  const came = farEnd.taken.filter(
    (posted) => posted.conversation === conversation && posted.activity.type === 'message',
  );
  expect([...new Set(came.map(({ replyTo, activity }) => `${replyTo} ${activity.text}`))]).toEqual(given);
}

/** A queued case of the script, every fact in its field, with the transcript of these turns word for word. */
export function expectTheCase(found: Json | undefined, turns: readonly Turn[]): void {
  expect(found).toMatchObject({
    status: 'queued',
    queue: 'technicians',
    priority: 'normal',
    assignee: null,
    contact: { name: 'Sam Carter', email: 'sam@example.com', phone: '+442079460018' },
    units: [{ model: 'RS-D210', kind: 'camera', serial: 'RS-4471', purchaseDate: BOUGHT }],
    faults: [
      {
        label: 'no_power',
        description: 'my dome camera at the gate has no power',
        since: 'since last Tuesday, I think',
        steps: STEPS.map((step) => ({ ...step, at: expect.any(String) })),
      },
    ],
  });
  const facts = at(found, 'units.0.warranty.facts');
  for (const [name, value] of Object.entries(FACTS)) {
    const fact = { value, by: 'customer', at: expect.stringMatching(/^\d{4}-.*Z$/), was: [] };
    expect(at(facts, name), name).toEqual(fact);
  }
  expect(at(facts, 'reportedOn')).toMatchObject({ by: 'system', was: [] });
  const said = at(found, 'transcript') as { from: string; text: string }[];
  expect(said.map(({ from, text }) => ({ from, text }))).toEqual(
    turns.flatMap(({ message, hears }) => [
      { from: 'customer', text: message.text },
      ...hears.map((text) => ({ from: 'bot', text })),
    ]),
  );
}
