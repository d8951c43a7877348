import { join } from 'node:path';
import type { StoreLog } from './documents.ts';
import type { Files } from './files.ts';
import { type Journal, segmentNumber } from './journal.ts';
import type { Memory } from './memory.ts';

/** Documents under way at once: enough for one trip to the thread that writes them, few enough for memory. */
const PARALLEL = 32;

async function runAll(jobs: readonly (() => Promise<void>)[]): Promise<void> {
  const waiting = jobs.values();
  const worker = async (): Promise<void> => {
    for (const job of waiting) await job();
  };
  const results = await Promise.allSettled(Array.from({ length: PARALLEL }, worker));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

/** A writer for everything that has changed, as it is at this moment. */
function capture(memory: Memory, upTo: number): { jobs: (() => Promise<void>)[]; undo: () => void } {
  const chunks = memory.listing.takeDirty();
  const jobs = [
    ...memory.records.dirty().map(
      ([key, record]) =>
        () =>
          memory.records.writeOut(key, record),
    ),
    ...memory.streams.dirty().map(
      ({ stream, count }) =>
        () =>
          memory.streams.writeOut(stream, count),
    ),
    ...chunks.map((chunk) => chunk.write),
    ...memory.takeWhole(upTo),
  ];
  const undo = (): void => {
    for (const chunk of chunks) chunk.again();
  };
  return { jobs, undo };
}

/**
 * Writes everything changed into documents and files while commits go on, then removes the journal segments
 * that they replace. Nothing is written out before its entries are durable: what a crash leaves half done,
 * the journal completes.
 */
export async function checkpoint(
  files: Files,
  folder: string,
  journal: Journal,
  memory: Memory,
): Promise<void> {
  await journal.rotate();
  const segment = journal.segment;
  const upTo = journal.next - 1;
  const { jobs, undo } = capture(memory, upTo);
  try {
    await journal.reached(upTo);
    await runAll(jobs);
    await files.settle();
  } catch (error) {
    undo();
    throw error;
  }
  await removeBefore(files, folder, segment);
}

async function removeBefore(files: Files, folder: string, segment: number): Promise<void> {
  const names = await files.disk.list(folder);
  const old = names.filter((name) => (segmentNumber(name) ?? segment) < segment).sort();
  for (const name of old) await files.disk.remove(join(folder, name));
  if (old.length > 0) await files.disk.syncFolder(folder);
}

/** Runs checkpoints one at a time in the background, when the journal has grown by `bytes` since the last try. */
export class Checkpoints {
  readonly #run: () => Promise<void>;
  readonly #offload: () => void;
  readonly #journal: Journal;
  readonly #bytes: number;
  readonly #log: StoreLog;
  /** Size of the journal's segment at which the next one is due. */
  #dueAt: number;
  #running: Promise<void> | undefined;

  /** `carried`: bytes that the journal's earlier segments hold; `offload` is called before the first of many writes. */
  constructor(
    run: () => Promise<void>,
    offload: () => void,
    journal: Journal,
    bytes: number,
    carried: number,
    log: StoreLog,
  ) {
    this.#run = run;
    this.#offload = offload;
    this.#journal = journal;
    this.#bytes = bytes;
    this.#log = log;
    this.#dueAt = bytes - carried;
  }

  /** To be called after commits. */
  consider(): void {
    if (this.#running !== undefined || this.#journal.size < this.#dueAt) return;
    this.#offload();
    this.#running = this.#guarded().finally(() => {
      this.#running = undefined;
    });
  }

  /** One last checkpoint, after the one that may run. */
  async last(): Promise<void> {
    await this.#running;
    await this.#guarded();
  }

  async #guarded(): Promise<void> {
    const segment = this.#journal.segment;
    try {
      await this.#run();
    } catch (error) {
      this.#log.warn('checkpoint failed; the journal keeps what it would have written', {
        error: error instanceof Error ? error.message : String(error),
      });
    }
    this.#dueAt = this.#bytes + (this.#journal.segment === segment ? this.#journal.size : 0);
  }
}
