import type { StoreLog } from '../documents.ts';
import type { Store } from '../port.ts';
import { Committer } from './committer.ts';
import { clientConfig, Database, type DatabaseOptions, patiently } from './database.ts';
import { Listener } from './listener.ts';
import { migrate } from './migrate.ts';
import { PostgresStore } from './store.ts';

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database?sslmode=…` */
  url: string;
  log: StoreLog;
  /** Connections at most, beside the one that listens; 10. */
  connections?: number;
  /** How long a question waits for PostgreSQL to come back before it fails, ms; 10,000. */
  patience?: number;
  /** How long PostgreSQL may work at one statement, waiting for locks included, ms; 10,000. */
  statementTimeout?: number;
  /** Epoch ms. */
  now?: () => number;
}

const NEW_INSTANCE = { name: 'instance', text: `SELECT nextval('wendy.instance_ids')::float8 AS id` };

/**
 * Opens the store in PostgreSQL: brings the tables up to date, then any number of instances may use them.
 * Rejects with StoreUnavailable where the database is not
 * reached within `patience`, and with StoreFormatUnknown where a newer program has changed it.
 */
export async function openPostgresStore(options: PostgresOptions): Promise<Store> {
  const {
    url,
    log,
    connections = 10,
    patience = 10_000,
    statementTimeout = 10_000,
    now = Date.now,
  } = options;
  const databaseOptions: DatabaseOptions = { url, log, connections, patience, statementTimeout };
  const config = clientConfig(databaseOptions);
  await patiently('start', patience, () => migrate(config, log));
  const database = new Database(databaseOptions);
  try {
    const instance = (await database.query<{ id: number }>(NEW_INSTANCE))[0]?.id ?? 0;
    const listener = new Listener({ config: { ...config, query_timeout: 0 }, instance, log });
    await listener.start();
    const committer = new Committer({ database, instance, log, now });
    return new PostgresStore({ database, committer, listener, instance });
  } catch (error) {
    await database.close();
    throw error;
  }
}
