import { mkdir, open, readdir, readFile, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isMissing, nodeDisk } from './disk.ts';
import { SHELF_ID, type Shelf } from './shelf.ts';

/** A file being written: never read under this name. */
const PARTIAL = '.part';

/**
 * A shelf of files in a folder that is served by nobody: `loose` for what no record names yet, `kept` for the rest.
 * Each is written beside its name, synced and renamed, so that under a name there is a whole file or none.
 */
export async function openFileShelf(folder: string): Promise<Shelf> {
  const places = { loose: join(folder, 'loose'), kept: join(folder, 'kept') };
  for (const place of Object.values(places)) await mkdir(place, { recursive: true, mode: 0o700 });
  for (const made of [folder, dirname(folder)]) await nodeDisk.syncFolder(made);
  return {
    async put(id, bytes, at) {
      const path = join(places.loose, named(id));
      await writeWhole(path + PARTIAL, bytes, at);
      await rename(path + PARTIAL, path);
      await nodeDisk.syncFolder(places.loose);
    },
    async get(id) {
      if (!SHELF_ID.test(id)) return undefined;
      // In this order: it only ever moves from the first to the second.
      return (await read(join(places.loose, id))) ?? read(join(places.kept, id));
    },
    async keep(id) {
      await unlessMissing(rename(join(places.loose, named(id)), join(places.kept, id)));
    },
    async loose(before) {
      const old: string[] = [];
      for (const name of await readdir(places.loose)) {
        const found = await unlessMissing(stat(join(places.loose, name)));
        if (found && found.mtimeMs < before) old.push(name.replace(PARTIAL, ''));
      }
      return [...new Set(old)];
    },
    async remove(id) {
      for (const name of [named(id), named(id) + PARTIAL]) await nodeDisk.remove(join(places.loose, name));
      await nodeDisk.remove(join(places.kept, id));
    },
    close: async () => {},
  };
}

function named(id: string): string {
  if (!SHELF_ID.test(id)) throw new TypeError('this is no id of a file');
  return id;
}

async function writeWhole(path: string, bytes: Uint8Array, at: number): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.utimes(at / 1000, at / 1000);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function read(path: string): Promise<Buffer | undefined> {
  return unlessMissing(readFile(path));
}

async function unlessMissing<T>(operation: Promise<T>): Promise<T | undefined> {
  try {
    return await operation;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
