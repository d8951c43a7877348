import type { Message } from '../../dialogs/message.ts';
import { type CaseRecord, caseKey, listingOf } from '../desk/case.ts';
import { answerable } from '../desk/notices.ts';
import { isAddress, type Mail } from '../mail/mail.ts';
import type { Append, OutboxRow } from '../store/port.ts';
import { localeOf } from '../texts/texts.ts';
import { nowOf, type Parts, tongueOf } from './parts.ts';
import { type ConversationRecord, conversationKey, type MailParcel, type Parcel } from './record.ts';
import { type StaffReach, tellStaff } from './staff-notices.ts';
import type { Outgoing } from './types.ts';

/** Why something did not arrive. `silent`: it was tried to the end. */
export type Reason = 'blocked' | 'not_in_roster' | 'disabled' | 'gone' | 'refused' | 'silent';

/** A row that will not arrive, what it said, and its line in the record of deliveries. */
export interface Undelivered {
  row: OutboxRow;
  outgoing: Outgoing | undefined;
  reason: Reason;
  delivery: Append;
}

/** Puts away a row that will not arrive; resolves with the conversations that have something to send instead. */
export type Fallback = (undelivered: Undelivered) => Promise<readonly string[]>;

export interface FallbackParts extends StaffReach, Pick<Parts, 'clock' | 'newId'> {
  /** The address that customers see. */
  publicUrl: string | undefined;
}

/** How often it is tried to note it in a case that others write to at the same time. */
const TRIES = 20;

/**
 * What must arrive and did not goes by mail, once, to the customer of the case; the case's history says so, and who
 * holds the case, or its queue, is told. All of it is one commit with the end of the row, so that it happens once.
 */
export function createFallback(parts: FallbackParts): Fallback {
  const { store } = parts;

  async function caseOf({ row, outgoing }: Undelivered) {
    const parcel = row.payload as Parcel;
    const id = 'mail' in parcel ? parcel.case : await caseIdOf(row, outgoing);
    return id ? store.get<CaseRecord>(caseKey(id)) : undefined;
  }

  /** Talk is not repeated by mail, nor what staff were told. */
  async function caseIdOf(row: OutboxRow, outgoing: Outgoing | undefined): Promise<string | null> {
    if (row.class === 'dialogue' || !outgoing?.text) return null;
    const record = (await store.get<ConversationRecord>(conversationKey(row.conversation)))?.value;
    return record?.staff === null ? record.caseId : null;
  }

  return async (undelivered) => {
    const { row, delivery } = undelivered;
    for (let tries = 0; tries < TRIES; tries++) {
      const stored = await caseOf(undelivered);
      if (!stored) {
        store.commitLater({ sent: [row.id], appends: [delivery] });
        return [];
      }
      const { at } = nowOf(parts);
      const { next, mail, message } = insteadOf(parts, undelivered, stored.value, at);
      const told = await tellStaff(
        parts,
        stored.value,
        at,
        answerable(stored.value, parts.staffList),
        message,
      );
      const outbox = [...(mail ? [mail] : []), ...told];
      const result = await store.commit({
        writes: [
          {
            key: caseKey(next.id),
            expectedVersion: stored.version,
            value: next,
            listing: listingOf(next),
          },
        ],
        appends: [delivery],
        outbox,
        sent: [row.id],
      });
      if (result.ok) return outbox.map(({ conversation }) => conversation);
    }
    throw new Error(`what row ${row.id} said could not be noted in its case`);
  };
}

interface Instead {
  next: CaseRecord;
  mail: OutboxRow | undefined;
  /** For staff. */
  message: Message;
}

function insteadOf(
  parts: FallbackParts,
  { row, outgoing, reason }: Undelivered,
  current: CaseRecord,
  at: string,
): Instead {
  const parcel = row.payload as Parcel;
  const because: Message = { key: `delivery:reason.${reason}` };
  const did = (what: string, to?: string): CaseRecord => {
    const entry = { at, by: 'wendy', did: what, reason, ...(to === undefined ? {} : { to }) };
    return { ...current, history: [...current.history, entry] };
  };
  if ('mail' in parcel) {
    const email = parcel.mail.to.address;
    const values = { case: current.id, email, reason: because };
    return {
      next: did('mail_undelivered', email),
      mail: undefined,
      message: { key: 'delivery:staff.mail_failed', values },
    };
  }
  const { email, phone } = current.draft.contact;
  const words = outgoing?.text ?? '';
  const missed: Message = {
    key: 'delivery:staff.missed',
    values: { case: current.id, reason: because, words },
  };
  const lines = (then: Message): Message => ({ key: 'common:lines', values: { lines: [missed, then] } });
  if (email && isAddress(email)) {
    const mail: MailParcel = { mail: mailOf(parts, current, email, words, at), case: current.id };
    return {
      next: did('undelivered', email),
      mail: rowOf(`mail-${row.id}`, `mail/${row.id}`, 'notice', mail),
      message: lines({ key: 'delivery:staff.mailed', values: { email } }),
    };
  }
  const then: Message = phone
    ? { key: 'delivery:staff.call', values: { phone } }
    : { key: 'delivery:staff.nothing' };
  return { next: did('undelivered'), mail: undefined, message: lines(then) };
}

function mailOf(parts: FallbackParts, current: CaseRecord, address: string, words: string, at: string): Mail {
  const locale = localeOf(current.locale);
  const { texts, values } = tongueOf(parts, locale, at, current);
  const { name } = current.draft.contact;
  const say = (message: Message): { text: string } => ({ text: texts.render(message, locale, values) });
  const { publicUrl } = parts;
  return {
    to: { name, address },
    subject: say({ key: 'delivery:mail.subject' }).text,
    paragraphs: [
      say(name ? { key: 'delivery:mail.hello', values: { name } } : { key: 'delivery:mail.hello_there' }),
      say({ key: 'delivery:mail.missed' }),
      { text: words.replaceAll(/\*\*([^*\n]+)\*\*/g, '$1'), quoted: true },
      say(
        publicUrl
          ? { key: 'delivery:mail.back_page', values: { url: publicUrl } }
          : { key: 'delivery:mail.back_phone' },
      ),
    ],
    language: locale,
    at,
  };
}

function rowOf(id: string, conversation: string, kind: OutboxRow['class'], payload: Parcel): OutboxRow {
  return { id, conversation, class: kind, notBefore: 0, attempts: 0, payload };
}
