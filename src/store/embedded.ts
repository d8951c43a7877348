import type { Checkpoints } from './checkpoint.ts';
import type { StoreLog } from './documents.ts';
import { type Entry, type EntryTexts, entryText, textsOf } from './entry.ts';
import { StoreClosed } from './errors.ts';
import type { Journal } from './journal.ts';
import type { Memory } from './memory.ts';
import type {
  CaseQuery,
  CasesOf,
  Claim,
  Commit,
  CommitResult,
  OutboxRow,
  Store,
  Stored,
  Wake,
} from './port.ts';
import { checkCommit, conflictOf, entryOf, holdAll, missingFor } from './prepare.ts';
import type { StreamState } from './stream-state.ts';

const DONE: CommitResult = { ok: true };
const FIRST_NUMBER = 1001;

export interface EmbeddedParts {
  journal: Journal;
  memory: Memory;
  checkpoints: Checkpoints;
  log: StoreLog;
  /** Lets go of the data directory. */
  release: () => Promise<void>;
}

/**
 * The store in this process. A commit is checked and applied to memory at once, so that of two on one version
 * only one wins, and acknowledged when the journal has it on disk. Reads wait only where what they give
 * is not on disk yet. Values handed to a commit belong to the store afterwards: it freezes them.
 */
export class EmbeddedStore implements Store {
  readonly #journal: Journal;
  readonly #memory: Memory;
  readonly #checkpoints: Checkpoints;
  readonly #log: StoreLog;
  readonly #release: () => Promise<void>;
  /** Commits for later that wait for a stream to be read; what comes after them waits for them. */
  #deferred: Promise<void> | undefined;
  #closing: Promise<void> | undefined;

  constructor(parts: EmbeddedParts) {
    this.#journal = parts.journal;
    this.#memory = parts.memory;
    this.#checkpoints = parts.checkpoints;
    this.#log = parts.log;
    this.#release = parts.release;
  }

  async commit(commit: Commit): Promise<CommitResult> {
    this.#assertOpen();
    checkCommit(commit);
    const texts = textsOf(commit);
    // The usual case has everything in memory and must not wait before it is applied.
    const letGo = this.#mustWait(commit) ? await this.#ready(commit) : undefined;
    let number: number;
    try {
      this.#assertOpen();
      const conflict = conflictOf(commit, this.#memory);
      if (conflict !== undefined) return { ok: false, conflict };
      number = this.#apply(entryOf(commit, this.#memory), texts);
    } finally {
      letGo?.();
    }
    await this.#journal.reached(number);
    this.#checkpoints.consider();
    return DONE;
  }

  commitLater(commit: Pick<Commit, 'appends' | 'sent' | 'outbox'>): void {
    if (!this.healthy()) return;
    const texts = textsOf(commit);
    if (!this.#mustWait(commit)) {
      this.#applyLater(commit, texts);
      return;
    }
    const deferred = this.#loadAndApply(commit, texts, this.#deferred).then(() => {
      if (this.#deferred === deferred) this.#deferred = undefined;
    });
    this.#deferred = deferred;
  }

