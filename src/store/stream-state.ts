import { isMissing } from './disk.ts';
import type { StoreLog } from './documents.ts';
import type { Files } from './files.ts';
import { firstIndex } from './sorted.ts';
import { eachLine, parseLine, rowLine, type StreamScan, scanStream } from './stream-file.ts';

/** A row that is in the journal and not yet in its stream's file. */
export interface PendingRow {
  seq: number;
  id: string | undefined;
  json: string;
  /** Number of its journal entry. */
  entry: number;
}

/** A stream's index: where each row lies in the file, and the rows that wait for the next checkpoint. */
export interface StreamState {
  loaded: boolean;
  /** Sequence number and offset of each row in the file, rising. */
  seqs: number[];
  offsets: number[];
  /** Where the file's good part ends; `cut` says that something lies beyond it. */
  end: number;
  cut: boolean;
  /** The newest row of each id. */
  ids: Map<string, number>;
  /** Rising too, all after those of the file. */
  pending: PendingRow[];
}

export function emptyState(): StreamState {
  return { loaded: false, seqs: [], offsets: [], end: 0, cut: false, ids: new Map(), pending: [] };
}

export function lastSeq(state: StreamState): number {
  return state.pending.at(-1)?.seq ?? state.seqs.at(-1) ?? 0;
}

/** Adds a row; one whose number is there already (a journal applied again) changes nothing. */
export function addPending(state: StreamState, row: PendingRow): void {
  if (row.seq <= lastSeq(state)) return;
  state.pending.push(row);
  if (row.id !== undefined) state.ids.set(row.id, row.seq);
}

function index(state: StreamState, scan: StreamScan, rows: number, end: number): void {
  const kept = scan.rows.slice(0, rows);
  state.seqs = kept.map((row) => row.seq);
  state.offsets = kept.map((row) => row.offset);
  state.end = end;
  state.cut = end < scan.size;
  state.ids = new Map();
  for (const row of kept) if (row.id !== undefined) state.ids.set(row.id, row.seq);
  for (const row of state.pending) if (row.id !== undefined) state.ids.set(row.id, row.seq);
  state.loaded = true;
}

async function readOrEmpty(files: Files, path: string): Promise<Buffer> {
  try {
    return await files.disk.readFile(path);
  } catch (error) {
    if (isMissing(error)) return Buffer.alloc(0);
    throw error;
  }
}

/**
 * Reads a stream's file below what the journal brought. From the journal's first row on the journal is the
 * truth: a checkpoint that a crash interrupted may have left anything there. Damage elsewhere is repaired:
 * a copy is set aside, and what can be read is written anew.
 */
export async function loadStream(
  state: StreamState,
  files: Files,
  path: string,
  log: StoreLog,
): Promise<void> {
  const bytes = await readOrEmpty(files, path);
  const scan = scanStream(bytes);
  const first = state.pending[0]?.seq ?? Number.POSITIVE_INFINITY;
  const kept = firstIndex(scan.rows, (row) => row.seq >= first);
  const waiting = new Set(state.pending.map((row) => row.seq));
  const tailIsInJournal = scan.rows.slice(kept).every((row) => waiting.has(row.seq));
  const end = goodEnd(bytes, scan, kept);
  const damaged = scan.damaged.filter((offset) => offset < end || state.pending.length === 0);
  if (tailIsInJournal && damaged.length === 0) return index(state, scan, kept, end);
  await repair(state, files, path, bytes, log);
}

/** Just past the last of the first `kept` rows. */
function goodEnd(bytes: Buffer, scan: StreamScan, kept: number): number {
  const last = scan.rows[kept - 1];
  return last === undefined ? 0 : bytes.indexOf(10, last.offset) + 1;
}

async function repair(
  state: StreamState,
  files: Files,
  path: string,
  bytes: Buffer,
  log: StoreLog,
): Promise<void> {
  const lines = new Map<number, string>();
  eachLine(bytes, (line, _offset, whole) => {
    const row = whole ? parseLine(line) : undefined;
    if (row !== undefined && !lines.has(row.seq)) lines.set(row.seq, `${line}\n`);
  });
  for (const { seq, id, json } of state.pending) lines.set(seq, rowLine(seq, id, json));
  const aside = files.asideName(path);
  await files.replace(aside, bytes);
  const seqs = [...lines.keys()].sort((a, b) => a - b);
  const text = Buffer.from(seqs.map((seq) => lines.get(seq)).join(''));
  await files.replace(path, text);
  await files.settle();
  log.warn('damaged stream repaired from what could be read', { path, aside, rows: seqs.length });
  state.pending = [];
  const scan = scanStream(text);
  index(state, scan, scan.rows.length, text.length);
}
