import type { CaseRecord } from '../desk/case.ts';
import type { Role } from '../desk/staff.ts';
import { type Parts, tongueOf } from './parts.ts';
import { type ConversationRecord, conversationKey } from './record.ts';
import type { Outcome } from './waking.ts';

/** Where a staff member talks with Wendy: the conversation they wrote in last. */
export interface StaffRecord {
  v: 1;
  conversation: string;
}

export const staffKey = (id: string): string => `staff/${id}`;

const ROLES: Record<'sales' | 'technicians', Role> = { sales: 'sales', technicians: 'technician' };

async function conversationOf(parts: Parts, staffId: string) {
  const stored = await parts.store.get<StaffRecord>(staffKey(staffId));
  const id = stored?.value.conversation;
  const record = id && (await parts.store.get<ConversationRecord>(conversationKey(id)))?.value;
  return id && record && record.staff?.id === staffId ? { id, record } : undefined;
}

/** A case has come to people: those whose queue it waits in, and who talk with Wendy somewhere, hear of it. */
export async function noticeStaff(
  parts: Parts,
  current: CaseRecord,
  at: string,
): Promise<Outcome['elsewhere']> {
  const { queue, assignee } = current;
  const concerned = parts.staffList.all.filter((staff) =>
    assignee ? staff.id === assignee : queue !== null && staff.role === ROLES[queue],
  );
  const notices: Outcome['elsewhere'] = [];
  for (const staff of concerned) {
    const found = await conversationOf(parts, staff.id);
    if (!found) continue;
    const { texts, locale, values } = tongueOf(parts, found.record.locale, at, current);
    const text = texts.render({ key: `staff:new.${current.priority}` }, locale, values);
    notices.push({ conversation: found.id, class: 'notice', outgoing: { text, choices: [] } });
  }
  return notices;
}

/** The customer's words, to the person who holds the case. */
export async function relayToAssignee(
  parts: Parts,
  current: CaseRecord,
  words: string,
): Promise<Outcome['elsewhere']> {
  const found = current.assignee ? await conversationOf(parts, current.assignee) : undefined;
  if (!found || words.trim() === '') return [];
  const name = current.customer.name ?? '';
  const text = parts.texts.render(
    { key: 'staff:customer_says', values: { case: current.id, name, words } },
    found.record.locale,
  );
  return [{ conversation: found.id, class: 'relay', outgoing: { text, choices: [] } }];
}
