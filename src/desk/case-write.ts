import type { Stored, Wake, Write } from '../store/port.ts';
import type { Time } from './advance.ts';
import { type CaseRecord, caseInbox, caseKey, conversationsOf, listingOf } from './case.ts';
import type { CaseEvent } from './deeds/deed.ts';
import type { CaseInboxEvent, Notice } from './notices.ts';
import { nextDeadline } from './promise.ts';

/** A case as it is to be written, and the wake of its clock where none strikes early enough. */
export interface CaseWrite {
  record: CaseRecord;
  write: Write;
  wakes: Wake[];
}

/**
 * The write of a case. A clock that strikes earlier than needed finds nothing due and is set anew, so that most changes
 * of a deadline write no wake.
 */
export function caseWrite(
  stored: Stored<CaseRecord> | undefined,
  after: CaseRecord,
  now: Time,
  newId: () => string,
): CaseWrite {
  const due = nextDeadline(after);
  const pending = after.alarm !== null && after.alarm > now.ms ? after.alarm : undefined;
  const early = due === undefined || (pending !== undefined && pending <= due);
  const record = { ...after, alarm: early ? (pending ?? null) : due };
  const event: CaseInboxEvent = { type: 'CASE.DUE' };
  const version = stored?.value.id === after.id ? stored.version : 0;
  return {
    record,
    write: { key: caseKey(after.id), expectedVersion: version, value: record, listing: listingOf(record) },
    wakes:
      early || due === undefined
        ? []
        : [{ id: newId(), conversation: caseInbox(after.id), dueAt: due, event }],
  };
}

/**
 * A case's event, into all conversations of its customer. The one in which they are reached says it; the others follow
 * in silence (`echo`), so that whatever is written there next is heard where the case stands.
 */
export function customerWakes(record: CaseRecord, event: CaseEvent, now: Time, newId: () => string): Wake[] {
  return conversationsOf(record).map((conversation) => {
    const echo = conversation !== record.conversation && { echo: true };
    return { id: newId(), conversation, dueAt: now.ms, event: { ...event, case: record.id, ...echo } };
  });
}

/** The word that a case has become part of another: both their conversations say it. */
export function mergeWakes(
  from: CaseRecord,
  into: CaseRecord,
  event: CaseEvent,
  now: Time,
  newId: () => string,
): Wake[] {
  const moved = customerWakes(from, { ...event, moved: true } as CaseEvent, now, newId);
  const own = new Set(conversationsOf(from));
  return [
    ...moved,
    ...customerWakes(into, event, now, newId).filter(({ conversation }) => !own.has(conversation)),
  ];
}

/** What staff are to be told of a case, into its inbox. */
export function caseWakes(
  record: CaseRecord,
  notices: readonly Notice[],
  now: Time,
  newId: () => string,
): Wake[] {
  if (notices.length === 0) return [];
  const event: CaseInboxEvent = { type: 'CASE.NOTICES', notices };
  return [{ id: newId(), conversation: caseInbox(record.id), dueAt: now.ms, event }];
}
