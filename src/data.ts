import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SetupError } from './errors.ts';
import { openStore, type StoreChoice } from './store/choose.ts';
import type { Store } from './store/port.ts';
import { versioned } from './store/versioned.ts';
import { UPGRADES } from './upgrades.ts';

/**
 * Opens the store where the settings say; what older programs wrote is brought up to date as it is read. Throws `SetupError` that names DATA_DIR or DATABASE_URL where the folder can't be
 * used or the database can't; what the store itself refuses (a second process, a newer format) is passed on.
 */
export async function openData(place: StoreChoice): Promise<Store> {
  const { dir, databaseUrl } = place;
  try {
    if (databaseUrl === undefined) await makeFolder(dir);
    return versioned(await openStore(place), UPGRADES);
  } catch (error) {
    const code = codeOf(error);
    if (databaseUrl === undefined) throw /^E[A-Z]+$/.test(code) ? folderUnusable(dir, error) : error;
    // PostgreSQL's own codes have five characters: a wrong password, no such database, no right to make tables.
    const isSetting = code === 'store_unavailable' || /^[0-9A-Z]{5}$/.test(code);
    throw isSetting ? databaseUnusable(error) : error;
  }
}

/** Node's own way of making a folder with those above it never comes to an end below /proc. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && (await stat(path)).isDirectory()) return;
    if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await mkdir(path);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function folderUnusable(dir: string, cause: unknown): SetupError {
  const got = `DATA_DIR is ${JSON.stringify(dir)}, which can't be used (${String(cause)})`;
  return new SetupError(`${got}; it takes a path of a folder that Wendy may make and write.`, { cause });
}

function databaseUnusable(cause: unknown): SetupError {
  const got = `DATABASE_URL is a value that is not shown here, and ${(cause as Error).message}`;
  return new SetupError(
    `${got}; it takes the address of a PostgreSQL that runs and a database in it that Wendy may write.`,
    { cause },
  );
}
