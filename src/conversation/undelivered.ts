import type { Message } from '../../dialogs/message.ts';
import { type CaseRecord, caseKey, listingOf } from '../desk/case.ts';
import { answerable } from '../desk/notices.ts';
import { isThere, readTeam, type StaffRecord, staffKey } from '../desk/team.ts';
import type { Append, OutboxRow, Stored, Write } from '../store/port.ts';
import { customerMail, hello, mailRow } from './customer-mail.ts';
import { nowOf, type Parts } from './parts.ts';
import {
  type ConversationRecord,
  conversationKey,
  type MailParcel,
  type Parcel,
  type StaffAim,
} from './record.ts';
import { mailFor, type StaffReach, tellInstead, tellStaff } from './staff-notices.ts';
import type { LostReason, Outgoing } from './types.ts';

/** Why something did not arrive. `silent`: it was tried to the end. */
export type Reason = LostReason | 'silent';

/** A row that will not arrive, what it said, and its line in the record of deliveries. */
export interface Undelivered {
  row: OutboxRow;
  outgoing: Outgoing | undefined;
  reason: Reason;
  delivery: Append;
}

/** Puts away a row that will not arrive; resolves with the conversations that have something to send instead. */
export type Fallback = (undelivered: Undelivered) => Promise<readonly string[]>;

export type FallbackParts = StaffReach & Pick<Parts, 'clock' | 'mail' | 'log'>;

/** What is done about it: the case with the line in its history, what is sent instead, and what else is written. */
interface Instead {
  next: CaseRecord;
  outbox: OutboxRow[];
  writes?: Write[];
}

/** How often it is tried to note it in a case that others write to at the same time. */
const TRIES = 20;
/** Reasons for which a chat is no way to somebody any more, until they write again. */
const GONE: readonly Reason[] = ['blocked', 'not_in_roster', 'disabled', 'gone'];

/**
 * What must arrive and did not goes another way, once. The customer's goes by mail, and who holds the case, or its
 * queue, is told; what was for staff goes to them by mail, else to who stands in for them. The case's history says so.
 * All of it is one commit with the end of the row, so that it happens once.
 */
export function createFallback(parts: FallbackParts): Fallback {
  const { store } = parts;
  return async (undelivered) => {
    const { row, delivery } = undelivered;
    const caseId = await caseIdOf(parts, undelivered);
    const lanes =
      caseId &&
      (await noteIn(parts, caseId, { sent: [row.id], appends: [delivery] }, insteadOf(parts, undelivered)));
    if (lanes) return lanes;
    store.commitLater({ sent: [row.id], appends: [delivery] });
    return [];
  };
}

/**
 * Notes that a mail to a case's customer came back, once for each report (`once`: the row by which it is known), and
 * tells who is answerable. Resolves with the conversations that have something to send.
 */
export async function noteBounce(
  parts: FallbackParts,
  caseId: string,
  address: string,
  once: Append,
): Promise<readonly string[]> {
  const stored = await parts.store.row(once.stream, once.id ?? '');
  if (stored !== undefined) return [];
  const what = (current: CaseRecord, at: string) => mailLost(parts, current, at, address, 'refused');
  return (await noteIn(parts, caseId, { appends: [once] }, what)) ?? [];
}

type WhatInstead = (current: CaseRecord, at: string) => Promise<Instead>;

/** One commit with the case, tried again where others were first; undefined where there is no such case. */
async function noteIn(
  parts: FallbackParts,
  caseId: string,
  beside: { sent?: string[]; appends: Append[] },
  what: WhatInstead,
): Promise<string[] | undefined> {
  const { store } = parts;
  for (let tries = 0; tries < TRIES; tries++) {
    const stored: Stored<CaseRecord> | undefined = await store.get<CaseRecord>(caseKey(caseId));
    if (!stored) return undefined;
    const { next, outbox, writes = [] } = await what(stored.value, nowOf(parts).at);
    const write = {
      key: caseKey(next.id),
      expectedVersion: stored.version,
      value: next,
      listing: listingOf(next),
    };
    const result = await store.commit({ ...beside, writes: [write, ...writes], outbox });
    if (result.ok) return outbox.map(({ conversation }) => conversation);
    if (beside.appends.some(({ stream, once }) => once && result.conflict.includes(stream))) return [];
  }
  throw new Error(`what did not arrive could not be noted in case ${caseId}`);
}

/** Talk is not repeated by mail, nor what staff were answered. */
async function caseIdOf({ store }: FallbackParts, { row, outgoing }: Undelivered): Promise<string | null> {
  const parcel = row.payload as Parcel;
  if ('mail' in parcel) return parcel.case;
  if ('to' in parcel && parcel.to) return parcel.to.case;
  if (row.class === 'dialogue' || !outgoing || (outgoing.text === '' && !outgoing.files)) return null;
  const conversation = 'unread' in parcel ? parcel.unread.conversation : row.conversation;
  const record = (await store.get<ConversationRecord>(conversationKey(conversation)))?.value;
  return record?.staff === null ? record.caseId : null;
}

function insteadOf(parts: FallbackParts, { row, outgoing, reason }: Undelivered): WhatInstead {
  const parcel = row.payload as Parcel;
  const aim = 'to' in parcel ? parcel.to : undefined;
  return (current, at) => {
    if (aim) return insteadOfStaff(parts, { row, aim, reason, current, at });
    if ('mail' in parcel) return mailLost(parts, current, at, parcel.mail.to.address, reason);
    return byMail(parts, { row, outgoing, reason, current, at });
  };
}

