import type { Message } from '../../dialogs/message.ts';
import { openQuestions, questionLines } from '../../dialogs/question-list.ts';
import { type CaseRecord, isHeld } from '../desk/case.ts';
import { rememberOwner } from '../desk/known-customers.ts';
import type { Store, Write } from '../store/port.ts';

/** Whether it became known just now who looks after the customer of a case that still waits for anybody. */
export function foundOwner(before: CaseRecord | undefined, { owner, level, status }: CaseRecord): boolean {
  const waits = status === 'with_sales' || status === 'queued';
  return owner !== null && before !== undefined && before.owner !== owner && waits && level === 'pool';
}

/** The news of a case, with the customer's questions as one list. */
export function withList(news: Message, { draft }: CaseRecord): Message {
  const open = openQuestions(draft);
  if (open.length === 0) return news;
  const lines = questionLines({ draft, submitted: null });
  const list: Message = { key: 'common:lines', values: { lines } };
  return { key: 'staff:questions.list', values: { news, list, count: open.length } };
}

/** What is kept of who looks after a customer, once their case is with people. */
export async function ownerWrites(
  store: Pick<Store, 'get'>,
  before: CaseRecord | undefined,
  after: CaseRecord | undefined,
): Promise<Write[]> {
  if (!after?.owner || !(isHeld(after) || after.queue !== null)) return [];
  const news =
    before?.owner !== after.owner || before.queue === null || before.draft.contact !== after.draft.contact;
  return news ? rememberOwner(store, after, after.owner) : [];
}
