import type { Attachment } from '../../dialogs/files.ts';
import type { Message } from '../../dialogs/message.ts';
import type { CaseRecord } from '../desk/case.ts';
import type { Role } from '../desk/staff.ts';
import { fileLines } from './files.ts';
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

/** What it takes to find staff and to speak their language. */
export type StaffReach = Pick<Parts, 'store' | 'staffList' | 'texts' | 'company' | 'hours'>;

async function conversationOf(parts: Pick<Parts, 'store'>, staffId: string) {
  const stored = await parts.store.get<StaffRecord>(staffKey(staffId));
  const id = stored?.value.conversation;
  const record = id && (await parts.store.get<ConversationRecord>(conversationKey(id)))?.value;
  return id && record && record.staff?.id === staffId ? { id, record } : undefined;
}

/** A case has come to people: those whose queue it waits in, and who talk with Wendy somewhere, hear of it. */
export function noticeStaff(parts: Parts, current: CaseRecord, at: string): Promise<Outcome['elsewhere']> {
  return tellStaff(parts, current, at, { key: `staff:new.${current.priority}` });
}

/** Says something of a case to who holds it, else to all whose queue it waits in, as far as they talk with Wendy. */
export async function tellStaff(
  parts: StaffReach,
  current: CaseRecord,
  at: string,
  message: Message,
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
    const text = texts.render(message, locale, values);
    notices.push({ conversation: found.id, class: 'notice', outgoing: { text, choices: [] } });
  }
  return notices;
}

/** The customer's words and files, to the person who holds the case. */
export async function relayToAssignee(
  parts: Parts,
  current: CaseRecord,
  words: string,
  files: readonly Attachment[],
  at: string,
): Promise<Outcome['elsewhere']> {
  const found = current.assignee ? await conversationOf(parts, current.assignee) : undefined;
  if (!found || (words.trim() === '' && files.length === 0)) return [];
  const tongue = tongueOf(parts, found.record.locale, at, current);
  const all = [...(words.trim() === '' ? [] : [words]), ...fileLines(files, current.id, tongue)].join('\n');
  const name = current.customer.name ?? '';
  const text = parts.texts.render(
    { key: 'staff:customer_says', values: { case: current.id, name, words: all } },
    found.record.locale,
  );
  return [{ conversation: found.id, class: 'relay', outgoing: { text, choices: [] } }];
}
