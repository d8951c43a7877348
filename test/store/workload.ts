import type { Commit } from '../../src/store/port.ts';
import { outboxRow, wake } from './contract.ts';

/** What one random commit does; small numbers choose among few names, so that commits meet. */
export interface Step {
  records: number[];
  cases: number[];
  appends: { stream: number; id: number | undefined }[];
  outbox: { id: number; conversation: number; notBefore: number }[];
  sent: number[];
  wakes: { id: number; conversation: number; dueAt: number }[];
  woken: number[];
}

const name = (at: number): string => 'abcdefgh'.charAt(at % 8);
const unique = (numbers: number[]): number[] => [...new Set(numbers)];

/** The commit for a step: `versionOf` says what was read, `wakeIsThere` which wakes can be done with. */
export function commitOf(
  step: Step,
  tag: string,
  versionOf: (key: string) => number,
  wakeIsThere: (id: string) => boolean,
): Commit {
  const pad = tag.repeat(step.records.length * 3);
  const listing = (id: string) => ({
    id,
    createdAt: '2026-03-02T08:00:00.000Z',
    status: step.sent.length % 2 === 0 ? 'queued' : 'claimed',
    assignee: null,
    queue: null,
  });
  const records = unique(step.records).map((at) => `conversation/${name(at)}`);
  const cases = unique(step.cases).map((at) => `C-${name(at)}`);
  return {
    writes: [
      ...records.map((key) => ({ key, expectedVersion: versionOf(key), value: { tag, pad } })),
      ...cases.map((id) => {
        const key = `case/${id}`;
        return { key, expectedVersion: versionOf(key), value: { tag }, listing: listing(id) };
      }),
    ],
    appends: [
      { stream: 'log/all', id: tag, row: tag },
      ...step.appends.map(({ stream, id }, at) => {
        const row = { tag, at, pad };
        const to = `transcript/${name(stream)}`;
        return id === undefined ? { stream: to, row } : { stream: to, id: `m${id}`, row };
      }),
    ],
    outbox: step.outbox.map(({ id, conversation, notBefore }) =>
      outboxRow(`o${id}-${name(conversation)}`, name(conversation), { notBefore, payload: tag }),
    ),
    sent: step.sent.map((id) => `o${id}-${name(id)}`),
    wakes: step.wakes.map(({ id, conversation, dueAt }) => wake(`w${id}`, name(conversation), dueAt)),
    woken: unique(step.woken)
      .map((id) => `w${id}`)
      .filter(wakeIsThere),
  };
}

/** Steps from a random source between 0 and 1, for runs too long to be described by a generator. */
export function randomStep(random: () => number): Step {
  const below = (bound: number): number => Math.floor(random() * bound);
  const some = <T>(most: number, make: () => T): T[] => Array.from({ length: below(most + 1) }, make);
  return {
    records: some(2, () => below(4)),
    cases: some(1, () => below(5)),
    appends: some(2, () => ({ stream: below(3), id: random() < 0.5 ? below(5) : undefined })),
    outbox: some(1, () => ({ id: below(6), conversation: below(3), notBefore: below(20) })),
    sent: some(1, () => below(6)),
    wakes: some(1, () => ({ id: below(5), conversation: below(3), dueAt: below(20) })),
    woken: some(1, () => below(5)),
  };
}

/** A repeatable random source between 0 and 1 (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
