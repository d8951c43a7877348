import type { Entry, StreamRow } from './entry.ts';
import type { Memory } from './memory.ts';
import type { Append, Commit, Write } from './port.ts';

/** Refuses what no store takes: the same record twice, or a case without its listing. */
export function checkCommit({ writes = [], checks = [] }: Commit): void {
  const keys = new Set<string>();
  for (const { key, listing } of writes) {
    if (keys.has(key)) throw new TypeError(`${key} is written twice in one commit`);
    if (key.startsWith('case/') && listing === undefined)
      throw new TypeError(`${key} is written without a listing`);
    keys.add(key);
  }
  for (const { key } of checks) {
    if (keys.has(key)) throw new TypeError(`${key} is written and checked, or checked twice, in one commit`);
    keys.add(key);
  }
}

/** All records that a commit builds on: those that it writes, then those that it checks. */
export function baseOf({
  writes = [],
  checks = [],
}: Commit): readonly Pick<Write, 'key' | 'expectedVersion'>[] {
  return checks.length === 0 ? writes : [...writes, ...checks];
}

/** Records and streams that a commit builds on and that are not in memory. */
export function missingFor(commit: Commit, memory: Memory): { records: string[]; streams: string[] } {
  const records: string[] = [];
  const streams: string[] = [];
  for (const { key } of baseOf(commit)) if (memory.records.peek(key) === undefined) records.push(key);
  for (const { stream } of commit.appends ?? [])
    if (memory.streams.peek(stream) === undefined) streams.push(stream);
  return { records, streams };
}

/** Keeps in memory what a commit builds on, once it is there, until the returned function is called. */
export function holdAll(commit: Commit, { records, streams }: Memory): () => void {
  const holds = [
    ...baseOf(commit).map(({ key }) => ({ lru: records.clean, key })),
    ...(commit.appends ?? []).map(({ stream }) => ({ lru: streams.clean, key: stream })),
  ];
  for (const { lru, key } of holds) lru.hold(key);
  return () => {
    for (const { lru, key } of holds) lru.letGo(key);
  };
}

/** The first record whose version has moved, or wake that is gone, or stream that has what may come but once. */
export function conflictOf(commit: Commit, memory: Memory): string | undefined {
  for (const { key, expectedVersion } of baseOf(commit))
    if (memory.records.peek(key)?.version !== expectedVersion) return key;
  const gone = commit.woken?.find((id) => !memory.wakes.has(id));
  if (gone !== undefined) return gone;
  return commit.appends?.find(
    ({ stream, id, once }) => once && id !== undefined && memory.streams.peek(stream)?.ids.has(id),
  )?.stream;
}

/** What a commit without a conflict changes; all that it builds on must be in memory. */
export function entryOf(commit: Commit, memory: Memory): Entry {
  const entry: Entry = {};
  if (commit.writes?.length) {
    entry.writes = commit.writes.map(({ key, expectedVersion, value, listing }) => {
      const change = { key, version: expectedVersion + 1, value };
      if (listing === undefined) return change;
      return { ...change, listing: { ...listing, order: memory.listing.orderOf(listing.id) } };
    });
    spreadOrders(entry);
  }
  if (commit.appends?.length) entry.appends = numbered(commit.appends, memory);
  if (commit.outbox?.length) entry.outbox = [...commit.outbox];
  if (commit.sent?.length) entry.sent = [...commit.sent];
  if (commit.woken?.length) entry.woken = [...commit.woken];
  if (commit.wakes?.length) entry.wakes = [...commit.wakes];
  return entry;
}

/** New cases of one commit were all given the same next place: each gets its own. */
function spreadOrders(entry: Entry): void {
  const taken = new Set<number>();
  for (const { listing } of entry.writes ?? []) {
    if (listing === undefined) continue;
    while (taken.has(listing.order)) listing.order++;
    taken.add(listing.order);
  }
}

function numbered(appends: readonly Append[], memory: Memory): StreamRow[] {
  const next = new Map<string, number>();
  return appends.map(({ stream, id, row }) => {
    const seq = next.get(stream) ?? memory.streams.nextSeq(stream);
    next.set(stream, seq + 1);
    return id === undefined ? { stream, seq, row } : { stream, seq, id, row };
  });
}
