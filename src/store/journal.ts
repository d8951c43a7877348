import { join } from 'node:path';
import type { Disk, RoomyFile } from './disk.ts';
import { StoreFailed } from './errors.ts';
import { mostBytes, writeFrame } from './frame.ts';

/** How long an entry that nobody waits for may stay in memory alone, in ms. */
const LATER_MS = 50;
/** Frames up to so many bytes together are put into the same memory each time. */
const KEPT_BYTES = 4 * 1024 * 1024;

interface Waiter {
  entry: number;
  resolve: () => void;
  reject: (error: Error) => void;
}

export function segmentName(number: number): string {
  return `journal-${String(number).padStart(10, '0')}.log`;
}

/** The number of a segment by its file name, undefined for any other file. */
export function segmentNumber(name: string): number | undefined {
  const digits = /^journal-(\d{10})\.log$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Where a journal lies, and how many bytes of room are made at a time for what comes. */
export interface JournalPlace {
  disk: Disk;
  folder: string;
  room: number;
}

/**
 * The append-only journal. Entries that wait are written together, with one synced write, and acknowledged
 * in order. After a failed write nothing is acknowledged any more.
 */
export class Journal {
  readonly #place: JournalPlace;
  #file: RoomyFile;
  #segment: number;
  #last: number;
  #durable: number;
  #size = 0;
  /** Up to here the segment has room. */
  #reserved: number;
  #queue: { entry: number; json: string }[] = [];
  #bytes = Buffer.alloc(0);
  #waiters: Waiter[] = [];
  /** The new segment; `resolve` takes the old one. */
  #rotation:
    | { file: RoomyFile; resolve: (old: RoomyFile) => void; reject: (error: unknown) => void }
    | undefined;
  #running = false;
  #later: NodeJS.Timeout | undefined;
  #failure: StoreFailed | undefined;

  private constructor(place: JournalPlace, file: RoomyFile, segment: number, last: number) {
    this.#place = place;
    this.#reserved = place.room;
    this.#file = file;
    this.#segment = segment;
    this.#last = last;
    this.#durable = last;
  }

  /** Starts a new segment; `last` is the number of the newest entry of the earlier ones. */
  static async open(place: JournalPlace, segment: number, last: number): Promise<Journal> {
    return new Journal(place, await newSegment(place, segment), segment, last);
  }

  /** The number that the next entry gets. */
  get next(): number {
    return this.#last + 1;
  }

  get durable(): number {
    return this.#durable;
  }

  /** Number of the segment that is written now. */
  get segment(): number {
    return this.#segment;
  }

  /** Bytes in the segment that is written now. */
  get size(): number {
    return this.#size;
  }

  get failure(): StoreFailed | undefined {
    return this.#failure;
  }

  /** Takes an entry at once; `reached` says when it is durable. Without that it is written within 100 ms. */
  add(json: string): number {
    const entry = ++this.#last;
    this.#queue.push({ entry, json });
    if (!this.#running) this.#startLater();
    return entry;
  }

  /** Resolves when all up to this entry is durable; rejects with `StoreFailed` when it cannot become so. */
  reached(entry: number): Promise<void> {
    if (entry <= this.#durable) return Promise.resolve();
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const reached = new Promise<void>((resolve, reject) => this.#waiters.push({ entry, resolve, reject }));
    this.#start();
    return reached;
  }

  /** Goes on in a new segment, between two writes. Where that fails the journal stays in the old one. */
  async rotate(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    // Made while commits go on: only to change over they wait.
    const file = await newSegment(this.#place, this.#segment + 1);
    const old = await new Promise<RoomyFile>((resolve, reject) => {
      if (this.#failure !== undefined) return reject(this.#failure);
      this.#rotation = { file, resolve, reject };
      this.#start();
    }).catch((error: unknown) => file.close().then(() => Promise.reject(error)));
    await old.close();
  }

  /** Stops everything: what waits is rejected. */
  fail(reason: string, cause?: unknown): void {
    this.#failure ??= new StoreFailed(reason, cause);
    const waiters = this.#waiters;
    this.#waiters = [];
    this.#queue = [];
    for (const waiter of waiters) waiter.reject(this.#failure);
    this.#rotation?.reject(this.#failure);
    this.#rotation = undefined;
  }

  async close(): Promise<void> {
    if (this.#failure === undefined) await this.reached(this.#last);
    clearTimeout(this.#later);
    if (this.#failure === undefined) await this.#file.truncate(this.#size);
    await this.#file.close();
  }

  #startLater(): void {
    this.#later ??= setTimeout(() => void this.reached(this.#last).catch(() => {}), LATER_MS);
  }

  #start(): void {
    if (this.#running || this.#failure !== undefined) return;
    this.#running = true;
    clearTimeout(this.#later);
    this.#later = undefined;
    // All that is ready now, and commits in this tick, shares the write.
    process.nextTick(() => void this.#run());
  }

  /** Goes on as long as somebody waits; what nobody waits for goes with the next of those, or a little later. */
  async #run(): Promise<void> {
    while (this.#failure === undefined && (this.#isAwaited() || this.#rotation !== undefined)) {
      if (this.#isAwaited()) await this.#flush();
      if (this.#failure === undefined) this.#turnOver();
    }
    this.#running = false;
    if (this.#failure === undefined && this.#queue.length > 0) this.#startLater();
  }

  #isAwaited(): boolean {
    return this.#queue.length > 0 && this.#waiters.length > 0;
  }

  async #flush(): Promise<void> {
    const batch = this.#queue;
    this.#queue = [];
    const bytes = this.#framesOf(batch);
    try {
      await this.#file.append(bytes);
    } catch (error) {
      this.fail(error instanceof Error ? error.message : String(error), error);
      return;
    }
    if (this.#failure !== undefined) return;
    this.#size += bytes.length;
    this.#makeRoom();
    this.#durable = batch.at(-1)?.entry ?? this.#durable;
    const waiters = this.#waiters;
    this.#waiters = waiters.filter(({ entry }) => entry > this.#durable);
    for (const waiter of waiters) if (waiter.entry <= this.#durable) waiter.resolve();
  }

  /** In time, while commits go on. Where there is none to be had they are as durable, only slower. */
  #makeRoom(): void {
    const { room } = this.#place;
    if (this.#reserved - this.#size > room / 4) return;
    this.#reserved = this.#size + room;
    this.#file.reserve(room).catch(() => {});
  }

  /** One write at a time is under way, so that the next may use its memory. */
  #framesOf(batch: readonly { entry: number; json: string }[]): Buffer {
    const most = batch.reduce((sum, { json }) => sum + mostBytes(json.length), 0);
    if (this.#bytes.length < most) this.#bytes = Buffer.allocUnsafe(most);
    const buffer = this.#bytes;
    if (most > KEPT_BYTES) this.#bytes = Buffer.alloc(0);
    const first = batch[0]?.entry ?? 0;
    let end = 0;
    for (const { entry, json } of batch) end = writeFrame(buffer, end, { number: entry, batch: first, json });
    return buffer.subarray(0, end);
  }

  #turnOver(): void {
    const rotation = this.#rotation;
    if (rotation === undefined) return;
    this.#rotation = undefined;
    const old = this.#file;
    this.#file = rotation.file;
    this.#segment++;
    this.#size = 0;
    this.#reserved = this.#place.room;
    rotation.resolve(old);
  }
}

async function newSegment({ disk, folder, room }: JournalPlace, segment: number): Promise<RoomyFile> {
  const file = await disk.open(join(folder, segmentName(segment)), { content: 'fresh', synced: true });
  try {
    await file.reserve(room);
    await disk.syncFolder(folder);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}
