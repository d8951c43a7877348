/** Started by the kill test: says what it finds, then commits in lanes and says what was acknowledged. */
import { openEmbeddedStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/port.ts';
import { outboxRow, wake } from './contract.ts';

const LANES = 4;
const say = (...words: unknown[]): void => void process.stdout.write(`${words.join(' ')}\n`);
const warn = (message: string, fields?: Record<string, unknown>): void =>
  say('warning', message, JSON.stringify(fields));

/** A new stream each 300 commits, so that streams of all ages and sizes meet the kill. */
const stream = (lane: number, count: number): string => `transcript/${lane}-${Math.floor((count - 1) / 300)}`;

/** The number of commits of a lane; everything that they wrote together must agree on it. */
async function countOf(store: Store, lane: number): Promise<number> {
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

async function work(store: Store, lane: number, begin: number): Promise<void> {
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
    if (count % 20 === 0) say('number', await store.nextNumber('case'));
  }
}

const store = await openEmbeddedStore({
  dir: process.argv[2] ?? '',
  log: { info() {}, warn },
  checkpointBytes: 50_000,
});
const counts: number[] = [];
for (let lane = 0; lane < LANES; lane++) counts.push(await countOf(store, lane));
for (const [lane, count] of counts.entries()) say('found', lane, count);
say('ready');
await Promise.all(counts.map((count, lane) => work(store, lane, count)));
