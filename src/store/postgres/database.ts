import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { StoreLog } from '../documents.ts';
import { isOutOfReach, isRolledBack, StoreUnavailable } from './failures.ts';

/** A statement that each connection prepares once. Whoever runs it twice must do no harm by it. */
export interface Statement {
  name: string;
  text: string;
}

export interface DatabaseOptions {
  url: string;
  log: StoreLog;
  /** Connections at most, beside the one that listens. */
  connections: number;
  /** How long a question waits for PostgreSQL to come back before it fails, ms. */
  patience: number;
  /** How long PostgreSQL may work at one statement, waiting for locks included, ms. */
  statementTimeout: number;
}

const FIRST_WAIT = 25;
const LONGEST_WAIT = 500;
const PING = 1_000;
/** Every question here goes by an index; a plan made while a table was empty must not scan it when it is full. */
const SESSION = '-c jit=off -c enable_seqscan=off -c client_min_messages=warning';

/** What a connection needs that is opened beside the pool. */
export function clientConfig({ url, statementTimeout }: DatabaseOptions): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: 'wendy',
    connectionTimeoutMillis: 5_000,
    statement_timeout: statementTimeout,
    query_timeout: statementTimeout + 5_000,
    keepAlive: true,
    options: SESSION,
  };
}

/**
 * Tries again where PostgreSQL is out of reach or has rolled back for another's sake, `patience` ms long; then rejects
 * with StoreUnavailable. `what` names it in the message.
 */
export async function patiently<T>(what: string, patience: number, attempt: () => Promise<T>): Promise<T> {
  const until = performance.now() + patience;
  for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    try {
      return await attempt();
    } catch (error) {
      if (!isOutOfReach(error) && !isRolledBack(error)) throw error;
      if (performance.now() + wait > until) throw new StoreUnavailable(what, error);
      await sleep(wait * (0.5 + Math.random()));
    }
  }
}

/** A pool of connections that waits out a short absence of PostgreSQL, and knows whether it is there. */
export class Database {
  readonly #pool: pg.Pool;
  readonly #patience: number;
  readonly #log: StoreLog;
  readonly #pings: NodeJS.Timeout;
  #reachable = true;
  #closed = false;

  constructor(options: DatabaseOptions) {
    this.#pool = new pg.Pool({
      ...clientConfig(options),
      max: options.connections,
      idleTimeoutMillis: 60_000,
    });
    this.#patience = options.patience;
    this.#log = options.log;
    // A connection that breaks while nobody uses it leaves the pool by itself.
    this.#pool.on('error', (error) => this.#sawFailure(error));
    this.#pings = setInterval(() => void this.#ping(), PING).unref();
  }

  /** Whether PostgreSQL answered last and takes writes. */
  get reachable(): boolean {
    return this.#reachable;
  }

  /**
   * Runs a statement, again where the connection broke or the transaction was rolled back for another's sake.
   * Rejects with StoreUnavailable once it waited `patience` ms.
   */
  async query<Row extends pg.QueryResultRow>(statement: Statement, values: unknown[] = []): Promise<Row[]> {
    const rows = await patiently(statement.name, this.#patience, async () => {
      try {
        return (await this.#pool.query<Row>({ ...statement, values })).rows;
      } catch (error) {
        if (isOutOfReach(error)) this.#sawFailure(error);
        throw error;
      }
    });
    this.#sawAnswer();
    return rows;
  }

  async #ping(): Promise<void> {
    try {
      const text = `SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean AS readonly`;
      const { rows } = await this.#pool.query<{ readonly: boolean }>(text);
      if (rows[0]?.readonly) this.#sawFailure(new Error('it takes no writes'));
      else this.#sawAnswer();
    } catch (error) {
      this.#sawFailure(error);
    }
  }

  #sawFailure(error: unknown): void {
    if (this.#closed) return;
    if (this.#reachable) this.#log.warn('PostgreSQL is out of reach', { error: String(error) });
    this.#reachable = false;
  }

  #sawAnswer(): void {
    if (!this.#reachable) this.#log.info('PostgreSQL is back');
    this.#reachable = true;
  }

  async close(): Promise<void> {
    clearInterval(this.#pings);
    this.#closed = true;
    await this.#pool.end();
  }
}
