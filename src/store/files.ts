import { hash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import type { Disk, DiskFile, WritingDisk } from './disk.ts';

/**
 * A file name for any id: its first plain characters for people, a hash of all of it to be sure.
 * `shard` is the first two hex digits, so that no folder grows past what tools can list.
 */
export function fileNameOf(id: string): { shard: string; name: string } {
  const mark = hash('sha256', JSON.stringify(id)).slice(0, 32);
  const plain = id.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 60);
  return { shard: mark.slice(0, 2), name: `${plain}-${mark}` };
}

/** Splits `<kind>/<id>` into a folder name and the id. */
export function splitKey(key: string): { kind: string; id: string } {
  const slash = key.indexOf('/');
  const kind = slash > 0 ? key.slice(0, slash) : '';
  if (/^[a-z][a-z0-9-]{0,40}$/.test(kind)) return { kind, id: key.slice(slash + 1) };
  return { kind: 'other', id: key };
}

/** Where a record or stream of this key lies below `root`. */
export function pathOf(root: string, key: string, extension: string): string {
  const { kind, id } = splitKey(key);
  const { shard, name } = fileNameOf(id);
  return join(root, kind, shard, `${name}${extension}`);
}

/** One file to write: the whole of it or, with `at`, what is added at `end` once what lies beyond it is cut, if `cut`. */
export interface Write {
  path: string;
  text: string | Uint8Array;
  at?: { end: number; cut: boolean };
}

/** Durable writes. Names are made durable together by `settle`, once for all files of a folder. */
export interface Writer {
  /** Writes a whole file so that a crash leaves the old one or the new one; the name is durable after `settle`. */
  replace(path: string, text: string | Uint8Array): Promise<void>;
  /** Writes at `end`, first cutting what lies beyond it where `cut` says so; the name is durable after `settle`. */
  append(path: string, text: string, end: number, cut: boolean): Promise<void>;
  settle(): Promise<void>;
}

/** One that can write many files for little more than the price of one. */
export interface ManyWriter extends Writer {
  /** Writes all, and gives back what each failed with, in their order. No file may be named twice. */
  writeAll(writes: readonly Write[]): Promise<(Error | undefined)[]>;
  /** Makes a folder and those above it, down from the root. */
  folder(path: string): Promise<void>;
}

/** Durable file operations. */
export interface Files extends ManyWriter {
  disk: Disk;
  /** Renames a damaged file out of the way, durably, and returns its new name. */
  setAside(path: string): Promise<string>;
  /** Where a copy of a damaged file goes. */
  asideName(path: string): string;
}

/** `root` must exist; `now` gives epoch ms and serves only to name what is set aside. */
export function openFiles(disk: Disk, root: string, now: () => number): Files {
  const writer = openWriter(disk, root);
  const asideName = (path: string): string => `${path}.damaged-${now()}`;

  async function setAside(path: string): Promise<string> {
    const aside = asideName(path);
    await disk.rename(path, aside);
    await disk.syncFolder(dirname(path));
    return basename(aside);
  }

  return { ...writer, disk, setAside, asideName };
}

/** Writes below `root`, which must exist. */
export function openWriter(disk: WritingDisk, root: string): ManyWriter {
  const known = new Map<string, Promise<void>>();
  const unsettled = new Set<string>();

  function folder(path: string): Promise<void> {
    let made = known.get(path);
    if (made === undefined) {
      made = make(path);
      known.set(path, made);
      made.catch(() => known.delete(path));
    }
    return made;
  }

  async function make(path: string): Promise<void> {
    if (path === root) return;
    await folder(dirname(path));
    await disk.makeFolder(path);
    // Also where it was there: the process that made it may have been killed before it was durable.
    unsettled.add(dirname(path));
  }

  /** Writes what is durable only after `land`. */
  async function begin({ path, text, at }: Write): Promise<{ file: DiskFile; path: string; whole: boolean }> {
    await folder(dirname(path));
    const whole = at === undefined;
    const file = await disk.open(whole ? `${path}.tmp` : path, {
      content: whole ? 'fresh' : 'keep',
      synced: false,
    });
    try {
      if (at?.cut) await file.truncate(at.end);
      await file.append(typeof text === 'string' ? Buffer.from(text) : text);
    } catch (error) {
      await file.close();
      throw error;
    }
    return { file, path, whole };
  }

  async function land({ file, path, whole }: Awaited<ReturnType<typeof begin>>): Promise<void> {
    try {
      await file.sync();
    } finally {
      await file.close();
    }
    if (whole) await disk.rename(`${path}.tmp`, path);
    unsettled.add(dirname(path));
  }

  /** All are written before the first is synced: the file system then syncs them together. */
  async function writeAll(writes: readonly Write[]): Promise<(Error | undefined)[]> {
    const begun: (() => Promise<void>)[] = [];
    for (const write of writes) {
      const one = await begin(write).then(
        (opened) => () => land(opened),
        (error: unknown) => () => Promise.reject(error),
      );
      begun.push(one);
    }
    const errors: (Error | undefined)[] = [];
    for (const landed of begun) errors.push(await landed().then(() => undefined, toError));
    return errors;
  }

  async function write(one: Write): Promise<void> {
    const [error] = await writeAll([one]);
    if (error) throw error;
  }

  async function settle(): Promise<void> {
    const paths = [...unsettled];
    unsettled.clear();
    try {
      for (const path of paths) await disk.syncFolder(path);
    } catch (error) {
      for (const path of paths) unsettled.add(path);
      throw error;
    }
  }

  return {
    folder,
    writeAll,
    settle,
    replace: (path, text) => write({ path, text }),
    append: (path, text, end, cut) => write({ path, text, at: { end, cut } }),
  };
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
