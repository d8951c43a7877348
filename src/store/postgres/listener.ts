import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { StoreLog } from '../documents.ts';
import type { ChangeListener } from '../port.ts';
import { ALIVE_CLASS } from './claims.ts';

const WAIT_BETWEEN_TRIES = 500;

/**
 * One connection that stands as long as this instance lives: it hears what others commit, and holds the lock by which
 * they know that this one is alive. Where it breaks it is made again; what was said meanwhile is not heard.
 */
export class Listener {
  readonly #config: pg.ClientConfig;
  readonly #instance: number;
  readonly #log: StoreLog;
  readonly #listeners = new Set<ChangeListener>();
  #client: pg.Client | undefined;
  #closed = false;

  constructor(parts: { config: pg.ClientConfig; instance: number; log: StoreLog }) {
    this.#config = parts.config;
    this.#instance = parts.instance;
    this.#log = parts.log;
  }

  /** Listens until `stop`; the first connection must succeed. */
  async start(): Promise<void> {
    const client = new pg.Client(this.#config);
    client.on('error', (error) => this.#log.warn('the listening connection broke', { error: String(error) }));
    client.on('notification', ({ payload = '' }) => this.#hear(payload));
    try {
      await client.connect();
      await client.query('SELECT pg_advisory_lock_shared($1, $2)', [ALIVE_CLASS, this.#instance]);
      await client.query('LISTEN wendy_changed');
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    client.once('end', () => void this.#again());
    this.#client = client;
    if (this.#closed) await client.end();
  }

  async #again(): Promise<void> {
    while (!this.#closed) {
      await sleep(WAIT_BETWEEN_TRIES, undefined, { ref: false });
      if (this.#closed) return;
      try {
        return await this.start();
      } catch (error) {
        this.#log.info('no listening connection yet', { error: String(error) });
      }
    }
  }

  #hear(payload: string): void {
    const space = payload.indexOf(' ');
    if (space < 0 || payload.slice(0, space) === String(this.#instance)) return;
    const conversation = JSON.parse(payload.slice(space + 1)) as string;
    for (const listener of this.#listeners) listener(conversation);
  }

  onChange(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async stop(): Promise<void> {
    this.#closed = true;
    this.#listeners.clear();
    await this.#client?.end();
  }
}
