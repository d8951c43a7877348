import { toJson } from '../frozen.ts';
import type { Commit, OutboxRow, Wake } from '../port.ts';
import { baseOf, checkCommit } from '../prepare.ts';
import { nameOf } from './names.ts';

/** A part of a commit as the SQL function takes it; `c` is the commit's place in its batch, set when that is made. */
interface Part {
  c: number;
  at: number;
}

export interface TimedPart extends Part {
  id: string;
  conversation: string;
  time: number;
  value: string;
}

/** A commit as names and JSON texts. */
export interface CommitTexts {
  /** `only`: the record is not written besides. */
  checks: (Part & { key: string; version: number; only?: true })[];
  writes: (Part & { key: string; version: number; value: string })[];
  listings: (Part & {
    id: string;
    status: string;
    assignee: string | null;
    queue: string | null;
    listing: string;
  })[];
  appends: (Part & { stream: string; id: string | null; once?: true; value: string })[];
  outbox: TimedPart[];
  sent: (Part & { id: string })[];
  woken: (Part & { id: string })[];
  wakes: TimedPart[];
  /** What other instances are told. */
  changed: (Part & { payload: string })[];
  longNames: { name: string; full: string }[];
}

/** PostgreSQL takes less than 8,000 bytes in one message; what is longer the others find by themselves. */
const LONGEST_PAYLOAD = 7_900;

/**
 * Checks a commit and turns it into names and texts. Throws a TypeError where it isn't one.
 * `now` (epoch ms) parts the outbox rows that others may care for from those that are lent.
 */
export function textsOf(commit: Commit, instance: number, now: number): CommitTexts {
  checkCommit(commit);
  const longNames: { name: string; full: string }[] = [];
  const named = (text: string): string => {
    const name = nameOf(text);
    if (name !== text) longNames.push({ name, full: JSON.stringify(text) });
    return name;
  };
  const { writes = [], appends = [], sent = [], woken = [] } = commit;
  return {
    checks: baseOf(commit).map(({ key, expectedVersion }, at) => ({
      c: 0,
      at,
      key: named(key),
      version: Number.isSafeInteger(expectedVersion) ? expectedVersion : -1,
      ...(at < writes.length ? {} : { only: true as const }),
    })),
    writes: writes.map(({ key, expectedVersion, value }, at) => ({
      c: 0,
      at,
      key: nameOf(key),
      version: expectedVersion + 1,
      value: toJson(value, key),
    })),
    listings: listingsOf(writes, named),
    appends: appends.map(({ stream, id, once, row }, at) => ({
      c: 0,
      at,
      stream: named(stream),
      id: id === undefined ? null : named(id),
      ...(once && id !== undefined ? { once: true as const } : {}),
      value: toJson(row, stream),
    })),
    outbox: lastOfEach(commit.outbox ?? []).map((row, at) => timed(row, row.notBefore, at, named)),
    sent: [...new Set(sent)].map((id, at) => ({ c: 0, at, id: nameOf(id) })),
    woken: woken.map((id, at) => ({ c: 0, at, id: nameOf(id) })),
    wakes: lastOfEach(commit.wakes ?? [], 'moves').map((wake, at) => timed(wake, wake.dueAt, at, named)),
    changed: changedBy(commit, instance, now),
    longNames,
  };
}

function listingsOf(writes: NonNullable<Commit['writes']>, named: (text: string) => string) {
  const byId = new Map(writes.flatMap(({ listing }) => (listing ? [[listing.id, listing] as const] : [])));
  return [...byId.values()].map((listing, at) => ({
    c: 0,
    at,
    id: named(listing.id),
    status: nameOf(listing.status),
    assignee: listing.assignee === null ? null : nameOf(listing.assignee),
    queue: listing.queue === null ? null : nameOf(listing.queue),
    listing: JSON.stringify(listing),
  }));
}

/** Of rows with one id only the last; in the first one's place, or where rows move or change hands, in its own. */
function lastOfEach<T extends { id: string; conversation: string }>(
  rows: readonly T[],
  moves?: 'moves',
): T[] {
  const byId = new Map<string, T>();
  for (const row of rows) {
    if (moves || byId.get(row.id)?.conversation !== row.conversation) byId.delete(row.id);
    byId.set(row.id, row);
  }
  return [...byId.values()];
}

function timed(row: OutboxRow | Wake, time: number, at: number, named: (text: string) => string): TimedPart {
  const value = JSON.stringify(row);
  return { c: 0, at, id: named(row.id), conversation: named(row.conversation), time, value };
}

/** The message that names a conversation to other instances; undefined where it is too long for one. */
export function payloadOf(instance: number, conversation: string): string | undefined {
  const payload = `${instance} ${JSON.stringify(conversation)}`;
  return Buffer.byteLength(payload) <= LONGEST_PAYLOAD ? payload : undefined;
}

function changedBy({ outbox = [], wakes = [] }: Commit, instance: number, now: number) {
  const conversations = new Set([
    ...wakes.map(({ conversation }) => conversation),
    ...outbox.filter(({ notBefore }) => notBefore <= now).map(({ conversation }) => conversation),
  ]);
  return [...conversations].flatMap((conversation, at) => {
    const payload = payloadOf(instance, conversation);
    return payload === undefined ? [] : [{ c: 0, at, payload }];
  });
}
