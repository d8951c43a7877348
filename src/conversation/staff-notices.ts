import type { Attachment } from '../../dialogs/files.ts';
import type { Message } from '../../dialogs/message.ts';
import type { CaseRecord } from '../desk/case.ts';
import type { Staff, StaffList } from '../desk/staff.ts';
import { type StaffRecord, staffKey } from '../desk/team.ts';
import { isAddress } from '../mail/mail.ts';
import type { OutboxRow } from '../store/port.ts';
import { localeOf } from '../texts/texts.ts';
import { mailRow } from './customer-mail.ts';
import { fileLines, shownFile } from './files.ts';
import { type Parts, tongueOf } from './parts.ts';
import { type ConversationRecord, conversationKey, type Parcel, type StaffAim } from './record.ts';
import { openButton } from './staff-desk.ts';
import { type StaffMailParts, staffMail } from './staff-mail.ts';
import type { Outgoing, OutgoingFile } from './types.ts';

/** What it takes to find staff and to speak their language. */
export type StaffReach = Pick<Parts, 'store' | 'newId'> & StaffMailParts;

/** What is said to staff, and as what; `tried`: who was to hear it before and could not be reached. */
export interface Telling {
  message: Message;
  at: string;
  kind: OutboxRow['class'];
  /** What is shown beside the words. */
  files?: readonly OutgoingFile[];
  tried?: readonly string[];
}

async function conversationOf(parts: Pick<Parts, 'store'>, staffId: string) {
  const stored = await parts.store.get<StaffRecord>(staffKey(staffId));
  const id = stored?.value.conversation;
  const record = id && (await parts.store.get<ConversationRecord>(conversationKey(id)))?.value;
  return id && record && record.staff?.id === staffId ? { id, record } : undefined;
}

/**
 * Says something of a case to staff members, each in their language: in the chat where they talk with Wendy, else by
 * mail, else to who stands in for them. `words` are a person's own and go as they are.
 */
export async function tellStaff(
  parts: StaffReach,
  current: CaseRecord,
  at: string,
  to: readonly string[],
  message: Message,
  kind: OutboxRow['class'] = 'notice',
  files: readonly OutgoingFile[] = [],
): Promise<OutboxRow[]> {
  const rows: OutboxRow[] = [];
  for (const staff of to.flatMap((id) => parts.staffList.byId(id) ?? [])) {
    const row = await rowFor(parts, current, staff, { message, at, kind, files });
    const without = { message, at, kind, files, tried: to };
    rows.push(...(row ? [row] : await tellInstead(parts, current, staff, without)));
  }
  return rows;
}

/**
 * Says it to whoever stands in for somebody who can't be reached: their next deputy, else the supervisors, else all
 * others of their role. Resolves with nothing where all were tried.
 */
export async function tellInstead(
  parts: StaffReach,
  current: CaseRecord,
  staff: Staff,
  telling: Telling,
): Promise<OutboxRow[]> {
  const tried = [...new Set([...(telling.tried ?? []), staff.id])];
  for (const group of standIns(parts.staffList, staff)) {
    const left = group.filter(({ id }) => !tried.includes(id));
    const rows = await Promise.all(left.map((one) => rowFor(parts, current, one, { ...telling, tried })));
    const found = rows.flatMap((row) => row ?? []);
    if (found.length > 0) return found;
  }
  return [];
}

/** Groups of people, the nearest first; each deputy is a group of one. */
function standIns(staffList: StaffList, { deputies = [], role }: Staff): Staff[][] {
  return [
    ...deputies.map((id) => staffList.all.filter((one) => one.id === id)),
    staffList.all.filter((one) => one.role === 'supervisor'),
    staffList.all.filter((one) => one.role === role),
    [...staffList.all],
  ];
}

/** Undefined where they have neither a chat with Wendy nor a mail address. */
async function rowFor(
  parts: StaffReach,
  current: CaseRecord,
  staff: Staff,
  { message, at, kind, files = [], tried }: Telling,
): Promise<OutboxRow | undefined> {
  const found = await conversationOf(parts, staff.id);
  const locale = found?.record.locale ?? localeOf(staff.languages[0]);
  const { texts, values } = tongueOf(parts, locale, at, current);
  const text = texts.render(message, locale, values);
  const aim: StaffAim = { staff: staff.id, case: current.id, text, ...(tried && { tried }) };
  const id = parts.newId();
  if (!found) return mailFor(parts, current, staff, { id, at, kind, aim });
  const open = openButton({ texts, locale, values }, current.id);
  const shown = files.length > 0 && { files };
  const outgoing: Outgoing = { text, choices: [], quick: [open], about: current.id, ...shown };
  return rowOf(id, found.id, kind, { outgoing, to: aim });
}

/** The same by mail; undefined where they have no address. `id`: of the row. */
export function mailFor(
  parts: StaffMailParts,
  current: CaseRecord,
  { mail: address, ...staff }: Staff,
  { id, at, kind, aim }: { id: string; at: string; kind: OutboxRow['class']; aim: StaffAim },
): OutboxRow | undefined {
  if (address === undefined || !isAddress(address)) return undefined;
  const known = kind === 'notice';
  const mail = staffMail(parts, { ...staff, mail: address }, current, { text: aim.text, at, known });
  return mailRow(id, mail, kind, { case: current.id, to: aim });
}

function rowOf(id: string, conversation: string, kind: OutboxRow['class'], payload: Parcel): OutboxRow {
  return { id, conversation, class: kind, notBefore: 0, attempts: 0, payload };
}

/** The customer's words and files, to the person who holds the case. `marks`: what must be known before the words. */
export async function relayToAssignee(
  parts: StaffReach,
  current: CaseRecord,
  words: string,
  files: readonly Attachment[],
  at: string,
  marks: readonly Message[] = [],
): Promise<OutboxRow[]> {
  const staff = current.assignee ? parts.staffList.byId(current.assignee) : undefined;
  if (!staff || (words.trim() === '' && files.length === 0)) return [];
  const found = await conversationOf(parts, staff.id);
  const tongue = tongueOf(parts, found?.record.locale ?? localeOf(staff.languages[0]), at, current);
  const marked = marks.map((mark) => tongue.texts.render(mark, tongue.locale, tongue.values));
  const said = words.trim() === '' ? [] : [words];
  const all = [...marked, ...said, ...fileLines(files, tongue)].join('\n');
  const name = current.customer.name ?? '';
  const message: Message = { key: 'staff:customer_says', values: { case: current.id, name, words: all } };
  return tellStaff(parts, current, at, [staff.id], message, 'relay', files.map(shownFile));
}
