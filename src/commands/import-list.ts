import { resolve } from 'node:path';
import { readConfig } from '../config.ts';
import { openData } from '../data.ts';
import { createLog } from '../log.ts';
import type { Store } from '../store/port.ts';

/** Puts a list into the store that the environment names, and closes it again. */
export async function importList(put: (store: Store) => Promise<void>): Promise<void> {
  const { dataDir, databaseUrl } = readConfig(process.env);
  const store = await openData({ dir: resolve(dataDir), databaseUrl, log: createLog() });
  await put(store).finally(() => store.close());
}
