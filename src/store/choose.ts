import { join } from 'node:path';
import type { StoreLog } from './documents.ts';
import { openFileShelf } from './file-shelf.ts';
import { openEmbeddedStore } from './open.ts';
import type { Store } from './port.ts';
import type { Shelf } from './shelf.ts';

export interface StoreChoice {
  /** The data directory of the embedded store. */
  dir: string;
  /** A PostgreSQL URL: then all state lives there. */
  databaseUrl?: string | undefined;
  log: StoreLog;
}

/** Opens PostgreSQL where its URL is given, else the embedded store. */
export async function openStore({ dir, databaseUrl, log }: StoreChoice): Promise<Store> {
  if (databaseUrl === undefined) return openEmbeddedStore({ dir, log });
  // A start without PostgreSQL does not load its driver.
  const { openPostgresStore } = await import('./postgres/open.ts');
  return openPostgresStore({ url: databaseUrl, log });
}

/** Opens the shelf beside an open store: in PostgreSQL too where the store is, else a folder in the data directory. */
export async function openShelf({ dir, databaseUrl, log }: StoreChoice): Promise<Shelf> {
  if (databaseUrl === undefined) return openFileShelf(join(dir, 'uploads'));
  const { openPostgresShelf } = await import('./postgres/shelf.ts');
  return openPostgresShelf({ url: databaseUrl, log });
}
