import { isObject } from './documents.ts';
import { StoreFormatUnknown } from './errors.ts';

/** One row as a stream's file holds it: a line of JSON. */
export interface FileRow {
  seq: number;
  id?: string;
  offset: number;
}

export interface StreamScan {
  rows: FileRow[];
  /** Offsets of lines that are no valid row. */
  damaged: number[];
  size: number;
}

/** The line of a row, its row given as JSON text. */
export function rowLine(seq: number, id: string | undefined, row: string): string {
  const named = id === undefined ? '' : `,"id":${JSON.stringify(id)}`;
  return `{"v":1,"seq":${seq}${named},"row":${row}}\n`;
}

/** The parsed line, or undefined where it is damaged. */
export function parseLine(line: string): { seq: number; id?: string; row: unknown } | undefined {
  let data: unknown;
  try {
    data = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!isObject(data) || !('v' in data && 'seq' in data && 'row' in data)) return undefined;
  const { v, seq, row } = data;
  if (typeof v === 'number' && v > 1) throw new StoreFormatUnknown('A stream', v);
  if (v !== 1 || typeof seq !== 'number' || !Number.isSafeInteger(seq) || seq < 1) return undefined;
  if (!('id' in data)) return { seq, row };
  return typeof data.id === 'string' ? { seq, id: data.id, row } : undefined;
}

/** Calls `visit` with each line and its offset; `whole` is false for a last line without its line feed. */
export function eachLine(bytes: Buffer, visit: (line: string, offset: number, whole: boolean) => void): void {
  let start = 0;
  while (start < bytes.length) {
    const feed = bytes.indexOf(10, start);
    const end = feed === -1 ? bytes.length : feed;
    visit(bytes.toString('utf8', start, end), start, feed !== -1);
    start = end + 1;
  }
}

/** Indexes a stream's file. Rows out of order (their numbers must rise) count as damaged. */
export function scanStream(bytes: Buffer): StreamScan {
  const scan: StreamScan = { rows: [], damaged: [], size: bytes.length };
  let last = 0;
  eachLine(bytes, (line, offset, whole) => {
    const row = whole ? parseLine(line) : undefined;
    if (row === undefined || row.seq <= last) {
      scan.damaged.push(offset);
      return;
    }
    last = row.seq;
    scan.rows.push(row.id === undefined ? { seq: row.seq, offset } : { seq: row.seq, id: row.id, offset });
  });
  return scan;
}
