import type { Attachment } from '../../dialogs/files.ts';
import type { Message } from '../../dialogs/message.ts';
import type { CaseRecord } from '../desk/case.ts';
import type { Staff } from '../desk/staff.ts';
import { type StaffRecord, staffKey } from '../desk/team.ts';
import type { Mail } from '../mail/mail.ts';
import type { OutboxRow } from '../store/port.ts';
import { type Locale, localeOf } from '../texts/texts.ts';
import { fileLines } from './files.ts';
import { type Parts, tongueOf } from './parts.ts';
import { type ConversationRecord, conversationKey, type Parcel } from './record.ts';
import type { Outgoing } from './types.ts';

/** What it takes to find staff and to speak their language. */
export type StaffReach = Pick<Parts, 'store' | 'staffList' | 'texts' | 'company' | 'calendar' | 'newId'>;

async function conversationOf(parts: Pick<Parts, 'store'>, staffId: string) {
  const stored = await parts.store.get<StaffRecord>(staffKey(staffId));
  const id = stored?.value.conversation;
  const record = id && (await parts.store.get<ConversationRecord>(conversationKey(id)))?.value;
  return id && record && record.staff?.id === staffId ? { id, record } : undefined;
}

/**
 * Says something of a case to staff members, each in their language: in the chat where they talk with Wendy, else by
 * mail. `words` are a person's own and go as they are.
 */
export async function tellStaff(
  parts: StaffReach,
  current: CaseRecord,
  at: string,
  to: readonly string[],
  message: Message,
  kind: OutboxRow['class'] = 'notice',
): Promise<OutboxRow[]> {
  const rows = await Promise.all(
    to
      .flatMap((id) => parts.staffList.byId(id) ?? [])
      .map((staff) => rowFor(parts, current, at, staff, message, kind)),
  );
  return rows.flatMap((row) => row ?? []);
}

async function rowFor(
  parts: StaffReach,
  current: CaseRecord,
  at: string,
  staff: Staff,
  message: Message,
  kind: OutboxRow['class'],
): Promise<OutboxRow | undefined> {
  const found = await conversationOf(parts, staff.id);
  const locale = found?.record.locale ?? localeOf(staff.languages[0]);
  const { texts, values } = tongueOf(parts, locale, at, current);
  const text = texts.render(message, locale, values);
  const id = parts.newId();
  if (found) return rowOf(id, found.id, kind, { outgoing: { text, choices: [] } satisfies Outgoing });
  if (!staff.mail) return undefined;
  const mail = staffMail(parts, staff, staff.mail, locale, current, text, at);
  return rowOf(id, `mail/${id}`, kind, { mail, case: current.id });
}

function staffMail(
  parts: StaffReach,
  { name }: Staff,
  address: string,
  locale: Locale,
  current: CaseRecord,
  text: string,
  at: string,
): Mail {
  const { texts, values } = tongueOf(parts, locale, at, current);
  const say = (message: Message): string => texts.render(message, locale, values);
  return {
    to: { name, address },
    subject: say({ key: 'delivery:staff.mail.subject' }),
    paragraphs: [
      { text: say({ key: 'delivery:mail.hello', values: { name } }) },
      { text },
      { text: say({ key: 'delivery:staff.mail.invite' }) },
    ],
    language: locale,
    at,
  };
}

function rowOf(id: string, conversation: string, kind: OutboxRow['class'], payload: Parcel): OutboxRow {
  return { id, conversation, class: kind, notBefore: 0, attempts: 0, payload };
}

/** The customer's words and files, to the person who holds the case. */
export async function relayToAssignee(
  parts: StaffReach,
  current: CaseRecord,
  words: string,
  files: readonly Attachment[],
  at: string,
): Promise<OutboxRow[]> {
  const staff = current.assignee ? parts.staffList.byId(current.assignee) : undefined;
  if (!staff || (words.trim() === '' && files.length === 0)) return [];
  const found = await conversationOf(parts, staff.id);
  const tongue = tongueOf(parts, found?.record.locale ?? localeOf(staff.languages[0]), at, current);
  const all = [...(words.trim() === '' ? [] : [words]), ...fileLines(files, current.id, tongue)].join('\n');
  const name = current.customer.name ?? '';
  const message: Message = { key: 'staff:customer_says', values: { case: current.id, name, words: all } };
  return tellStaff(parts, current, at, [staff.id], message, 'relay');
}
