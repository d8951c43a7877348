import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import type { StoreLog } from '../documents.ts';
import { StoreFormatUnknown } from '../errors.ts';

const FOLDER = join(import.meta.dirname, 'migrations');

/**
 * Brings the tables up to this program, under a lock for which other starting instances wait.
 * Rejects with StoreFormatUnknown where a newer program has changed them.
 */
export async function migrate(config: pg.ClientConfig, log: StoreLog): Promise<void> {
  const client = new pg.Client({ ...config, statement_timeout: 0, query_timeout: 0 });
  client.on('error', (error) => log.warn('the connection broke during migrations', { error: String(error) }));
  await client.connect();
  try {
    await checkEncoding(client);
    const done = await runner({
      dbClient: client,
      dir: FOLDER,
      direction: 'up',
      migrationsTable: 'migrations',
      schema: 'wendy',
      createSchema: true,
      singleTransaction: true,
      advisoryLockMode: 'wait',
      logger: { info() {}, warn: (message) => log.warn(message), error: (message) => log.warn(message) },
    });
    if (done.length > 0) log.info('the tables were changed', { migrations: done.map(({ name }) => name) });
    await checkKnown(client);
  } finally {
    await client.end();
  }
}

async function checkEncoding(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ server_encoding: string }>('SHOW server_encoding');
  const encoding = rows[0]?.server_encoding;
  if (encoding !== 'UTF8')
    throw new Error(`The database has the encoding ${encoding}; create one with ENCODING 'UTF8'.`);
}

async function checkKnown(client: pg.Client): Promise<void> {
  const known = new Set((await readdir(FOLDER)).map((file) => file.replace(/\.sql$/, '')));
  const { rows } = await client.query<{ name: string }>('SELECT name FROM wendy.migrations ORDER BY id');
  const unknown = rows.find(({ name }) => !known.has(name));
  if (unknown) throw new StoreFormatUnknown('The database', unknown.name);
}
