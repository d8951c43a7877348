import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CaseListing, Commit } from '../../src/store/port.ts';
import { batchValues, COMMIT_BATCH } from '../../src/store/postgres/batch.ts';
import { clientConfig } from '../../src/store/postgres/database.ts';
import { openPostgresStore } from '../../src/store/postgres/open.ts';
import { textsOf } from '../../src/store/postgres/texts.ts';
import { type PostgresServer, startPostgres } from '../helpers/postgres.ts';
import { outboxRow, wake } from './contract.ts';

const INSTANCE = 1_000_000;
const FEW = 12;
const MANY = 4_000;
const TOGETHER = 50;

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.remove());

function listed(id: string): CaseListing {
  return { id, createdAt: '2026-03-02T08:00:00.000Z', status: 'queued', assignee: null, queue: null };
}

/** What a conversation of this name leaves in every table. */
function arrival(name: string): Commit {
  return {
    writes: [{ key: `other/${name}`, expectedVersion: 0, value: name, listing: listed(name) }],
    appends: [{ stream: `s/${name}`, id: name, once: true, row: name }],
    outbox: [outboxRow(`o-${name}`, name)],
    wakes: [wake(`w-${name}`, name, 0)],
  };
}

/** The next word in it, which touches its row in each of them. */
function departure(name: string): Commit {
  return {
    writes: [{ key: `other/${name}`, expectedVersion: 1, value: `${name} again`, listing: listed(name) }],
    checks: [{ key: `other/${name}-beside`, expectedVersion: 0 }],
    appends: [{ stream: `s/${name}`, id: `${name} again`, once: true, row: name }],
    sent: [`o-${name}`],
    woken: [`w-${name}`],
  };
}

it('looks at the rows that a commit names alone, though its plans were made while the tables were small', async () => {
  const url = await server.database();
  const log = { info() {}, warn() {} };
  await (await openPostgresStore({ url, log })).close();
  const client = new pg.Client(
    clientConfig({ url, log, connections: 1, patience: 0, statementTimeout: 60_000 }),
  );
  await client.connect();
  let batch = 0;
  const send = async (commits: readonly Commit[]): Promise<void> => {
    batch += 1;
    const texts = commits.map((commit) => textsOf(commit, INSTANCE, 0));
    const values = batchValues(INSTANCE, batch, texts);
    const { rows } = await client.query({ ...COMMIT_BATCH, values });
    expect(rows).toEqual([{ conflicts: null }]);
  };
  for (let at = 0; at < FEW; at++) await send([arrival(`few-${at}`)]);
  for (let at = 0; at < FEW; at++) await send([departure(`few-${at}`)]);
  for (let from = 0; from < MANY; from += TOGETHER)
    await send(Array.from({ length: TOGETHER }, (_, at) => arrival(`many-${from + at}`)));

  const seen = async (): Promise<Map<string, number>> => {
    const { rows } = await client.query<{ name: string; rows: number }>(
      `SELECT relname AS name, (seq_tup_read + idx_tup_fetch)::float8 AS rows
       FROM pg_stat_xact_user_tables WHERE schemaname = 'wendy'`,
    );
    return new Map(rows.map(({ name, rows: count }) => [name, count]));
  };
  await client.query('BEGIN');
  const before = await seen();
  await send([departure('many-1'), departure('many-2')]);
  const after = await seen();
  await client.end();
  for (const table of ['records', 'cases', 'stream_rows', 'outbox', 'wakes']) {
    const more = (after.get(table) ?? 0) - (before.get(table) ?? 0);
    expect([table, more]).toEqual([table, expect.toSatisfy((count: number) => count > 0 && count <= 8)]);
  }
});
