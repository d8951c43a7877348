/** Started by the kill tests with a data directory or a PostgreSQL URL, and its lanes' first letter: says what it finds, then commits in lanes and says what was acknowledged. */
import { writeSync } from 'node:fs';
import { openEmbeddedStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/port.ts';
import { openPostgresStore } from '../../src/store/postgres/open.ts';
import { outboxRow, wake } from './contract.ts';

const [target = '', letter = ''] = process.argv.slice(2);
const LANES = [0, 1, 2, 3].map((at) => `${letter}${at}`);
// Not by `process.stdout`: where the reader is slow it keeps lines to itself, and a kill takes them with it.
const say = (...words: unknown[]): void => void writeSync(1, `${words.join(' ')}\n`);
const warn = (message: string, fields?: Record<string, unknown>): void =>
  say('warning', message, JSON.stringify(fields));

/** A new stream each 300 commits, so that streams of all ages and sizes meet the kill. */
const stream = (lane: string, count: number): string => `transcript/${lane}-${Math.floor((count - 1) / 300)}`;

/** The number of commits of a lane; everything that they wrote together must agree on it. */
async function countOf(store: Store, lane: string): Promise<number> {
  const conversation = await store.get<{ count: number }>(`conversation/${lane}`);
  const count = conversation?.version ?? 0;
  const found = {
    conversation: conversation?.value.count ?? 0,
    case: (await store.get(`case/C-${lane}`))?.version ?? 0,
    rows: count === 0 ? 0 : ((await store.rows<number>(stream(lane, count))).at(-1)?.row ?? 'none'),
    row: count === 0 ? 0 : ((await store.row<number>(stream(lane, count), `m${count}`)) ?? 'none'),
    numbers: (await store.rows<number>(stream(lane, Math.max(1, count)))).length,
    outbox: (await store.outboxOf(`${lane}`)).map(({ id }) => id).join() || `o${lane}-0`,
    wakes: (await store.wakesOf(`${lane}`, 9)).map(({ id }) => id).join() || `w${lane}-0`,
    listed: (await store.cases({ limit: 99 })).ids.includes(`C-${lane}`),
  };
  const numbers = count === 0 ? 0 : ((count - 1) % 300) + 1;
  const ids = { outbox: `o${lane}-${count}`, wakes: `w${lane}-${count}` };
  const expected = {
    conversation: count,
    case: count,
    rows: count,
    row: count,
    numbers,
    ...ids,
    listed: count > 0,
  };
  if (JSON.stringify(found) !== JSON.stringify(expected))
    say('broken', lane, JSON.stringify({ found, expected }));
  return count;
}

async function work(store: Store, lane: string, begin: number): Promise<void> {
  for (let count = begin + 1; ; count++) {
    const status = { createdAt: '2026-03-02T08:00:00Z', status: 'open', assignee: null, queue: null };
    const value = { count, pad: 'x'.repeat((count % 7) * 100) };
    const result = await store.commit({
      writes: [
        { key: `conversation/${lane}`, expectedVersion: count - 1, value },
        {
          key: `case/C-${lane}`,
          expectedVersion: count - 1,
          value: {},
          listing: { id: `C-${lane}`, ...status },
        },
      ],
      appends: [{ stream: stream(lane, count), id: `m${count}`, row: count }],
      outbox: [outboxRow(`o${lane}-${count}`, `${lane}`)],
      sent: [`o${lane}-${count - 1}`],
      wakes: [wake(`w${lane}-${count}`, `${lane}`, 1)],
      woken: count === 1 ? [] : [`w${lane}-${count - 1}`],
    });
    say(result.ok ? 'acknowledged' : 'conflict', lane, count);
    // PostgreSQL may have finished the last commit of the life before only now.
    if (!result.ok) count = await find(store, lane);
    if (count % 20 === 0) say('number', await store.nextNumber('case'));
  }
}

async function find(store: Store, lane: string): Promise<number> {
  const count = await countOf(store, lane);
  say('found', lane, count);
  return count;
}

const log = { info() {}, warn };
const store = await (target.startsWith('postgres:')
  ? openPostgresStore({ url: target, log })
  : openEmbeddedStore({ dir: target, log, checkpointBytes: 50_000, journalRoom: 20_000 }));
const counts: number[] = [];
for (const lane of LANES) counts.push(await find(store, lane));
say('ready');
await Promise.all(LANES.map((lane, at) => work(store, lane, counts[at] ?? 0)));
