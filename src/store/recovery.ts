import { join } from 'node:path';
import type { StoreLog } from './documents.ts';
import { type Entry, textsOf } from './entry.ts';
import type { Files } from './files.ts';
import { encodeFrame, type Frame, type Scan, scanFrames, withoutRoom } from './frame.ts';
import { segmentName, segmentNumber } from './journal.ts';
import type { Memory } from './memory.ts';

const FIRST_SEGMENT = 1;

/** Where the journal goes on: `segment` is free, `last` is the newest entry's number, `bytes` wait in old segments. */
export interface Recovered {
  /** The journal still begins with its first segment: no checkpoint has replaced any of it. */
  whole: boolean;
  segment: number;
  last: number;
  bytes: number;
}

interface Segment {
  path: string;
  bytes: Buffer;
  scan: Scan;
}

interface Recovery {
  files: Files;
  memory: Memory;
  log: StoreLog;
}

/**
 * Applies what the journal holds. A torn tail is cut; damage before intact entries is named and set aside,
 * and the intact entries are kept.
 */
export async function recover(
  files: Files,
  folder: string,
  memory: Memory,
  log: StoreLog,
): Promise<Recovered> {
  const recovery = { files, memory, log };
  const numbers = await segmentNumbers(files, folder, log);
  const segments = await readSegments(files, folder, numbers);
  const final = segments.findLast((segment) => segment.bytes.length > 0);
  let last = memory.newestKnown();
  let damaged = false;
  for (const segment of segments) {
    if (segment.scan.damaged.length === 0) applyAll(memory, segment.scan.frames);
    else if (segment === final && isTornTail(segment.scan)) await cutTail(recovery, segment);
    else {
      await salvage(recovery, segment, segment === final);
      damaged = true;
    }
    last = Math.max(last, segment.scan.frames.at(-1)?.number ?? 0);
  }
  if (damaged) await preferNewerDocuments(memory);
  const bytes = segments.reduce((sum, segment) => sum + segment.bytes.length, 0);
  return { whole: numbers[0] === FIRST_SEGMENT, segment: (numbers.at(-1) ?? 0) + 1, last, bytes };
}

async function segmentNumbers(files: Files, folder: string, log: StoreLog): Promise<number[]> {
  const names = await files.disk.list(folder);
  const numbers = names.flatMap((name) => segmentNumber(name) ?? []).sort((a, b) => a - b);
  for (const [at, number] of numbers.entries()) {
    const expected = (numbers[at - 1] ?? number - 1) + 1;
    if (number !== expected) log.warn('journal segments are missing', { from: expected, until: number - 1 });
  }
  return numbers;
}

async function readSegments(files: Files, folder: string, numbers: readonly number[]): Promise<Segment[]> {
  const segments: Segment[] = [];
  for (const number of numbers) {
    const path = join(folder, segmentName(number));
    // What a killed process wrote and did not sync must be durable before anyone reads it from here.
    const file = await files.disk.open(path, { content: 'keep', synced: false });
    let bytes: Buffer;
    try {
      await file.sync();
      const all = await files.disk.readFile(path);
      bytes = withoutRoom(all);
      if (bytes.length < all.length) await file.truncate(bytes.length);
    } finally {
      await file.close();
    }
    segments.push({ path, bytes, scan: scanFrames(bytes, path) });
  }
  return segments;
}

function applyAll(memory: Memory, frames: readonly Frame[]): void {
  for (const frame of frames) applyFrame(memory, frame);
}

function applyFrame(memory: Memory, frame: Frame): void {
  const entry = JSON.parse(frame.json) as Entry;
  memory.apply(entry, textsOf(entry), frame.number);
}

function isTornTail({ frames, damaged }: Scan): boolean {
  return (frames.at(-1)?.start ?? 0) <= (damaged[0]?.start ?? 0);
}

async function cutTail({ files, memory, log }: Recovery, { path, bytes, scan }: Segment): Promise<void> {
  applyAll(memory, scan.frames);
  const good = scan.frames.at(-1)?.end ?? 0;
  const file = await files.disk.open(path, { content: 'keep', synced: false });
  try {
    await file.truncate(good);
    await file.sync();
  } finally {
    await file.close();
  }
  log.warn('torn journal tail cut', { path, kept: good, cut: bytes.length - good });
}

/**
 * Keeps the intact entries around damage. Those that may belong to a last write that was torn (never
 * acknowledged, then) are kept only where all that they build on is there.
 */
async function salvage(recovery: Recovery, segment: Segment, final: boolean): Promise<void> {
  const { files, memory, log } = recovery;
  const { path, bytes, scan } = segment;
  const doubtful = final ? doubtfulFrom(scan) : Number.POSITIVE_INFINITY;
  const kept: Frame[] = [];
  for (const frame of scan.frames) {
    if (frame.start >= doubtful && !(await fits(memory, JSON.parse(frame.json) as Entry))) continue;
    applyFrame(memory, frame);
    kept.push(frame);
  }
  const aside = files.asideName(path);
  await files.replace(aside, bytes);
  await files.replace(path, kept.map(({ number, batch, json }) => encodeFrame(number, batch, json)).join(''));
  await files.settle();
  log.warn('damaged journal set aside; what could be read is kept', {
    path,
    aside,
    damagedAt: scan.damaged.map(({ start }) => start),
    missing: missingEntries(scan.frames),
    refused: scan.frames.filter((frame) => !kept.includes(frame)).map((frame) => frame.number),
  });
}

/** Offset from which intact entries may be the rest of a torn last write: damage, then only the last batch. */
function doubtfulFrom({ frames, damaged }: Scan): number {
  const batch = frames.at(-1)?.batch;
  const earlier = frames.findLast((frame) => frame.batch !== batch)?.end ?? 0;
  return damaged.find((stretch) => stretch.start >= earlier)?.start ?? Number.POSITIVE_INFINITY;
}

/** Numbers of entries between intact ones that are gone, as `first-last`. */
function missingEntries(frames: readonly Frame[]): string[] {
  return frames.flatMap((frame, at) => {
    const before = frames[at - 1];
    if (before === undefined || frame.number === before.number + 1) return [];
    return [`${before.number + 1}-${frame.number - 1}`];
  });
}

/** Whether an entry follows from what memory holds, with nothing missing between. */
async function fits(memory: Memory, entry: Entry): Promise<boolean> {
  for (const { key, version } of entry.writes ?? []) {
    await memory.records.load(key);
    if (memory.records.peek(key)?.version !== version - 1) return false;
  }
  const first = new Map<string, number>();
  for (const { stream, seq } of entry.appends ?? []) if (!first.has(stream)) first.set(stream, seq);
  for (const [stream, seq] of first) {
    await memory.streams.load(stream);
    if (memory.streams.nextSeq(stream) !== seq) return false;
  }
  return (entry.woken ?? []).every((id) => memory.wakes.has(id));
}

/** Where entries were lost, a document may be newer than what the journal still has of its record. */
async function preferNewerDocuments(memory: Memory): Promise<void> {
  for (const [key, record] of memory.records.dirty()) {
    const document = await memory.records.readDocument(key);
    if (document.version > record.version) memory.records.put(key, { ...document, entry: record.entry });
  }
}
