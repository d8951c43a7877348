import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/choose.ts';
import { StoreFormatUnknown } from '../../src/store/errors.ts';
import { openPostgresStore } from '../../src/store/postgres/open.ts';
import { openCuttingProxy } from '../helpers/cutting-proxy.ts';
import { type PostgresServer, run, startPostgres } from '../helpers/postgres.ts';
import { outboxRow, type StoreUnderTest, storeContract, wake } from './contract.ts';
import { checksContract } from './contract-checks.ts';
import { claimsContract } from './contract-claims.ts';
import { listeningLog } from './helpers.ts';
import { type Action, act, action } from './model-actions.ts';
import { Reference, viewOf } from './reference.ts';

const silent = { info() {}, warn() {} };
let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.remove());

async function openFresh(): Promise<StoreUnderTest> {
  const url = await server.database();
  const open = () => openPostgresStore({ url, log: silent });
  let store = await open();
  return {
    store,
    async reopen() {
      await store.close();
      store = await open();
      return store;
    },
    done: () => store.close(),
  };
}

storeContract('PostgreSQL', openFresh);
checksContract('PostgreSQL', openFresh);
claimsContract('PostgreSQL', openFresh);

it('is equal to the reference after any commits and restarts', async () => {
  const equal = async (actions: Action[], now: number): Promise<void> => {
    const under = await openFresh();
    let { store } = under;
    const model = new Reference();
    for (const [at, chosen] of actions.entries()) {
      if ('commit' in chosen) await act(store, model, chosen, `t${at}`);
      else store = await under.reopen();
      expect(await viewOf(store, model, now)).toEqual(model.view(now));
    }
    await under.done();
  };
  const property = fc.asyncProperty(fc.array(action, { maxLength: 30 }), fc.nat(20), equal);
  await fc.assert(property, { numRuns: 25 });
});

describe('a start', () => {
  it('of four instances at once on an empty database leaves one set of tables, for all of them', async () => {
    const url = await server.database();
    const stores = await Promise.all(
      [1, 2, 3, 4].map(() => openStore({ dir: '', databaseUrl: url, log: silent })),
    );
    for (const [at, store] of stores.entries())
      expect(await store.commit({ writes: [{ key: 'other/a', expectedVersion: at, value: at }] })).toEqual({
        ok: true,
      });
    const names = (await run(url, 'SELECT name FROM wendy.migrations')).map(({ name }) => String(name));
    expect(names).toEqual([...new Set(names)]);
    expect(names.length).toBeGreaterThan(0);
    expect(await run(url, 'SELECT DISTINCT id FROM wendy.instances')).toHaveLength(4);
    await Promise.all(stores.map((store) => store.close()));
    expect(await run(url, 'SELECT id FROM wendy.instances')).toEqual([]);
  });

  it('is refused on tables of a newer program, which stay as they are', async () => {
    const url = await server.database();
    await (await openPostgresStore({ url, log: silent })).close();
    await run(url, `INSERT INTO wendy.migrations (name, run_on) VALUES ('9999_from_the_future', now())`);
    await expect(openPostgresStore({ url, log: silent })).rejects.toThrow(StoreFormatUnknown);
    await expect(openPostgresStore({ url, log: silent })).rejects.toThrow('9999_from_the_future');
  });

  it('is refused on a database that cannot hold every language', async () => {
    const url = await server.database();
    await run(url, `CREATE DATABASE narrow ENCODING 'LATIN1' TEMPLATE template0`);
    await expect(openPostgresStore({ url: url.replace(/[^/]+$/, 'narrow'), log: silent })).rejects.toThrow(
      /LATIN1.*UTF8/,
    );
  });
});

describe('ids and texts', () => {
  const odd = [
    '\0',
    '\ud800',
    '\udc00',
    'sha256:1',
    '你'.repeat(3000),
    `${'你'.repeat(2999)}們`,
    "'; --",
    '{"a"}',
  ];

  it('of any characters and up to 3,000 of them come back as they were, wherever they stand', async () => {
    const under = await openFresh();
    for (const id of odd) {
      const written = {
        writes: [
          {
            key: `case/${id}`,
            expectedVersion: 0,
            value: { [id]: id },
            listing: { id, createdAt: '', status: 'queued', assignee: id, queue: null },
          },
        ],
        appends: [{ stream: `transcript/${id}`, id, row: id }],
        outbox: [outboxRow(id, id, { payload: id })],
        wakes: [wake(id, id, 1)],
      };
      expect(await under.store.commit(written)).toEqual({ ok: true });
    }
    const store = await under.reopen();
    for (const id of odd) {
      expect(await store.get(`case/${id}`)).toEqual({ version: 1, value: { [id]: id } });
      expect(await store.rows(`transcript/${id}`)).toEqual([{ seq: 1, row: id }]);
      expect(await store.row(`transcript/${id}`, id)).toBe(id);
      expect(await store.outboxOf(id)).toEqual([outboxRow(id, id, { payload: id })]);
      expect(await store.wakesOf(id, 1)).toEqual([wake(id, id, 1)]);
      expect(await store.cases({ limit: 9, assignee: id })).toEqual({ ids: [id], next: null });
    }
    expect((await store.cases({ limit: 99 })).ids).toEqual(odd);
    await store.close();
  });

  it('that are too long for an index stand in the database in full all the same', async () => {
    const url = await server.database();
    const store = await openPostgresStore({ url, log: silent });
    const key = `conversation/${'你'.repeat(3000)}`;
    await store.commit({ writes: [{ key, expectedVersion: 0, value: 1 }] });
    const [row] = await run(
      url,
      'SELECT full_json FROM wendy.long_names JOIN wendy.records ON name = key_name',
    );
    expect(JSON.parse(String(row?.full_json))).toBe(key);
    await store.close();
  });
});

