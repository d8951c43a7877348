import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { Store } from '../../src/store/port.ts';
import { openPostgresStore } from '../../src/store/postgres/open.ts';
import { type PostgresServer, run, startPostgres } from '../helpers/postgres.ts';
import { outboxRow, wake } from './contract.ts';

const silent = { info() {}, warn() {} };
let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.remove());

/** Two instances on one new database; they are closed with the test. */
async function openTwo(): Promise<{ url: string; stores: [Store, Store] }> {
  const url = await server.database();
  const stores = await Promise.all([1, 2].map(() => openPostgresStore({ url, log: silent })));
  onTestFinished(async () => void (await Promise.all(stores.map((store) => store.close()))));
  return { url, stores: stores as [Store, Store] };
}

/** Adds a turn to a conversation, again and again until no other was first; gives back how often that was. */
async function addTurn(store: Store, conversation: string, tag: string): Promise<number> {
  for (let tries = 0; ; tries++) {
    const read = await store.get<string>(`conversation/${conversation}`);
    const result = await store.commit({
      writes: [
        {
          key: `conversation/${conversation}`,
          expectedVersion: read?.version ?? 0,
          value: tag,
        },
      ],
      appends: [{ stream: `transcript/${conversation}`, id: tag, row: tag }],
      outbox: [outboxRow(`${conversation}-${tag}`, conversation)],
    });
    if (result.ok) return tries;
    expect(result.conflict).toBe(`conversation/${conversation}`);
  }
}

it('takes 500 turns at once of one conversation by two instances, each once', async () => {
  const { stores } = await openTwo();
  const tags = Array.from({ length: 500 }, (_, at) => `t${at}`);
  const tries = await Promise.all(tags.map((tag, at) => addTurn(stores[at % 2 ? 1 : 0], 'a', tag)));
  expect(tries.some((count) => count > 0)).toBe(true);
  const said = (await stores[1].rows<string>('transcript/a')).map(({ row }) => row);
  expect(said.toSorted()).toEqual(tags.toSorted());
  expect(await stores[0].get('conversation/a')).toEqual({ version: 500, value: said.at(-1) });
  expect((await stores[1].outboxOf('a')).map(({ id }) => id)).toEqual(said.map((tag) => `a-${tag}`));
});

it('takes turns of 1,000 conversations at once by two instances, none lost and none twice', async () => {
  const { stores } = await openTwo();
  const names = Array.from({ length: 1000 }, (_, at) => `c${at}`);
  await Promise.all(stores.flatMap((store, at) => names.map((name) => addTurn(store, name, `from ${at}`))));
  for (const name of names) {
    const said = (await stores[1].rows<string>(`transcript/${name}`)).map(({ row }) => row);
    expect(said.toSorted()).toEqual(['from 0', 'from 1']);
    expect(await stores[0].get(`conversation/${name}`)).toEqual({ version: 2, value: said[1] });
  }
});

it('numbers rows and lists cases without a gap where two instances add at once', async () => {
  const { stores } = await openTwo();
  const listing = { createdAt: '', status: 'queued', assignee: null, queue: null };
  const ids = Array.from({ length: 200 }, (_, at) => `C-${at}`);
  const numbers = await Promise.all(
    ids.map(async (id, at) => {
      const store = stores[at % 2 ? 1 : 0];
      const result = await store.commit({
        writes: [{ key: `case/${id}`, expectedVersion: 0, value: {}, listing: { id, ...listing } }],
        appends: [{ stream: 'audit/all', row: id }],
      });
      expect(result).toEqual({ ok: true });
      return store.nextNumber('case');
    }),
  );
  expect(new Set(numbers).size).toBe(200);
  const rows = await stores[0].rows<string>('audit/all');
  expect(rows.map(({ seq }) => seq)).toEqual(ids.map((_, at) => at + 1));
  expect(rows.map(({ row }) => row).toSorted()).toEqual(ids.toSorted());
  expect((await stores[0].cases({ limit: 999 })).ids).toEqual(rows.map(({ row }) => row));
});

it('lets one of two instances be done with a wake', async () => {
  const { stores } = await openTwo();
  const ids = Array.from({ length: 100 }, (_, at) => `w${at}`);
  await stores[0].commit({ wakes: ids.map((id) => wake(id, 'a', 1)) });
  const results = await Promise.all(
    ids.flatMap((id) => stores.map(async (store) => ({ id, ...(await store.commit({ woken: [id] })) }))),
  );
  expect(
    results
      .filter(({ ok }) => ok)
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual(ids.toSorted());
  expect(results.filter(({ ok }) => !ok)).toHaveLength(100);
});

it('gives each outbox row and each wake to one of two instances that claim at once', async () => {
  const { stores } = await openTwo();
  const names = Array.from({ length: 300 }, (_, at) => `c${at}`);
  await stores[0].commit({ outbox: names.map((name) => outboxRow(name, name)) });
  await stores[0].commit({ wakes: names.map((name) => wake(name, name, 1)) });
  const claim = { now: 1, until: 100, limit: 7 };
  const all = async (take: (store: Store) => Promise<{ id: string }[]>): Promise<string[]> => {
    const claims = await Promise.all(Array.from({ length: 120 }, (_, at) => take(stores[at % 2 ? 1 : 0])));
    return claims.flat().map(({ id }) => id);
  };
  const rows = await all((store) => store.claimOutbox(claim));
  const wakes = await all((store) => store.claimWakes(claim));
  for (const claimed of [rows, wakes]) {
    expect(new Set(claimed).size).toBe(claimed.length);
    expect(claimed.length).toBeGreaterThan(0);
  }
});

it('frees what an instance had claimed as soon as it was killed', async () => {
  const { url, stores } = await openTwo();
  await stores[0].commit({ outbox: [outboxRow('o1', 'a')], wakes: [wake('w1', 'a', 1)] });
  const child = spawn('node', [join(import.meta.dirname, 'claim-child.ts'), url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  expect(line).toBe('2');
  const claim = { now: 1, until: 100, limit: 9 };
  expect([await stores[0].claimOutbox(claim), await stores[1].claimWakes(claim)]).toEqual([[], []]);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const idsOf = (found: { id: string }[]): string[] => found.map(({ id }) => id);
  await expect.poll(async () => idsOf(await stores[0].claimOutbox(claim))).toEqual(['o1']);
  await expect.poll(async () => idsOf(await stores[1].claimWakes(claim))).toEqual(['w1']);
});

it('hears what another instance commits, also after its connection broke', async () => {
  const { url, stores } = await openTwo();
  const heard: string[] = [];
  stores[0].onChange((conversation) => void heard.push(conversation));
  const odd = 'ü \0 \ud800';
  await stores[1].commit({ wakes: [wake('w1', odd, 1)], outbox: [outboxRow('o1', 'b')] });
  await expect.poll(() => heard.toSorted()).toEqual(['b', odd]);
  await stores[1].commit({
    outbox: [outboxRow('o2', 'lent', { notBefore: Date.now() + 60_000 }), outboxRow('o3', '你'.repeat(3000))],
  });
  await run(
    url,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()`,
  );
  let tries = 0;
  await expect
    .poll(
      async () => {
        await stores[1].commit({ wakes: [wake(`again${++tries}`, 'again', 1)] });
        return heard.includes('again');
      },
      { timeout: 20_000 },
    )
    .toBe(true);
  expect(heard).not.toContain('lent');
});
