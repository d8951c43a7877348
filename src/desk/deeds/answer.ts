import { RequestRefused } from '../../errors.ts';
import { mustHold } from '../access.ts';
import { type CaseEvent, type Deed, done, toldBy } from './deed.ts';

/**
 * Answers one entry of the customer's question list. With the last one the customer is waited for; until then they are
 * owed the rest, from now on.
 */
export const answer: Deed<'answer'> = (record, action, acting) => {
  mustHold(record, acting.staff);
  const asked = record.draft.questions.find(({ id }) => id === action.questionId);
  if (!asked) {
    const id = JSON.stringify(action.questionId.slice(0, 100));
    throw new RequestRefused(400, `questionId: the case has no question ${id}.`, 'questionId');
  }
  const questions = record.draft.questions.map((one) =>
    one.id === asked.id ? { ...one, answer: action.text } : one,
  );
  const open = questions.filter((one) => one.answer === null).length;
  const event = {
    ...toldBy(acting),
    type: 'CASE.ANSWERED' as const,
    ...{ question: asked.text, text: action.text, open },
  };
  const isLast = open === 0;
  const change = isLast ? ({ status: 'waiting_customer', level: 'owner' } as const) : { promise: null };
  return done(record, action, acting, { ...change, draft: { ...record.draft, questions } }, { event });
};

/** Answers that were given in one go reach the customer as one: each with its question, and once how many are open. */
export function answeredTogether(events: readonly CaseEvent[]): CaseEvent[] {
  const together: CaseEvent[] = [];
  for (const event of events) {
    const last = together.at(-1);
    if (last?.type !== 'CASE.ANSWERED' || event.type !== 'CASE.ANSWERED') together.push(event);
    else {
      const { question, text, open } = event;
      together.splice(-1, 1, { ...last, open, more: [...(last.more ?? []), { question, text }] });
    }
  }
  return together;
}
