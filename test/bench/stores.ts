/** Turns a second of both stores, interleaved: what one turn reads and commits, with 1, 16 and 64 conversations at once. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/port.ts';
import { openPostgresStore } from '../../src/store/postgres/open.ts';
import { startPostgres } from '../helpers/postgres.ts';

const ROUNDS = 5;
const ROUND_MS = 2_000;
const PARALLEL = [1, 16, 64];
const log = { info() {}, warn: console.warn };

const snapshot = (turn: number): object => ({
  turn,
  faults: Array.from({ length: 8 }, (_, at) => ({ id: `${turn}-${at}`, text: 'black at night '.repeat(20) })),
  answers: Object.fromEntries(
    Array.from({ length: 30 }, (_, at) => [`question${at}`, `answer ${turn + at}`]),
  ),
});

/** One turn as the conversation room takes it: is it a repeat, what is there, commit, then the row was sent. */
async function turn(store: Store, id: string, number: number): Promise<void> {
  await store.row(`handled/${id}`, `m${number}`);
  const [read] = await Promise.all([store.get(`conversation/${id}`), store.wakesOf(id, Date.now())]);
  const outbox = { id: `${id}-${number}`, conversation: id, class: 'dialogue', attempts: 0 } as const;
  const result = await store.commit({
    writes: [{ key: `conversation/${id}`, expectedVersion: read?.version ?? 0, value: snapshot(number) }],
    appends: [
      { stream: `transcript/${id}`, row: { at: number, from: 'customer', text: 'it is black at night' } },
      { stream: `transcript/${id}`, row: { at: number, from: 'bot', text: 'Is the red light on?' } },
      { stream: `handled/${id}`, id: `m${number}`, row: { replies: ['Is the red light on?'] } },
    ],
    outbox: [{ ...outbox, notBefore: Date.now() + 30_000, payload: { text: 'Is the red light on?' } }],
  });
  if (!result.ok) throw new Error(`conflict on ${result.conflict}`);
  store.commitLater({ sent: [outbox.id] });
}

async function round(store: Store, name: string, parallel: number): Promise<number> {
  const end = performance.now() + ROUND_MS;
  let turns = 0;
  const talk = async (lane: number): Promise<void> => {
    for (let number = 1; performance.now() < end; number++, turns++)
      await turn(store, `${name}-${lane}`, number);
  };
  const begin = performance.now();
  await Promise.all(Array.from({ length: parallel }, (_, lane) => talk(lane)));
  return (turns * 1000) / (performance.now() - begin);
}

const median = (numbers: number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

const dir = await mkdtemp(join(tmpdir(), 'wendy-bench-'));
const server = await startPostgres({ durable: true });
const stores = {
  embedded: await openEmbeddedStore({ dir: join(dir, 'data'), log }),
  PostgreSQL: await openPostgresStore({ url: await server.database(), log }),
};
for (const parallel of PARALLEL) {
  const rates: Record<string, number[]> = { embedded: [], PostgreSQL: [] };
  for (let at = 0; at < ROUNDS; at++)
    for (const [name, store] of Object.entries(stores))
      rates[name]?.push(await round(store, `${parallel}-${at}`, parallel));
  const [embedded, postgres] = [median(rates.embedded ?? []), median(rates.PostgreSQL ?? [])];
  console.log(
    `${parallel} at once: embedded ${embedded.toFixed(0)} turns/s, PostgreSQL ${postgres.toFixed(0)} turns/s, ratio ${(postgres / embedded).toFixed(2)}`,
  );
}
for (const store of Object.values(stores)) await store.close();
await server.remove();
await rm(dir, { recursive: true, force: true });
