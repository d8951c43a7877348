import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import type { Disk, WritingDisk } from './disk.ts';

/**
 * A file name for any id: its first plain characters for people, a hash of all of it to be sure.
 * `shard` is the first two hex digits, so that no folder grows past what tools can list.
 */
export function fileNameOf(id: string): { shard: string; name: string } {
  const hash = createHash('sha256').update(JSON.stringify(id)).digest('hex').slice(0, 32);
  const plain = id.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 60);
  return { shard: hash.slice(0, 2), name: `${plain}-${hash}` };
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

/** Durable writes. Names are made durable together by `settle`, once for all files of a folder. */
export interface Writer {
  /** Writes a whole file so that a crash leaves the old one or the new one; the name is durable after `settle`. */
  replace(path: string, text: string | Uint8Array): Promise<void>;
  /** Writes at `end`, first cutting what lies beyond it where `cut` says so; the name is durable after `settle`. */
  append(path: string, text: string, end: number, cut: boolean): Promise<void>;
  settle(): Promise<void>;
}

/** Durable file operations. */
export interface Files extends Writer {
  disk: Disk;
  /** Makes a folder and those above it, down from the data directory. */
  folder(path: string): Promise<void>;
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
export function openWriter(
  disk: WritingDisk,
  root: string,
): Writer & { folder(path: string): Promise<void> } {
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

  async function replace(path: string, text: string | Uint8Array): Promise<void> {
    await folder(dirname(path));
    const temporary = `${path}.tmp`;
    const file = await disk.open(temporary, { content: 'fresh', synced: false });
    try {
      await file.append(typeof text === 'string' ? Buffer.from(text) : text);
      await file.sync();
    } finally {
      await file.close();
    }
    await disk.rename(temporary, path);
    unsettled.add(dirname(path));
  }

  async function append(path: string, text: string, end: number, cut: boolean): Promise<void> {
    await folder(dirname(path));
    const file = await disk.open(path, { content: 'keep', synced: false });
    try {
      if (cut) await file.truncate(end);
      await file.append(Buffer.from(text));
      await file.sync();
    } finally {
      await file.close();
    }
    unsettled.add(dirname(path));
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

  return { folder, replace, append, settle };
}
