import { existsSync, write } from 'node:fs';
import { constants, type FileHandle, mkdir, open, readdir, readFile, rename, unlink } from 'node:fs/promises';

/** A file that is written at its end. */
export interface DiskFile {
  /** Writes all of `data` at the end; durable on return only where the file was opened `synced`. */
  append(data: Uint8Array): Promise<void>;
  truncate(length: number): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** One that can make room beforehand. */
export interface RoomyFile extends DiskFile {
  /**
   * Fills so many bytes after what is written with zeros. What is appended there changes no length, so that a synced
   * write need not wait for the file system's own journal. Appends may go on meanwhile.
   */
  reserve(bytes: number): Promise<void>;
}

/** The few file operations that the store is built on, so that tests can cut the power at each of them. */
export interface Disk {
  /** `fresh` empties the file first; `keep` leaves what is there; both make it where it is missing. */
  open(path: string, how: { content: 'fresh' | 'keep'; synced: boolean }): Promise<RoomyFile>;
  /** Rejects with code ENOENT where there is none. */
  readFile(path: string): Promise<Buffer>;
  readAt(path: string, offset: number, length: number): Promise<Buffer>;
  /** Names in a folder; none where the folder is missing. */
  list(path: string): Promise<string[]>;
  rename(from: string, to: string): Promise<void>;
  /** No error where the file is gone already. */
  remove(path: string): Promise<void>;
  /** Makes one folder; no error where it is there. */
  makeFolder(path: string): Promise<void>;
  /** Makes new, renamed and removed names in a folder durable. */
  syncFolder(path: string): Promise<void>;
}

/** The operations that write whole files. */
export interface WritingDisk extends Pick<Disk, 'rename' | 'makeFolder' | 'syncFolder'> {
  open(...how: Parameters<Disk['open']>): Promise<DiskFile>;
}

/** Whether an error says that a file or folder is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** One write that returns when it is durable saves the second trip of a sync; elsewhere write and sync. */
const DSYNC = process.platform === 'linux' ? constants.O_DSYNC : 0;

/** By the descriptor: a handle's own write costs twice as much, and every commit waits for one. */
function writeAll({ fd }: FileHandle, data: Uint8Array, at: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const writeFrom = (done: number): void => {
      write(fd, data, done, data.byteLength - done, at + done, (error, written) => {
        if (error) reject(error);
        else if (done + written < data.byteLength) writeFrom(done + written);
        else resolve();
      });
    };
    writeFrom(0);
  });
}

/** Most new conversations ask for files that are not there: looking is far cheaper than a read that fails. */
async function readWhole(path: string): Promise<Buffer> {
  if (!existsSync(path)) throw Object.assign(new Error(`there is no file ${path}`), { code: 'ENOENT' });
  return readFile(path);
}

async function openFile(
  path: string,
  how: { content: 'fresh' | 'keep'; synced: boolean },
): Promise<RoomyFile> {
  const flags = constants.O_RDWR | constants.O_CREAT | (how.content === 'fresh' ? constants.O_TRUNC : 0);
  const handle = await open(path, how.synced ? flags | DSYNC : flags);
  let end = how.content === 'fresh' ? 0 : (await handle.stat()).size;
  /** How long the file is: nothing but zeros follows what is written. */
  let room = end;
  /** What would be written beyond that waits, or the zeros would be laid over it. */
  let reserving: Promise<void> = Promise.resolve();
  return {
    async append(data) {
      if (end + data.byteLength > room) await reserving;
      const at = end;
      end += data.byteLength;
      room = Math.max(room, end);
      await writeAll(handle, data, at);
      if (how.synced && DSYNC === 0) await handle.datasync();
    },
    async reserve(bytes) {
      await reserving;
      const [from, to] = [room, end + bytes];
      if (to <= from) return;
      const filled = writeAll(handle, Buffer.alloc(to - from), from).then(() => {
        room = Math.max(room, to);
      });
      reserving = filled.catch(() => {});
      await filled;
    },
    async truncate(length) {
      await reserving;
      await handle.truncate(length);
      end = length;
      room = length;
    },
    sync: () => handle.sync(),
    async close() {
      await reserving;
      await handle.close();
    },
  };
}

async function readAt(path: string, offset: number, length: number): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(length);
    let done = 0;
    while (done < length) {
      const { bytesRead } = await handle.read(buffer, done, length - done, offset + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return buffer.subarray(0, done);
  } finally {
    await handle.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Runs an operation and lets an error of one code pass. */
async function unless(code: string, operation: Promise<unknown>): Promise<void> {
  try {
    await operation;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === code)) throw error;
  }
}

/** The machine's own disk. */
export const nodeDisk: Disk = {
  open: openFile,
  readFile: readWhole,
  readAt,
  async list(path) {
    try {
      return await readdir(path);
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  },
  rename,
  remove: (path) => unless('ENOENT', unlink(path)),
  makeFolder: (path) => unless('EEXIST', mkdir(path)),
  syncFolder,
};
