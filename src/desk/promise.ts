import { addBusiness, type Calendar } from './calendar.ts';
import type { CaseRecord, EndedPromise, ReplyPromise } from './case.ts';
import type { DeskRules } from './rules.ts';

const MINUTES = 60;
/** How many ended promises a case remembers: more than a talk has replies. */
const REMEMBERED = 200;

/** What it takes to reckon by when. */
export interface Reckoning {
  rules: DeskRules;
  /** The company's hours. */
  calendar: Calendar;
}

/** Whether the customer waits for a person: in a queue, or with one who owes the next words. */
function isOwed({ status }: Pick<CaseRecord, 'status'>): boolean {
  return status === 'with_sales' || status === 'queued' || status === 'claimed';
}

function isOver({ status }: Pick<CaseRecord, 'status'>): boolean {
  return status === 'resolved' || status === 'closed';
}

/**
 * The case after a change, with what follows from its status: a promise begins when people get it or the customer has
 * answered, and ends with a reply; the customer's silence is timed while they are waited for. `at`: ISO. Pure.
 */
export function settled(
  before: CaseRecord | undefined,
  after: CaseRecord,
  at: string,
  reckoning: Reckoning,
): CaseRecord {
  const owed = isOwed(after);
  if (before?.status === after.status && owed === (after.promise !== null))
    return awaited(before, after, at, reckoning);
  const over =
    before?.promise && !(owed && after.promise) ? ending(before, before.promise, after, at) : undefined;
  return {
    ...after,
    promise: owed ? (after.promise ?? promiseAt(after, at, reckoning)) : null,
    promises: over ? [...after.promises, over].slice(-REMEMBERED) : after.promises,
    waiting: after.status === 'waiting_customer' ? (after.waiting ?? waitingFrom(at, reckoning)) : null,
    ended: isOver(after) ? endedAt(before, after, at, reckoning) : null,
  };
}

/** Whether a case lacks a clock that its status calls for: an older program wrote it. */
export function isClockless({ status, promise, waiting, ended }: CaseRecord): boolean {
  if (status === 'waiting_customer') return waiting === null;
  return status === 'resolved' ? ended === null : isOwed({ status }) && promise === null;
}

/** A further reply, and the customer's silence is timed anew. */
function awaited(before: CaseRecord, after: CaseRecord, at: string, reckoning: Reckoning): CaseRecord {
  const deeds = after.history.slice(before.history.length);
  const replied = deeds.some(({ did }) => did === 'reply' || did === 'answer');
  const waits = replied && after.status === 'waiting_customer';
  return waits ? { ...after, waiting: waitingFrom(at, reckoning) } : after;
}

/** How a promise ended: kept by a person's word to the customer until it was due, and broken by none until then. */
function ending(before: CaseRecord, promise: ReplyPromise, after: CaseRecord, at: string): EndedPromise {
  const { kind, madeAt, dueAt } = promise;
  const late = Date.parse(at) - Date.parse(dueAt);
  const kept = isAnswered(before, after) ? late <= 0 : late >= 0 ? false : null;
  return { kind, madeAt, dueAt, endedAt: at, kept };
}

/** Whether the customer heard from a person: a reply, or that it is solved or closed. */
function isAnswered(before: CaseRecord, after: CaseRecord): boolean {
  if (after.status === 'waiting_customer') return true;
  const deeds = after.history.slice(before.history.length);
  const ends = deeds.some(({ by, did }) => by !== 'wendy' && (did === 'resolve' || did === 'close'));
  return isOver(after) && after.mergedInto === null && ends;
}

/** A promise may be broken so often (by the owner, a deputy, the queue); from then on the next takes twice as long. */
const PATIENCE = 3;
/** The longest it becomes, in times of the first. */
const LONGEST = 16;

/** The promise that a case in people's hands makes at an instant. What nobody keeps is not promised every few hours. */
export function promiseAt(record: CaseRecord, at: string, { rules, calendar }: Reckoning): ReplyPromise {
  const replied = record.history.findLastIndex(({ did }) => did === 'reply' || did === 'answer');
  const broken = record.history.slice(replied + 1).filter(({ did }) => did === 'promise_broken').length;
  const first = replied < 0;
  const usual = (first ? rules.firstReply : rules.nextReply)[record.priority];
  const hours = usual * Math.min(2 ** Math.max(0, broken - PATIENCE), LONGEST);
  return {
    kind: first ? 'first' : 'next',
    madeAt: at,
    warnAt: addBusiness(calendar, at, Math.round(hours * MINUTES * rules.warnAt)),
    dueAt: addBusiness(calendar, at, Math.round(hours * MINUTES)),
    warned: false,
  };
}

function waitingFrom(at: string, { rules, calendar }: Reckoning): CaseRecord['waiting'] {
  return { since: at, remindAt: addBusiness(calendar, at, rules.remindAfter * MINUTES), closeAt: null };
}

function endedAt(
  before: CaseRecord | undefined,
  { status, ended }: CaseRecord,
  at: string,
  { rules, calendar }: Reckoning,
): CaseRecord['ended'] {
  const since = before && isOver(before) && ended ? ended.at : at;
  if (status === 'closed') return { at: since, closeAt: null };
  return { at: since, closeAt: addBusiness(calendar, at, rules.confirmWithin * MINUTES) };
}

/** When the case's clock strikes next, epoch ms; undefined where nothing is timed. */
export function nextDeadline({ promise, waiting, ended }: CaseRecord): number | undefined {
  const times = [
    promise && (promise.warned ? promise.dueAt : promise.warnAt),
    waiting && (waiting.closeAt ?? waiting.remindAt),
    ended?.closeAt,
  ].flatMap((time) => (time ? [Date.parse(time)] : []));
  return times.length > 0 ? Math.min(...times) : undefined;
}
