import { join } from 'node:path';
import type { Disk, DiskFile } from './disk.ts';
import { StoreFailed } from './errors.ts';
import { encodeFrame } from './frame.ts';

/** How long an entry that nobody waits for may stay in memory alone, in ms. */
const LATER_MS = 50;

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

/**
 * The append-only journal. Entries that wait are written together, with one synced write, and acknowledged
 * in order. After a failed write nothing is acknowledged any more.
 */
export class Journal {
  readonly #disk: Disk;
  readonly #folder: string;
  #file: DiskFile;
  #segment: number;
  #last: number;
  #durable: number;
  #size = 0;
  #queue: { entry: number; json: string }[] = [];
  #waiters: Waiter[] = [];
  #rotation: { resolve: () => void; reject: (error: unknown) => void } | undefined;
  #running = false;
  #later: NodeJS.Timeout | undefined;
  #failure: StoreFailed | undefined;

  private constructor(disk: Disk, folder: string, file: DiskFile, segment: number, last: number) {
    this.#disk = disk;
    this.#folder = folder;
    this.#file = file;
    this.#segment = segment;
    this.#last = last;
    this.#durable = last;
  }

  /** Starts a new segment; `last` is the number of the newest entry of the earlier ones. */
  static async open(disk: Disk, folder: string, segment: number, last: number): Promise<Journal> {
    return new Journal(disk, folder, await newSegment(disk, folder, segment), segment, last);
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
    if (!this.#running) this.#later ??= setTimeout(() => this.#start(), LATER_MS);
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
  rotate(): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const rotated = new Promise<void>((resolve, reject) => {
      this.#rotation = { resolve, reject };
    });
    this.#start();
    return rotated;
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
    await this.#file.close();
  }

  #start(): void {
    if (this.#running || this.#failure !== undefined) return;
    this.#running = true;
    clearTimeout(this.#later);
    this.#later = undefined;
    // One round of the event loop lets the commits that are ready now share the write.
    setImmediate(() => void this.#run());
  }

  async #run(): Promise<void> {
    while (this.#failure === undefined && (this.#queue.length > 0 || this.#rotation !== undefined)) {
      if (this.#queue.length > 0) await this.#flush();
      if (this.#rotation !== undefined && this.#failure === undefined) await this.#turnOver();
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#running = false;
  }

  async #flush(): Promise<void> {
    const batch = this.#queue;
    this.#queue = [];
    const first = batch[0]?.entry ?? 0;
    const bytes = Buffer.from(batch.map(({ entry, json }) => encodeFrame(entry, first, json)).join(''));
    try {
      await this.#file.append(bytes);
    } catch (error) {
      this.fail(error instanceof Error ? error.message : String(error), error);
      return;
    }
    if (this.#failure !== undefined) return;
    this.#size += bytes.length;
    this.#durable = batch.at(-1)?.entry ?? this.#durable;
    const waiters = this.#waiters;
    this.#waiters = waiters.filter(({ entry }) => entry > this.#durable);
    for (const waiter of waiters) if (waiter.entry <= this.#durable) waiter.resolve();
  }

  async #turnOver(): Promise<void> {
    const rotation = this.#rotation;
    this.#rotation = undefined;
    try {
      const file = await newSegment(this.#disk, this.#folder, this.#segment + 1);
      const old = this.#file;
      this.#file = file;
      this.#segment++;
      this.#size = 0;
      await old.close();
      rotation?.resolve();
    } catch (error) {
      rotation?.reject(error);
    }
  }
}

async function newSegment(disk: Disk, folder: string, segment: number): Promise<DiskFile> {
  const file = await disk.open(join(folder, segmentName(segment)), { content: 'fresh', synced: true });
  try {
    await disk.syncFolder(folder);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}