  async #loadAndApply(commit: Commit, texts: EntryTexts, before: Promise<void> | undefined): Promise<void> {
    try {
      await before;
      const letGo = await this.#loadAll(commit);
      this.#applyLater(commit, texts);
      letGo();
    } catch (error) {
      this.#log.warn('a deferred commit was lost', { error: String(error) });
    }
  }

  #applyLater(commit: Commit, texts: EntryTexts): void {
    if (this.#journal.failure !== undefined) return;
    this.#apply(entryOf(commit, this.#memory), texts);
  }

  /** The number of the journal entry; the newest there is where the commit changes nothing. */
  #apply(entry: Entry, texts: EntryTexts): number {
    if (Object.keys(entry).length === 0) return this.#journal.next - 1;
    const number = this.#journal.next;
    const json = entryText(entry, texts);
    this.#memory.apply(entry, texts, number);
    return this.#journal.add(json);
  }

  #mustWait(commit: Commit): boolean {
    const { records, streams } = missingFor(commit, this.#memory);
    return this.#deferred !== undefined || records.length > 0 || streams.length > 0;
  }

  async #ready(commit: Commit): Promise<() => void> {
    while (this.#deferred !== undefined) await this.#deferred;
    return this.#loadAll(commit);
  }

  /** Brings all that a commit builds on into memory, where it stays until it is let go. */
  async #loadAll(commit: Commit): Promise<() => void> {
    const letGo = holdAll(commit, this.#memory);
    try {
      const { records, streams } = missingFor(commit, this.#memory);
      await Promise.all([
        ...records.map((key) => this.#memory.records.load(key)),
        ...streams.map((stream) => this.#memory.streams.load(stream)),
      ]);
      return letGo;
    } catch (error) {
      letGo();
      throw error;
    }
  }

  async get<T>(key: string): Promise<Stored<T> | undefined> {
    this.#assertOpen();
    const { records } = this.#memory;
    const record = records.peek(key) ?? (await records.load(key));
    if (record.entry > this.#journal.durable) await this.#journal.reached(record.entry);
    return record.version === 0 ? undefined : { version: record.version, value: record.value as T };
  }

  /** Memory is all there is. */
  recent<T>(key: string): Promise<Stored<T> | undefined> {
    return this.get<T>(key);
  }

  async rows<T>(
    stream: string,
    { after = 0, limit = Number.POSITIVE_INFINITY }: { after?: number; limit?: number } = {},
  ): Promise<{ seq: number; row: T }[]> {
    this.#assertOpen();
    const state = await this.#stream(stream);
    const { entry, read } = this.#memory.streams.rows(stream, state, { after, limit });
    const [rows] = await Promise.all([read, this.#journal.reached(entry)]);
    return rows as { seq: number; row: T }[];
  }

  async row<T>(stream: string, id: string): Promise<T | undefined> {
    this.#assertOpen();
    const state = await this.#stream(stream);
    const { entry, read } = this.#memory.streams.row(stream, state, id);
    const [rows] = await Promise.all([read, this.#journal.reached(entry)]);
    return rows[0]?.row as T | undefined;
  }

  async #stream(stream: string): Promise<StreamState> {
    while (this.#deferred !== undefined) await this.#deferred;
    return this.#memory.streams.peek(stream) ?? this.#memory.streams.load(stream);
  }

  async cases(query: CaseQuery): Promise<{ ids: string[]; next: string | null }> {
    this.#assertOpen();
    const { ids, next, entry } = this.#memory.listing.page(query);
    await this.#journal.reached(entry);
    return { ids, next };
  }

  async caseCounts(of: CasesOf): Promise<ReadonlyMap<string, number>> {
    this.#assertOpen();
    const { counts, entry } = this.#memory.listing.counts(of);
    await this.#journal.reached(entry);
    return counts;
  }

  async outbox({ now, limit }: { now: number; limit: number }): Promise<OutboxRow[]> {
    this.#assertOpen();
    while (this.#deferred !== undefined) await this.#deferred;
    const { rows, entry } = this.#memory.outbox.ready(now, limit);
    await this.#journal.reached(entry);
    return rows;
  }

  async claimOutbox(claim: Claim): Promise<OutboxRow[]> {
    this.#assertOpen();
    while (this.#deferred !== undefined) await this.#deferred;
    const { rows, entry } = this.#memory.outbox.claim(claim);
    await this.#journal.reached(entry);
    return rows;
  }

  async outboxOf(conversation: string): Promise<OutboxRow[]> {
    this.#assertOpen();
    while (this.#deferred !== undefined) await this.#deferred;
    const { rows, entry } = this.#memory.outbox.of(conversation);
    await this.#journal.reached(entry);
    return rows;
  }

  async wakes({ now, limit }: { now: number; limit: number }): Promise<Wake[]> {
    this.#assertOpen();
    const { wakes, entry } = this.#memory.wakes.due(now, limit);
    await this.#journal.reached(entry);
    return wakes;
  }

  async claimWakes(claim: Claim): Promise<Wake[]> {
    this.#assertOpen();
    const { wakes, entry } = this.#memory.wakes.claim(claim);
    await this.#journal.reached(entry);
    return wakes;
  }

  async wakesOf(conversation: string, now: number): Promise<Wake[]> {
    this.#assertOpen();
    const { wakes, entry } = this.#memory.wakes.of(conversation, now);
    await this.#journal.reached(entry);
    return wakes;
  }

  async nextDue(): Promise<number | undefined> {
    this.#assertOpen();
    const dues = [this.#memory.wakes.nextDue(), this.#memory.outbox.nextDue()];
    const known = dues.filter((due) => due !== undefined);
    return known.length === 0 ? undefined : Math.min(...known);
  }

  async nextNumber(name: string): Promise<number> {
    this.#assertOpen();
    const number = (this.#memory.sequences.get(name) ?? FIRST_NUMBER - 1) + 1;
    await this.#journal.reached(this.#apply({ sequence: { name, number } }, { values: [], rows: [] }));
    return number;
  }

  /** There are no others: the directory is this process's alone. */
  onChange(): () => void {
    return () => {};
  }

  healthy(): boolean {
    return this.#closing === undefined && this.#journal.failure === undefined;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    try {
      await this.#deferred;
      if (this.#journal.failure === undefined) await this.#checkpoints.last();
    } finally {
      await this.#journal.close().finally(this.#release);
    }
  }

  #assertOpen(): void {
    if (this.#closing !== undefined) throw new StoreClosed();
    if (this.#journal.failure !== undefined) throw this.#journal.failure;
  }
}
