import { hash } from 'node:crypto';
import type { Spot } from '../../dialogs/context.ts';
import type { Question } from '../../dialogs/message.ts';
import type { Store } from '../store/port.ts';
import { type ConversationRecord, type Handled, handledStream } from './record.ts';
import type { Inbound, Outgoing } from './types.ts';

type Asked = NonNullable<ConversationRecord['asked']>;

/**
 * The question that stands after a turn. One that is put again while nothing was answered is the same, so that each of
 * its cards may be pressed; once it was answered, or another stood in between, it is a new one.
 */
export function askedAfter(
  before: Asked | undefined,
  question: Question | null,
  spot: Spot,
  answered: boolean,
  by: string | undefined,
): Asked {
  const of = question
    ? digest([question.prompt, spot, question.about ?? question.say, question.choices])
    : '';
  const same = before !== undefined && before.of === of && !answered;
  const nth = same ? before.nth : (before?.nth ?? 0) + 1;
  return { nth, of, ...(by === undefined ? {} : { by }) };
}

/** What a question's buttons bear: of this conversation and this question alone. */
export function questionId(conversation: string, { nth, of }: Pick<Asked, 'nth' | 'of'>): string {
  return digest([conversation, nth, of]);
}

/** Whether a button was pressed that does not belong to the question that stands, or is none of its choices. */
export function isStalePress(
  { pressed }: Inbound,
  question: Question | null,
  asked: Asked | undefined,
  conversation: string,
): boolean {
  if (!pressed) return false;
  if (!question || !asked || pressed.question !== questionId(conversation, asked)) return true;
  return !question.choices.some(({ value }) => value === pressed.choice);
}

/**
 * The question that was just answered by a button, as it was put, with the answer in the place of its buttons. Empty
 * where the channel can't change what it shows, or what was shown is not on record.
 */
export async function answeredCard(
  store: Pick<Store, 'row'>,
  { pressed }: Inbound,
  asked: Asked | undefined,
  conversation: string,
): Promise<Outgoing[]> {
  if (pressed?.card === undefined || asked?.by === undefined) return [];
  const handled = await store.row<Handled>(handledStream(conversation), asked.by);
  const replies = handled && 'replies' in handled ? handled.replies : [];
  const put = replies.find(({ outgoing }) => outgoing.question === pressed.question)?.outgoing;
  const chosen = put?.choices.find(({ value }) => value === pressed.choice);
  if (!put || !chosen) return [];
  const answer = `✓ ${chosen.title}`;
  const shown = put.shown?.kind === 'list' ? { ...put.shown, ask: joined(put.shown.ask, answer) } : undefined;
  const text = joined(put.text, answer);
  return [{ text, choices: [], replaces: pressed.card, ...(shown ? { shown } : {}) }];
}

function joined(before: string | undefined, after: string): string {
  return before ? `${before}\n\n${after}` : after;
}

function digest(value: unknown): string {
  return hash('sha256', JSON.stringify(value), 'base64url').slice(0, 16);
}
