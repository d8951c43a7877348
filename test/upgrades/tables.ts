import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { run } from '../helpers/postgres.ts';

const MIGRATIONS = resolve(import.meta.dirname, '../../src/store/postgres/migrations');
const TABLES = [
  'records',
  'long_names',
  'cases',
  'stream_rows',
  'outbox',
  'wakes',
  'sequences',
  'uploads',
] as const;
const PLACES = { outbox: 'outbox_places', wakes: 'wake_places' } as const;

/** All rows of a database as lines of JSON: first the migrations that made its tables, then table by table. */
export async function dump(url: string): Promise<string> {
  const done = await run(url, 'SELECT name FROM wendy.migrations ORDER BY id');
  const lines = [JSON.stringify({ migrations: done.map(({ name }) => name) })];
  for (const table of TABLES) {
    const rows = await run(url, `SELECT row_to_json(t)::text AS row FROM wendy.${table} t ORDER BY t`);
    for (const { row } of rows) {
      const { leased_until: _until, leased_by: _by, ...values } = JSON.parse(row);
      lines.push(JSON.stringify({ table, row: values }));
    }
  }
  return `${lines.join('\n')}\n`;
}

/** Makes the tables as the migrations of the dump made them, and fills them. */
export async function load(url: string, text: string): Promise<void> {
  const [first = '', ...lines] = text.trimEnd().split('\n');
  const { migrations } = JSON.parse(first) as { migrations: string[] };
  const known = (await readdir(MIGRATIONS)).map((file) => file.replace(/\.sql$/, '')).sort();
  if (known.slice(0, migrations.length).join() !== migrations.join())
    throw new Error(`a migration that stored data were made with is gone: ${migrations} / ${known}`);
  const rows = lines.map((line) => JSON.parse(line) as { table: string; row: Record<string, unknown> });
  const client = new pg.Client(url);
  await client.connect();
  try {
    await migrate(client, migrations.length);
    for (const [table, all] of Map.groupBy(rows, (one) => one.table)) {
      const columns = Object.keys(all[0]?.row ?? {}).join();
      await client.query(
        `INSERT INTO wendy.${table} (${columns})
         SELECT ${columns} FROM json_populate_recordset(NULL::wendy.${table}, $1)`,
        [JSON.stringify(all.map(({ row }) => row))],
      );
    }
    for (const [table, sequence] of Object.entries(PLACES))
      await client.query(
        `SELECT setval('wendy.${sequence}', coalesce(max(place), 0) + 1) FROM wendy.${table}`,
      );
  } finally {
    await client.end();
  }
}

async function migrate(client: pg.Client, count: number): Promise<void> {
  await runner({
    dbClient: client,
    dir: MIGRATIONS,
    direction: 'up',
    migrationsTable: 'migrations',
    schema: 'wendy',
    createSchema: true,
    count,
    logger: { info() {}, warn() {}, error() {} },
  });
}
