import { crc32 } from 'node:zlib';
import { StoreFormatUnknown } from './errors.ts';

/**
 * One journal entry is one line: `1 <crc32 of what follows> <number> <batch> <json>`. The 1 is the format's
 * version; entries of one flush share a batch. JSON holds no raw line feed, so after damage the next
 * line feed finds the next entry.
 */
const VERSION = '1';
const LF = 10;

export interface Frame {
  number: number;
  batch: number;
  json: string;
  start: number;
  /** Just past the line feed. */
  end: number;
}

/** `damaged` are stretches of bytes that are no valid entry, in order; a line cut short at the end is one. */
export interface Scan {
  frames: Frame[];
  damaged: { start: number; end: number }[];
}

const hex = (sum: number): string => sum.toString(16).padStart(8, '0');

export function encodeFrame(number: number, batch: number, json: string): string {
  const body = `${number} ${batch} ${json}`;
  return `${VERSION} ${hex(crc32(body))} ${body}\n`;
}

/** The most bytes that a frame with so many characters of JSON takes. */
export function mostBytes(characters: number): number {
  return 64 + 3 * characters;
}

/** Writes a frame into bytes from `start` on, and returns where it ends: as `encodeFrame`, in one pass over the text. */
export function writeFrame(
  into: Buffer,
  start: number,
  frame: { number: number; batch: number; json: string },
): number {
  const body = start + VERSION.length + 10;
  let end = body + into.write(`${frame.number} ${frame.batch} `, body, 'latin1');
  end += into.write(frame.json, end);
  into.write(`${VERSION} ${hex(crc32(into.subarray(body, end)))} `, start, 'latin1');
  into[end] = LF;
  return end + 1;
}

const HEAD = /^(\d{1,4}) ([0-9a-f]{8}) (\d{1,16}) (\d{1,16}) /;

function decodeLine(bytes: Buffer, start: number, lineEnd: number, path: string): Frame | undefined {
  const head = HEAD.exec(bytes.toString('latin1', start, Math.min(lineEnd, start + 50)));
  if (head === null) return undefined;
  const [whole, version = '', sum = '', number, batch] = head;
  const bodyStart = start + version.length + sum.length + 2;
  if (hex(crc32(bytes.subarray(bodyStart, lineEnd))) !== sum) return undefined;
  if (version !== VERSION) throw new StoreFormatUnknown(path, version);
  const json = bytes.toString('utf8', start + whole.length, lineEnd);
  return { number: Number(number), batch: Number(batch), json, start, end: lineEnd + 1 };
}

/** Reads a journal segment whole; throws `StoreFormatUnknown` for an intact entry of another version. */
export function scanFrames(bytes: Buffer, path: string): Scan {
  const scan: Scan = { frames: [], damaged: [] };
  let start = 0;
  while (start < bytes.length) {
    const feed = bytes.indexOf(LF, start);
    const end = feed === -1 ? bytes.length : feed + 1;
    const frame = feed === -1 ? undefined : decodeLine(bytes, start, feed, path);
    const last = scan.damaged.at(-1);
    if (frame !== undefined) scan.frames.push(frame);
    else if (last !== undefined && last.end === start) last.end = end;
    else scan.damaged.push({ start, end });
    start = end;
  }
  return scan;
}

/** What was written of a segment: behind it lie the zeros of the room that was made for more. */
export function withoutRoom(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return bytes.subarray(0, end);
}
