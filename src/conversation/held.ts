import type { Command } from '../../dialogs/context.ts';
import type { Draft } from '../../dialogs/draft.ts';
import type { WendyEvent } from '../../dialogs/events.ts';
import type { Message } from '../../dialogs/message.ts';
import { tellQuestions, withQuestions } from '../../dialogs/question-list.ts';
import type { CaseRecord } from '../desk/case.ts';
import type { After } from './customer.ts';
import { joinHeld } from './files.ts';
import { hear } from './hear.ts';
import type { Parts } from './parts.ts';
import type { Inbound } from './types.ts';
import type { Waking } from './waking.ts';

type HeldWaking = Waking & { inbound: Inbound };

/**
 * While a person holds the case Wendy is silent, and what is said is that person's. Yet files and further questions for
 * sales join the case, and who asks for the list of their questions sees it.
 */
export async function heardWhileHeld(
  parts: Parts,
  waking: HeldWaking,
  before: After,
): Promise<Pick<After, 'current' | 'commands'>> {
  const { inbound, now } = waking;
  const joined = joinHeld(before.current, inbound, now.at);
  const isWords = inbound.kind === 'message' && !inbound.pressed && inbound.text.trim() !== '';
  if (!joined.current || !isWords) return joined;
  const { events } = await hear(parts, waking, before);
  const draft = withQuestions(joined.current.draft, events.flatMap(questionsIn));
  const current = draft === joined.current.draft ? joined.current : { ...joined.current, draft };
  return { current, commands: [...joined.commands, ...(events.some(wantsList) ? listIn(draft) : [])] };
}

function questionsIn(event: WendyEvent): readonly string[] {
  return event.type === 'ASKED' && event.topic === 'order' ? (event.questions ?? []) : [];
}

function wantsList(event: WendyEvent): boolean {
  return event.type === 'LIST' || (event.type === 'ASKED' && event.topic === 'questions');
}

function listIn(draft: Draft): Command[] {
  return tellQuestions({ draft, submitted: { reason: 'sales' } });
}

/** For whoever holds the case: under which numbers what the customer says now stands on the list of questions. */
export function markOfQuestions(before: CaseRecord | undefined, after: CaseRecord): Message[] {
  const known = before?.draft.questions.length ?? 0;
  const numbers = after.draft.questions.map((_, place) => place + 1).slice(known);
  if (numbers.length === 0) return [];
  return [{ key: 'staff:questions.joined', values: { numbers: numbers.join(', '), count: numbers.length } }];
}
