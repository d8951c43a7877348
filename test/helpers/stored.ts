import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { silentLog } from '../../src/log.ts';
import { openStore } from '../../src/store/choose.ts';
import type { Store } from '../../src/store/port.ts';
import { versioned } from '../../src/store/versioned.ts';
import { UPGRADES } from '../../src/upgrades.ts';
import { temporaryFolder } from '../store/helpers.ts';

/** Copies what a Wendy who runs has stored, as an operator does, without the mails; resolves with the copy, which goes with the test. */
export async function copyOfData(dataDir: string): Promise<string> {
  const dir = join(await temporaryFolder(), 'copy');
  const mails = join(dataDir, 'mail');
  // A file that is being written has another name a moment later.
  const filter = (path: string): boolean => path !== mails && !path.endsWith('.tmp');
  await cp(dataDir, dir, { recursive: true, filter });
  await rm(join(dir, 'lock'), { force: true });
  return dir;
}

/** Opens what lies in a folder, or in a database, as the program does. */
export async function openStored(dir: string, databaseUrl?: string): Promise<Store> {
  return versioned(await openStore({ dir, databaseUrl, log: silentLog }), UPGRADES);
}
