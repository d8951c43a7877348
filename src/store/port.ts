/**
 * The store's one port: a few verbs, the same for the embedded store and for PostgreSQL.
 * Values are JSON; what is read is a private copy or frozen, never shared and mutable.
 */

/** A record with its version; versions count from 1 and rise by one with each write. */
export interface Stored<T> {
  version: number;
  value: T;
}

/** What the list of cases can be asked for, kept beside a case's record. */
export interface CaseListing {
  id: string;
  createdAt: string;
  status: string;
  assignee: string | null;
  queue: string | null;
}

export interface Write {
  /** `<kind>/<id>`, e.g. `conversation/9f3…`, `case/C-1042`. */
  key: string;
  /** The version that was read; 0 where the record must not exist yet. */
  expectedVersion: number;
  value: unknown;
  /** Given for each write of a `case/…` record. */
  listing?: CaseListing;
}

/** A row beside the records, in a stream that only grows: `transcript/<id>`, `handled/<id>`, … */
export interface Append {
  stream: string;
  /** Where given, the row can be read by it. A second row with the same id in one stream replaces what `row` finds. */
  id?: string;
  /** With an `id`: the commit is a conflict where the stream has a row of this id already. */
  once?: boolean;
  row: unknown;
}

/** Something that must be sent. Rows of one conversation are sent in the order of their commit. */
export interface OutboxRow {
  id: string;
  conversation: string;
  class: 'dialogue' | 'notice' | 'relay';
  /** Epoch ms before which nobody sends it (a retry, or lent to an inline answer). */
  notBefore: number;
  attempts: number;
  payload: unknown;
}

/** An event that a conversation wakes for: from the clock, or from a case (then it is due at once). */
export interface Wake {
  id: string;
  conversation: string;
  /** Epoch ms. */
  dueAt: number;
  event: unknown;
}

export interface Commit {
  writes?: readonly Write[];
  /** Records that are not written and must have this version all the same; each in one of the two lists alone. */
  checks?: readonly Pick<Write, 'key' | 'expectedVersion'>[];
  appends?: readonly Append[];
  /** Rows with an id that is there already are replaced in place (their order stays). */
  outbox?: readonly OutboxRow[];
  sent?: readonly string[];
  wakes?: readonly Wake[];
  /** Ids of wakes that are done with. One that is not there (any more) makes the commit a conflict. */
  woken?: readonly string[];
}

/**
 * `conflict` names the first record whose version had moved, or the wake that was gone, or the stream that had a row
 * which may come but once; then nothing was written.
 */
export type CommitResult = { ok: true } | { ok: false; conflict: string };

export interface CaseQuery {
  status?: string;
  assignee?: string;
  queue?: string;
  /** Cases after this id, in the order of creation. */
  after?: string;
  limit: number;
}

export interface CasesOf {
  assignees: readonly string[];
  statuses: readonly string[];
}

/** What an instance takes upon itself. */
export interface Claim {
  /** Epoch ms; what is due by then can be claimed. */
  now: number;
  /** Epoch ms; until then nobody else is given it, this instance itself neither. */
  until: number;
  limit: number;
  /** Of the outbox: only this conversation's. */
  conversation?: string;
}

/** Hears that a conversation has a new wake, or an outbox row that is not lent. */
export type ChangeListener = (conversation: string) => void;

export interface Store {
  /** Resolves once everything in it is durable (or nothing is, on a conflict). Rejects when the store can't write. */
  commit(commit: Commit): Promise<CommitResult>;
  /** As `commit`, for what may be lost in a crash: becomes durable with the next commit, or within 100 ms. */
  commitLater(commit: Pick<Commit, 'appends' | 'sent' | 'outbox'>): void;
  get<T>(key: string): Promise<Stored<T> | undefined>;
  /** As `get`, but perhaps as this instance saw it last: only for what a commit then writes or checks. */
  recent<T>(key: string): Promise<Stored<T> | undefined>;
  /** Rows of a stream, oldest first, from sequence number `after` (exclusive; 0 is the beginning). */
  rows<T>(stream: string, page?: { after?: number; limit?: number }): Promise<{ seq: number; row: T }[]>;
  row<T>(stream: string, id: string): Promise<T | undefined>;
  cases(query: CaseQuery): Promise<{ ids: string[]; next: string | null }>;
  /** How many cases of one of these statuses each of these people has; who has none is left out. */
  caseCounts(of: CasesOf): Promise<ReadonlyMap<string, number>>;
  /** Outbox rows that may be sent at `now`, oldest first; of each conversation only rows before which none waits. */
  outbox(query: { now: number; limit: number }): Promise<OutboxRow[]>;
  /**
   * As `outbox`, for whoever sends: of each conversation the first row alone, and none that is claimed. The claim ends
   * with the row (sent), with a new version of it, at `until`, or when the claiming instance is gone.
   */
  claimOutbox(claim: Claim): Promise<OutboxRow[]>;
  /** All outbox rows of one conversation, oldest first. */
  outboxOf(conversation: string): Promise<OutboxRow[]>;
  /** Wakes due at `now`, earliest first. */
  wakes(query: { now: number; limit: number }): Promise<Wake[]>;
  /** As `wakes`, for whoever wakes: none that is claimed. `wakesOf` gives them all the same. */
  claimWakes(claim: Claim): Promise<Wake[]>;
  /** All wakes of one conversation that are due at `now`, in the order of their commit. */
  wakesOf(conversation: string, now: number): Promise<Wake[]>;
  /** When the next wake or outbox row is due, epoch ms; one that is claimed, when the claim ends. */
  nextDue(): Promise<number | undefined>;
  /** The next number of a named sequence, unique for ever, gaps allowed; the first is 1001. */
  nextNumber(name: string): Promise<number>;
  /** Hears of commits of other instances on the same data, soon but not surely; gives back what ends it. */
  onChange(listener: ChangeListener): () => void;
  /** Whether a write would be accepted. */
  healthy(): boolean;
  /** Finishes what is under way and lets go of the lock. */
  close(): Promise<void>;
}