it('writes the others where one of many commits at once cannot be written', async () => {
  const { store } = await openFresh();
  const put = (at: number) =>
    store.commit({ writes: [{ key: `other/${at}`, expectedVersion: 0, value: at }] });
  const broken = store.commit({ wakes: [wake('w', 'a', Number.NaN)] });
  const results = await Promise.allSettled([put(1), broken, put(2), put(3)]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  for (const at of [1, 2, 3]) expect(await store.get(`other/${at}`)).toEqual({ version: 1, value: at });
  await store.close();
});

describe('where PostgreSQL goes away', () => {
  it('carries a commit out once though its connection breaks or its answer is lost again and again', async () => {
    const direct = await server.database();
    const proxy = await openCuttingProxy(Number(new URL(direct).port));
    const url = direct.replace(/:\d+\//, `:${proxy.port}/`);
    const store = await openPostgresStore({ url, log: silent });
    const kill = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'wendy' AND datname = current_database()`;
    const kills: Promise<unknown>[] = [];
    for (let committed = 0; committed < 300; committed++) {
      // Takes effect some commits later, at any moment of one.
      if (committed % 20 === 0) kills.push(run(direct, kill));
      if (committed % 10 === 5) proxy.loseNextAnswer();
      const own = { writes: [{ key: 'other/count', expectedVersion: committed, value: committed + 1 }] };
      const [result, conflict] = await Promise.all([
        store.commit({ ...own, appends: [{ stream: 'audit/all', row: committed + 1 }] }),
        store.commit({ writes: [{ key: 'other/none', expectedVersion: 7, value: 1 }] }),
      ]);
      expect(result).toEqual({ ok: true });
      expect(conflict).toEqual({ ok: false, conflict: 'other/none' });
    }
    await Promise.all(kills);
    expect(proxy.lost()).toBeGreaterThan(10);
    expect(await store.get('other/count')).toEqual({ version: 300, value: 300 });
    expect((await store.rows('audit/all')).map(({ row }) => row)).toEqual(
      Array.from({ length: 300 }, (_, at) => at + 1),
    );
    await store.close();
    await proxy.close();
  });

  it('waits for it to come back, or fails within a bound, and goes on afterwards', async () => {
    const url = await server.database();
    const { log, warnings } = listeningLog();
    const store = await openPostgresStore({ url, log, patience: 300 });
    const patient = await openPostgresStore({ url, log: silent, patience: 60_000 });
    const put = (to: typeof store, key: string) =>
      to.commit({ writes: [{ key, expectedVersion: 0, value: key }] });
    expect(await put(store, 'other/before')).toEqual({ ok: true });
    await server.stop();
    const waiting = [put(patient, 'other/waiting'), patient.get('other/before')];
    const code = { code: 'store_unavailable' };
    await expect(put(store, 'other/during')).rejects.toMatchObject(code);
    await expect(store.get('other/before')).rejects.toMatchObject(code);
    await expect(store.nextNumber('case')).rejects.toMatchObject(code);
    expect(store.healthy()).toBe(false);
    store.commitLater({ appends: [{ stream: 'audit/a', row: 'lost' }] });
    expect(warnings.join()).toContain('out of reach');
    await server.start();
    expect(await Promise.all(waiting)).toEqual([{ ok: true }, { version: 1, value: 'other/before' }]);
    await expect.poll(() => store.healthy(), { timeout: 20_000 }).toBe(true);
    expect(await put(store, 'other/after')).toEqual({ ok: true });
    expect(await store.get('other/during')).toBeUndefined();
    expect(await store.rows('audit/a')).toEqual([]);
    await Promise.all([store.close(), patient.close()]);
  });
});
