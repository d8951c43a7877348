import { dirname, join } from 'node:path';
import { checkCaseFiles } from './case-files.ts';
import { Checkpoints, checkpoint } from './checkpoint.ts';
import { type Disk, nodeDisk } from './disk.ts';
import type { StoreLog } from './documents.ts';
import { EmbeddedStore } from './embedded.ts';
import { type Files, openFiles, type Writer } from './files.ts';
import { Journal } from './journal.ts';
import { acquireLock, type Lock } from './lock.ts';
import { Memory } from './memory.ts';
import type { Store } from './port.ts';
import { recover } from './recovery.ts';
import { createThreadedWriter } from './threaded-writer.ts';

export interface EmbeddedOptions {
  /** The data directory; made where it is missing. */
  dir: string;
  log: StoreLog;
  /** Epoch ms, for the names of what is set aside. */
  now?: () => number;
  disk?: Disk;
  /** Holds the directory against other processes; tests without a real folder give their own. */
  lock?: (dir: string) => Promise<Lock>;
  /** Journal size in bytes at which a checkpoint begins; 16 MiB. */
  checkpointBytes?: number;
  /** Bytes of room that are made at a time in the journal for what comes; 4 MiB. */
  journalRoom?: number;
  /** Characters of JSON text of unchanged records that stay in memory; 64 Mi. */
  recordMemory?: number;
  /** Rows of unchanged streams whose index stays in memory; 500,000. */
  streamMemory?: number;
}

const MIB = 1024 * 1024;

/**
 * Opens the embedded store: takes the directory's lock, reads the last checkpoint, applies the journal.
 * Rejects with `StoreLocked` where another process holds the directory and is proven alive, and with
 * `StoreFormatUnknown` where a newer program wrote it.
 */
export async function openEmbeddedStore(options: EmbeddedOptions): Promise<Store> {
  const lock = await (options.lock ?? acquireLock)(options.dir);
  try {
    return await openLocked(options, lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function openLocked(options: EmbeddedOptions, lock: Lock): Promise<Store> {
  const { dir, log, now = Date.now, disk = nodeDisk } = options;
  const { checkpointBytes = 16 * MIB, journalRoom = 4 * MIB } = options;
  const { recordMemory = 64 * MIB, streamMemory = 500_000 } = options;
  const { files, offload, close } = offloadable(openFiles(disk, dir, now), disk, dir);
  const folder = await makeFolders(files, dir);
  const memory = new Memory(files, dir, log, { records: recordMemory, streamRows: streamMemory });
  const absent = await memory.load();
  const { whole, segment, last, bytes } = await recover(files, folder, memory, log);
  // Each run begins a segment, and each checkpoint leaves these documents before it removes one.
  if (absent.length > 0 && absent.length < 3 && !whole)
    log.warn('documents of the store are missing; only the journal is left of them', { documents: absent });
  await checkCaseFiles(files, dir, memory, log);
  const journal = await Journal.open({ disk, folder, room: journalRoom }, segment, last);
  const run = () => checkpoint(files, folder, journal, memory);
  const checkpoints = new Checkpoints(run, offload, journal, checkpointBytes, bytes, log);
  lock.onLost((reason) => journal.fail(reason));
  const release = () => close().finally(lock.release);
  return new EmbeddedStore({ journal, memory, checkpoints, log, release });
}

/** Files that, from `offload` on, are written by a thread: a store that works has better to do than to wait for them. */
function offloadable(plain: Files, disk: Disk, dir: string) {
  if (disk !== nodeDisk) return { files: plain, offload: () => {}, close: async () => {} };
  const thread = createThreadedWriter(dir);
  let writer: Writer = plain;
  const files: Files = {
    ...plain,
    replace: (path, text) => writer.replace(path, text),
    append: (path, text, end, cut) => writer.append(path, text, end, cut),
    settle: async () => {
      await plain.settle();
      if (writer !== plain) await writer.settle();
    },
  };
  const offload = (): void => {
    writer = thread;
  };
  return { files, offload, close: thread.close };
}

async function makeFolders(files: Files, dir: string): Promise<string> {
  await files.disk.makeFolder(dir);
  await files.disk.syncFolder(dirname(dir));
  const folder = join(dir, 'journal');
  await files.folder(folder);
  await files.settle();
  return folder;
}
