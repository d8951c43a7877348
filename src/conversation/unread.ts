import type { OutboxRow, Store } from '../store/port.ts';
import { type ConversationRecord, conversationKey, type Parcel, type UnreadParcel } from './record.ts';
import type { Outgoing, SendOutcome, WasSeen } from './types.ts';

/** How long something lies on a page that nobody has open before it goes by mail, ms. */
export const UNREAD_AFTER = 120_000;

/**
 * The row that looks later whether somebody had the page open on which something was put for them; undefined where it
 * need not: talk waits there until they return, and what is for staff is not put on pages.
 */
export function unreadRow(
  row: OutboxRow,
  outgoing: Outgoing | undefined,
  now: number,
): OutboxRow | undefined {
  const isForStaff = 'to' in (row.payload as Parcel);
  if (!outgoing || isForStaff || row.class === 'dialogue') return undefined;
  const payload: UnreadParcel = { outgoing, unread: { conversation: row.conversation, since: now } };
  return {
    ...{ id: `unread-${row.id}`, conversation: `unread/${row.conversation}`, class: row.class },
    ...{ notBefore: now + UNREAD_AFTER, attempts: 0, payload },
  };
}

/** Sent, where somebody had the page open since; else it did not arrive. */
export async function readSince(
  store: Pick<Store, 'get'>,
  { unread }: UnreadParcel,
  wasSeen: WasSeen,
): Promise<SendOutcome> {
  const record = (await store.get<ConversationRecord>(conversationKey(unread.conversation)))?.value;
  if (!record || (await wasSeen(record.address, unread.since))) return { kind: 'sent' };
  return { kind: 'failed', reason: 'unread', detail: 'the page was closed, and nobody came back' };
}
