import type { CaseEvent } from './actions.ts';
import { addBusiness } from './calendar.ts';
import type { CaseRecord } from './case.ts';
import { decentTime } from './decent-time.ts';
import { answerable, type Notice, observersOf } from './notices.ts';
import { isClockless, type Reckoning, settled } from './promise.ts';
import { movedOn, pooled, type Routing } from './routing.ts';
import type { StaffList } from './staff.ts';

/** What the clock did to a case: the record, what the customer's conversation wakes for, and what staff are told. */
export interface Advanced {
  record: CaseRecord;
  events: CaseEvent[];
  notices: Notice[];
}

export interface Time {
  at: string;
  on: string;
  ms: number;
}

type Step = (before: Advanced, parts: AdvanceParts) => Advanced | undefined;

export interface AdvanceParts extends Routing, Reckoning {
  staffList: StaffList;
  /** Where the customer is, IANA, where their channel told it. */
  customerZone?: string | undefined;
  now: Time;
}

/**
 * Everything that is due in a case by now, each once: a warning before a promise breaks, the move to the next people
 * when it breaks, the reminder to a silent customer, the close. Pure; what was done is in the record.
 */
export function advanced(record: CaseRecord, parts: AdvanceParts): Advanced {
  const steps: readonly Step[] = [abandon, breakPromise, warn, remind, closeSilent, closeSolved];
  const clocked = isClockless(record) ? settled(undefined, record, parts.now.at, parts) : record;
  return steps.reduce<Advanced>((before, step) => step(before, parts) ?? before, {
    record: clocked,
    events: [],
    notices: [],
  });
}

const isDue = (time: string | null | undefined, { now }: AdvanceParts): boolean =>
  time !== null && time !== undefined && Date.parse(time) <= now.ms;

function did(record: CaseRecord, what: string, { now }: AdvanceParts, to?: string | null): CaseRecord {
  const entry = { at: now.at, by: 'wendy', did: what, ...(to ? { to } : {}) };
  return { ...record, history: [...record.history, entry] };
}

/** Who had the case is on the list of staff no more: it goes to everybody, and the customer hears of it. */
function abandon({ record, events, notices }: Advanced, parts: AdvanceParts): Advanced | undefined {
  if (!isAbandoned(record, parts.staffList)) return undefined;
  const { at, on } = parts.now;
  const place = pooled(record, record.reason === 'sales' ? 'sales' : 'technicians', parts);
  const moved = did(
    { ...record, ...place, assignee: null, waiting: null },
    'abandoned',
    parts,
    record.assignee,
  );
  const next = settled(record, moved, at, parts);
  const message = { key: 'staff:told.abandoned', values: { case: record.id } } as const;
  const to = [...new Set([...answerable(next, parts.staffList), ...observersOf(next)])];
  return {
    record: next,
    events: [...events, { type: 'CASE.LEFT', at, on }],
    notices: [...notices, { to, message }],
  };
}

/** Whether a case is in the hands of somebody who is on the list of staff no more. */
export function isAbandoned({ assignee, status }: CaseRecord, staffList: StaffList): boolean {
  const held = status === 'claimed' || status === 'waiting_customer';
  return held && assignee !== null && staffList.byId(assignee) === undefined;
}

function breakPromise({ record, events, notices }: Advanced, parts: AdvanceParts): Advanced | undefined {
  if (!record.promise || !isDue(record.promise.dueAt, parts)) return undefined;
  const place = movedOn(record, parts);
  const moved = did(
    { ...record, ...place, assignee: null, promise: null },
    'promise_broken',
    parts,
    place.offered,
  );
  const next = settled(record, moved, parts.now.at, parts);
  const { at, on } = parts.now;
  const to = new Set(answerable(next, parts.staffList));
  const before = answerable(record, parts.staffList).filter((id) => !to.has(id));
  const values = { case: record.id };
  const told: Notice[] = [
    { to: [...to], message: { key: `staff:late.${place.level}`, values } },
    { to: before, message: { key: 'staff:late.taken', values } },
    { to: observersOf(next).filter((id) => !to.has(id)), message: { key: 'staff:late.observed', values } },
  ];
  return {
    record: next,
    events: [...events, { type: 'CASE.DELAYED', at, on }],
    notices: [...notices, ...told.filter((notice) => notice.to.length > 0)],
  };
}

function warn({ record, events, notices }: Advanced, parts: AdvanceParts): Advanced | undefined {
  const { promise } = record;
  if (!promise || promise.warned || !isDue(promise.warnAt, parts)) return undefined;
  const message = { key: 'staff:due', values: { case: record.id, by: { instant: promise.dueAt } } } as const;
  return {
    record: did({ ...record, promise: { ...promise, warned: true } }, 'warned', parts),
    events,
    notices: [...notices, { to: answerable(record, parts.staffList), message }],
  };
}

/**
 * A reminder never comes while nobody works, nor in the customer's night: it waits for the morning, also where the
 * program was down in between.
 */
function remind({ record, events, notices }: Advanced, parts: AdvanceParts): Advanced | undefined {
  const { waiting } = record;
  if (!waiting || waiting.closeAt !== null || !isDue(waiting.remindAt, parts)) return undefined;
  const { at, on } = parts.now;
  const decent = decentTime(parts.calendar, at, parts.customerZone);
  if (decent !== at) {
    return decent === null
      ? undefined
      : { record: { ...record, waiting: { ...waiting, remindAt: decent } }, events, notices };
  }
  const closeAt = addBusiness(parts.calendar, at, parts.rules.closeAfter * 60);
  return {
    record: did({ ...record, waiting: { ...waiting, closeAt } }, 'remind', parts),
    events: [...events, { type: 'CASE.REMINDED', at, on }],
    notices,
  };
}

function closeSilent({ record, events, notices }: Advanced, parts: AdvanceParts): Advanced | undefined {
  const { waiting } = record;
  if (!waiting || !isDue(waiting.closeAt, parts)) return undefined;
  const { at, on } = parts.now;
  const decent = decentTime(parts.calendar, at, parts.customerZone);
  if (decent !== at && decent !== null) {
    return { record: { ...record, waiting: { ...waiting, closeAt: decent } }, events, notices };
  }
  const next = settled(record, { ...record, status: 'closed', queue: null }, at, parts);
  const to = [...new Set([...answerable(record, parts.staffList), ...observersOf(record)])];
  return {
    record: did(next, 'close', parts),
    events: [...events, { type: 'CASE.EXPIRED', at, on }],
    notices: [...notices, { to, message: { key: 'staff:expired', values: { case: record.id } } }],
  };
}

/** Solved, and the customer never said otherwise: nothing more is asked of them. */
function closeSolved({ record, events, notices }: Advanced, parts: AdvanceParts): Advanced | undefined {
  if (record.status !== 'resolved' || !isDue(record.ended?.closeAt, parts)) return undefined;
  const { at, on } = parts.now;
  const next = settled(record, { ...record, status: 'closed' }, at, parts);
  return {
    record: did(next, 'close', parts),
    events: [...events, { type: 'CASE.SETTLED', at, on }],
    notices,
  };
}
