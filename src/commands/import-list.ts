import { resolve } from 'node:path';
import { readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { openStore } from '../store/choose.ts';
import type { Store } from '../store/port.ts';
import { versioned } from '../store/versioned.ts';
import { UPGRADES } from '../upgrades.ts';

/** Puts a list into the store that the environment names, and closes it again. */
export async function importList(put: (store: Store) => Promise<void>): Promise<void> {
  const { dataDir, databaseUrl } = readConfig(process.env);
  const opened = await openStore({ dir: resolve(dataDir), databaseUrl, log: createLog() });
  const store = versioned(opened, UPGRADES);
  await put(store).finally(() => store.close());
}
