import { StoreClosed } from '../errors.ts';
import type {
  CaseQuery,
  CasesOf,
  ChangeListener,
  Claim,
  Commit,
  CommitResult,
  OutboxRow,
  Store,
  Stored,
  Wake,
} from '../port.ts';
import { Batcher } from './batcher.ts';
import { type ClaimOfOne, claimOutbox, claimOutboxOf, claimWakes, RELAXED } from './claims.ts';
import type { Committer } from './committer.ts';
import type { Database } from './database.ts';
import type { Listener } from './listener.ts';
import { nameOf } from './names.ts';
import { Reads } from './reads.ts';
import { Recent } from './recent.ts';
import type { CommitTexts } from './texts.ts';

const NEXT_NUMBER = {
  name: 'next number',
  // Nobody waits for the disk: what becomes durable with a number in it does so after the number.
  text: `WITH ${RELAXED} INSERT INTO wendy.sequences AS s (name, last) SELECT $1, 1001 FROM relaxed
    ON CONFLICT (name) DO UPDATE SET last = s.last + 1 RETURNING last::float8`,
};
const LEAVE = { name: 'leave', text: 'DELETE FROM wendy.instances WHERE id = $1' };

export interface PostgresParts {
  database: Database;
  committer: Committer;
  listener: Listener;
  instance: number;
}

/**
 * The store in PostgreSQL, for any number of instances. Commits of this instance go in order, many in one transaction;
 * a read sees every commit that was acknowledged to anyone before it, and this instance's commits for later.
 */
export class PostgresStore implements Store {
  readonly #parts: PostgresParts;
  readonly #reads: Reads;
  readonly #claimsOfOne: Batcher<ClaimOfOne, OutboxRow[]>;
  readonly #recent = new Recent();
  #closing: Promise<void> | undefined;

  constructor(parts: PostgresParts) {
    this.#parts = parts;
    this.#reads = new Reads(parts.database);
    this.#claimsOfOne = new Batcher((claims) => claimOutboxOf(parts.database, parts.instance, claims));
  }

  async commit(commit: Commit): Promise<CommitResult> {
    this.#assertOpen();
    const result = await this.#parts.committer.commit(commit);
    this.#recent.settle(commit, result);
    return result;
  }

  commitLater(commit: Pick<Commit, 'appends' | 'sent' | 'outbox'>): void {
    if (this.healthy()) this.#parts.committer.later(commit);
  }

  async get<T>(key: string): Promise<Stored<T> | undefined> {
    this.#assertOpen();
    return this.#recent.seen(key, await this.#reads.get<T>(key));
  }

  async recent<T>(key: string): Promise<Stored<T> | undefined> {
    this.#assertOpen();
    return this.#recent.of<T>(key) ?? this.get<T>(key);
  }

  async rows<T>(
    stream: string,
    { after = 0, limit = Number.POSITIVE_INFINITY }: { after?: number; limit?: number } = {},
  ): Promise<{ seq: number; row: T }[]> {
    await this.#stream(stream);
    return this.#reads.rows<T>(stream, after, limit);
  }

  async row<T>(stream: string, id: string): Promise<T | undefined> {
    await this.#stream(stream);
    return this.#reads.row<T>(stream, id);
  }

  async cases(query: CaseQuery): Promise<{ ids: string[]; next: string | null }> {
    this.#assertOpen();
    return this.#reads.cases(query);
  }

  async caseCounts(of: CasesOf): Promise<ReadonlyMap<string, number>> {
    this.#assertOpen();
    return this.#reads.caseCounts(of);
  }

  async outbox({ now, limit }: { now: number; limit: number }): Promise<OutboxRow[]> {
    await this.#outbox();
    return this.#reads.outbox(now, limit);
  }

  async outboxOf(conversation: string): Promise<OutboxRow[]> {
    await this.#outbox();
    return this.#reads.outboxOf(conversation);
  }

  async claimOutbox(claim: Claim): Promise<OutboxRow[]> {
    await this.#outbox();
    const { now, until, conversation } = claim;
    if (conversation !== undefined) return this.#claimsOfOne.ask({ now, until, conversation });
    return claimOutbox(this.#parts.database, this.#parts.instance, claim);
  }

  async wakes({ now, limit }: { now: number; limit: number }): Promise<Wake[]> {
    this.#assertOpen();
    return this.#reads.wakes(now, limit);
  }

  async wakesOf(conversation: string, now: number): Promise<Wake[]> {
    this.#assertOpen();
    return this.#reads.wakesOf(conversation, now);
  }

  async claimWakes(claim: Claim): Promise<Wake[]> {
    this.#assertOpen();
    return claimWakes(this.#parts.database, this.#parts.instance, claim);
  }

  async nextDue(): Promise<number | undefined> {
    await this.#outbox();
    return this.#reads.nextDue();
  }

  async nextNumber(name: string): Promise<number> {
    this.#assertOpen();
    const rows = await this.#parts.database.query<{ last: number }>(NEXT_NUMBER, [nameOf(name)]);
    return rows[0]?.last ?? Number.NaN;
  }

  onChange(listener: ChangeListener): () => void {
    return this.#parts.listener.onChange(listener);
  }

  healthy(): boolean {
    return this.#closing === undefined && this.#parts.database.reachable;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const { database, committer, listener, instance } = this.#parts;
    await committer.idle();
    if (database.reachable) await database.query(LEAVE, [instance]);
    await listener.stop();
    await database.close();
  }

  /** Lets the commits for later come first that a read of this stream must see. */
  async #stream(stream: string): Promise<void> {
    this.#assertOpen();
    const name = nameOf(stream);
    await this.#parts.committer.settled(({ appends }) => appends.some((row) => row.stream === name));
  }

  async #outbox(): Promise<void> {
    this.#assertOpen();
    const concerns = ({ outbox, sent }: CommitTexts): boolean => outbox.length > 0 || sent.length > 0;
    await this.#parts.committer.settled(concerns);
  }

  #assertOpen(): void {
    if (this.#closing !== undefined) throw new StoreClosed();
  }
}