interface Lost {
  row: OutboxRow;
  reason: Reason;
  current: CaseRecord;
  at: string;
}

function did(
  current: CaseRecord,
  at: string,
  what: string,
  reason: Reason,
  to: readonly string[],
): CaseRecord {
  const entry = { at, by: 'wendy', did: what, reason, ...(to.length > 0 && { to: to.join(', ') }) };
  return { ...current, history: [...current.history, entry] };
}

/** The customer's chat is closed: by mail, where there is an address; who is answerable hears which. */
async function byMail(
  parts: FallbackParts,
  { row, outgoing, reason, current, at }: Lost & Pick<Undelivered, 'outgoing'>,
): Promise<Instead> {
  const words = outgoing?.text ?? '';
  const values = { case: current.id, reason: because(reason), words };
  const missed: Message = { key: 'delivery:staff.missed', values };
  const mail = customerMail(parts, current, {
    paragraphs: [
      hello(current),
      { key: reason === 'unread' ? 'delivery:mail.unread' : 'delivery:mail.missed' },
      { words, quoted: true },
    ],
    at,
    files: outgoing?.files,
  });
  const email = mail?.to.address;
  const then: Message = email ? { key: 'delivery:staff.mailed', values: { email } } : otherWay(current);
  const told = await tellAnswerable(parts, current, at, lines([missed, then]));
  const letter = mail ? [mailRow(`mail-${row.id}`, mail, 'notice', { case: current.id })] : [];
  return {
    next: did(current, at, 'undelivered', reason, email ? [email] : whoWasTold(told)),
    outbox: [...letter, ...told],
  };
}

/** A mail to the customer is lost: who is answerable hears of it, and who wrote by mail is answered in the chat again. */
async function mailLost(
  parts: FallbackParts,
  current: CaseRecord,
  at: string,
  email: string,
  reason: Reason,
): Promise<Instead> {
  const values = { case: current.id, email, reason: because(reason) };
  const failed: Message = { key: 'delivery:staff.mail_failed', values };
  const { phone } = current.draft.contact;
  const message = phone ? lines([failed, { key: 'delivery:staff.call_then', values: { phone } }]) : failed;
  const key = conversationKey(current.conversation);
  const talk = await parts.store.get<ConversationRecord>(key);
  const back = talk?.value.mail
    ? [{ key, expectedVersion: talk.version, value: { ...talk.value, mail: null } }]
    : [];
  return {
    next: did(current, at, 'mail_undelivered', reason, [email]),
    outbox: await tellAnswerable(parts, current, at, message),
    writes: back,
  };
}

/** What was for staff: by mail, where it was for their chat; else to who stands in. */
async function insteadOfStaff(
  parts: FallbackParts,
  { row, aim, reason, current, at }: Lost & { aim: StaffAim },
): Promise<Instead> {
  const staff = parts.staffList.byId(aim.staff);
  const next = did(current, at, 'staff_undelivered', reason, [aim.staff]);
  if (!staff) return { next, outbox: [] };
  const wasChat = !('mail' in (row.payload as MailParcel));
  const writes = wasChat && GONE.includes(reason) ? await forgetChat(parts, aim.staff, row.conversation) : [];
  const rest = { at, kind: row.class };
  const mail = wasChat && mailFor(parts, current, staff, { ...rest, id: `mail-${row.id}`, aim });
  if (mail) return { next, outbox: [mail], writes };
  const message: Message = {
    key: 'delivery:staff.unreached',
    values: { name: staff.name, reason: because(reason), words: aim.text },
  };
  const outbox = await tellInstead(parts, current, staff, { ...rest, message, tried: aim.tried ?? [] });
  if (outbox.length === 0)
    parts.log.error('nobody of the staff could be told', { case: current.id, row: row.id });
  return { next, outbox, writes };
}

/** Until they write again they are reached by mail. */
async function forgetChat({ store }: FallbackParts, staffId: string, conversation: string): Promise<Write[]> {
  const key = staffKey(staffId);
  const stored = await store.get<StaffRecord>(key);
  if (stored?.value.conversation !== conversation) return [];
  return [{ key, expectedVersion: stored.version, value: { ...stored.value, conversation: null } }];
}

/** Whoever is answerable for the case; where none of them is at work, those who stand in for them as well. */
async function tellAnswerable(
  parts: FallbackParts,
  current: CaseRecord,
  at: string,
  message: Message,
): Promise<OutboxRow[]> {
  const { store, staffList, calendar } = parts;
  const to = answerable(current, staffList);
  const told = await tellStaff(parts, current, at, to, message);
  const team = await readTeam(store, staffList, calendar);
  const people = team.filter(({ staff }) => to.includes(staff.id));
  const [first] = people;
  if (!first || people.some((one) => isThere(one, calendar, at))) return told;
  return [
    ...told,
    ...(await tellInstead(parts, current, first.staff, { message, at, kind: 'notice', tried: to })),
  ];
}

/** Who hears something, of staff; their ids. */
function whoWasTold(rows: readonly OutboxRow[]): string[] {
  return rows.flatMap(({ payload }) => {
    const parcel = payload as Parcel;
    return 'to' in parcel && parcel.to ? [parcel.to.staff] : [];
  });
}

function otherWay({ draft }: CaseRecord): Message {
  const { phone } = draft.contact;
  return phone ? { key: 'delivery:staff.call', values: { phone } } : { key: 'delivery:staff.nothing' };
}

const because = (reason: Reason): Message => ({ key: `delivery:reason.${reason}` });
const lines = (all: Message[]): Message => ({ key: 'common:lines', values: { lines: all } });
