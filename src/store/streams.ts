import { join } from 'node:path';
import type { StoreLog } from './documents.ts';
import type { StreamRow } from './entry.ts';
import { type Files, pathOf } from './files.ts';
import { Lru } from './lru.ts';
import { firstIndex } from './sorted.ts';
import { eachLine, parseLine, rowLine } from './stream-file.ts';
import { addPending, emptyState, lastSeq, loadStream, type StreamState } from './stream-state.ts';

export interface ReadRow {
  seq: number;
  row: unknown;
}

/**
 * The streams in use: an index of each in memory, rows in files. A stream with rows that wait for the
 * checkpoint stays; the others leave, longest unused first, when together they hold over `limit` rows.
 */
export class Streams {
  readonly #files: Files;
  readonly #root: string;
  readonly #log: StoreLog;
  readonly #dirty = new Map<string, StreamState>();
  /** Those without rows that wait. */
  readonly clean: Lru<StreamState>;
  readonly #loading = new Map<string, Promise<StreamState>>();

  constructor(files: Files, root: string, log: StoreLog, limit: number) {
    this.#files = files;
    this.#root = join(root, 'streams');
    this.#log = log;
    this.clean = new Lru<StreamState>(limit, (_stream, state) => state.seqs.length + 4);
  }

  /** The stream if its index is in memory. */
  peek(stream: string): StreamState | undefined {
    const dirty = this.#dirty.get(stream);
    if (dirty === undefined) return this.clean.get(stream);
    return dirty.loaded ? dirty : undefined;
  }

  /** Brings a stream's index into memory; callers at the same time share one read. */
  load(stream: string): Promise<StreamState> {
    let loading = this.#loading.get(stream);
    if (loading === undefined) {
      loading = this.#read(stream).finally(() => this.#loading.delete(stream));
      this.#loading.set(stream, loading);
    }
    return loading;
  }

  async #read(stream: string): Promise<StreamState> {
    const known = this.peek(stream);
    if (known !== undefined) return known;
    const dirty = this.#dirty.get(stream);
    const state = dirty ?? emptyState();
    await loadStream(state, this.#files, this.path(stream), this.#log);
    if (dirty === undefined) this.clean.set(stream, state);
    return state;
  }

  /** The number that the next row of a stream in memory gets. */
  nextSeq(stream: string): number {
    const state = this.peek(stream);
    return state === undefined ? 1 : lastSeq(state) + 1;
  }

  /** Takes a row; where the stream is not in memory (the journal at start), its file is read when needed. */
  put({ stream, seq, id }: StreamRow, json: string, entry: number): void {
    let state = this.#dirty.get(stream);
    if (state === undefined) {
      state = this.clean.get(stream) ?? emptyState();
      this.clean.delete(stream);
      this.#dirty.set(stream, state);
    }
    addPending(state, { seq, id, json, entry });
  }

  /**
   * Rows after `after` of a stream, and the newest journal entry among them.
   * What is read is decided at once; only the file is read later.
   */
  rows(
    stream: string,
    state: StreamState,
    { after, limit }: { after: number; limit: number },
  ): { entry: number; read: Promise<ReadRow[]> } {
    const from = firstIndex(state.seqs, (seq) => seq > after);
    const until = Math.min(state.seqs.length, from + limit);
    const firstPending = firstIndex(state.pending, (row) => row.seq > after);
    const pending = state.pending.slice(firstPending, firstPending + limit - (until - from));
    const start = state.offsets[from] ?? state.end;
    const read = this.#readRange(stream, start, state.offsets[until] ?? state.end).then((rows) => [
      ...rows,
      ...pending.map(({ seq, json }) => ({ seq, row: JSON.parse(json) as unknown })),
    ]);
    return { entry: pending.at(-1)?.entry ?? 0, read };
  }

  /** The newest row of an id. */
  row(stream: string, state: StreamState, id: string): { entry: number; read: Promise<ReadRow[]> } {
    const seq = state.ids.get(id);
    if (seq === undefined) return { entry: 0, read: Promise.resolve([]) };
    return this.rows(stream, state, { after: seq - 1, limit: 1 });
  }

  async #readRange(stream: string, start: number, end: number): Promise<ReadRow[]> {
    if (start >= end) return [];
    const path = this.path(stream);
    const rows: ReadRow[] = [];
    eachLine(await this.#files.disk.readAt(path, start, end - start), (line, offset) => {
      const row = parseLine(line);
      if (row === undefined) this.#log.warn('damaged row passed over', { path, offset: start + offset });
      else rows.push({ seq: row.seq, row: row.row });
    });
    return rows;
  }

  /** The streams with rows to write out, and how many of each there are now. */
  dirty(): { stream: string; count: number; entry: number }[] {
    return [...this.#dirty].map(([stream, { pending }]) => {
      return { stream, count: pending.length, entry: pending.at(-1)?.entry ?? 0 };
    });
  }

  /** Appends the first `count` waiting rows to the stream's file; all of them must be durable in the journal. */
  async writeOut(stream: string, count: number): Promise<void> {
    await this.load(stream);
    const state = this.#dirty.get(stream);
    if (state === undefined) return;
    const rows = state.pending.slice(0, count);
    const lines = rows.map(({ seq, id, json }) => rowLine(seq, id, json));
    if (rows.length > 0) {
      const cut = state.cut;
      state.cut = true;
      await this.#files.append(this.path(stream), lines.join(''), state.end, cut);
      state.cut = false;
    }
    for (const [at, line] of lines.entries()) {
      state.seqs.push(rows[at]?.seq ?? 0);
      state.offsets.push(state.end);
      state.end += Buffer.byteLength(line);
    }
    state.pending.splice(0, rows.length);
    if (state.pending.length > 0) return;
    this.#dirty.delete(stream);
    this.clean.set(stream, state);
  }

  path(stream: string): string {
    return pathOf(this.#root, stream, '.jsonl');
  }
}
