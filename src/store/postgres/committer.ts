import type { StoreLog } from '../documents.ts';
import type { Commit, CommitResult } from '../port.ts';
import {
  batchSize,
  batchValues,
  COMMIT_BATCH,
  type Conflict,
  checkName,
  conflictName,
  passedChecks,
} from './batch.ts';
import type { Database } from './database.ts';
import { StoreUnavailable } from './failures.ts';
import { type CommitTexts, textsOf } from './texts.ts';

interface Waiting {
  commit: Commit;
  texts: CommitTexts;
  resolve(result: CommitResult): void;
  reject(error: unknown): void;
}

/** How long a commit for later waits for another one to go with, ms. */
const LATER = 20;

/**
 * Takes the commits of this instance to PostgreSQL in their order: while one batch is under way the next gathers.
 * Each batch has a number, so that one whose answer was lost is asked for again and never carried out twice, and one
 * that was given up cannot come into effect after a later one.
 */
export class Committer {
  readonly #database: Database;
  readonly #instance: number;
  readonly #log: StoreLog;
  readonly #now: () => number;
  #waiting: Waiting[] = [];
  readonly #laters = new Set<{ texts: CommitTexts; done: Promise<unknown> }>();
  #batch = 0;
  #running: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: { database: Database; instance: number; log: StoreLog; now: () => number }) {
    this.#database = parts.database;
    this.#instance = parts.instance;
    this.#log = parts.log;
    this.#now = parts.now;
  }

  async commit(commit: Commit): Promise<CommitResult> {
    const done = this.#add(commit).done;
    this.#run();
    return done;
  }

  later(commit: Commit): void {
    const added = this.#add(commit);
    const later: { texts: CommitTexts; done: Promise<unknown> } = { ...added };
    this.#laters.add(later);
    later.done = added.done
      .catch((error: unknown) => this.#log.warn('a commit for later was lost', { error: String(error) }))
      .finally(() => this.#laters.delete(later));
    if (this.#running === undefined) this.#timer ??= setTimeout(() => this.#run(), LATER);
  }

  /** Resolves when the commits for later that `concerns` chooses are written. */
  async settled(concerns: (texts: CommitTexts) => boolean): Promise<void> {
    const some = [...this.#laters].filter(({ texts }) => concerns(texts));
    if (some.length === 0) return;
    this.#run();
    await Promise.all(some.map(({ done }) => done));
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    this.#run();
    await this.#running;
  }

  #add(commit: Commit): { texts: CommitTexts; done: Promise<CommitResult> } {
    const texts = textsOf(commit, this.#instance, this.#now());
    const done = new Promise<CommitResult>((resolve, reject) => {
      this.#waiting.push({ commit, texts, resolve, reject });
    });
    return { texts, done };
  }

  #run(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting.length === 0) return;
    this.#running ??= this.#drain().finally(() => {
      this.#running = undefined;
    });
  }

  async #drain(): Promise<void> {
    // What is committed in this same turn of the event loop still joins.
    await Promise.resolve();
    while (this.#waiting.length > 0) await this.#write(this.#waiting.splice(0, batchSize(this.#waiting)));
  }

  async #write(batch: Waiting[]): Promise<void> {
    try {
      const conflicts = await this.#send(batch);
      const passed = new Set<string>();
      for (const [c, { commit, texts, resolve }] of batch.entries()) {
        const conflict = conflicts.find(([place]) => place === c);
        for (const check of passedChecks(texts, conflict)) passed.add(check);
        resolve(conflict ? { ok: false, conflict: conflictName(commit, conflict) } : { ok: true });
      }
      if (this.#waiting.length > 0) this.#dismiss(passed);
    } catch (error) {
      if (error instanceof StoreUnavailable) {
        // Who waited behind it waited as long.
        for (const { reject } of [...batch, ...this.#waiting.splice(0)]) reject(error);
      } else if (batch.length === 1) batch[0]?.reject(error);
      // One of them can't be written: the others must not suffer.
      else for (const one of batch) await this.#write([one]);
    }
  }

  /** Who waits with a first version that has just passed has lost: many on one record need no round trip each. */
  #dismiss(passed: ReadonlySet<string>): void {
    this.#waiting = this.#waiting.filter(({ commit, texts, resolve }) => {
      const [first] = texts.checks;
      if (first === undefined || !passed.has(checkName(first))) return true;
      resolve({ ok: false, conflict: conflictName(commit, [0, 'write', 0]) });
      return false;
    });
  }

  async #send(batch: readonly Waiting[]): Promise<Conflict[]> {
    const values = batchValues(
      this.#instance,
      ++this.#batch,
      batch.map(({ texts }) => texts),
    );
    const rows = await this.#database.query<{ conflicts: Conflict[] | null }>(COMMIT_BATCH, values);
    return rows[0]?.conflicts ?? [];
  }
}
