import type { StoreLog } from '../documents.ts';
import type { Shelf } from '../shelf.ts';
import { Database } from './database.ts';

const PUT = {
  name: 'put upload',
  text: 'INSERT INTO wendy.uploads (id, put_at, bytes) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING',
};
const GET = { name: 'get upload', text: 'SELECT bytes FROM wendy.uploads WHERE id = $1' };
const KEEP = { name: 'keep upload', text: 'UPDATE wendy.uploads SET loose = false WHERE id = $1' };
const LOOSE = {
  name: 'loose uploads',
  text: 'SELECT id FROM wendy.uploads WHERE loose AND put_at < $1 ORDER BY put_at LIMIT 1000',
};
const REMOVE = { name: 'remove upload', text: 'DELETE FROM wendy.uploads WHERE id = $1' };

export interface PostgresShelfOptions {
  url: string;
  log: StoreLog;
}

/**
 * A shelf in PostgreSQL, for any number of instances: the database is all that they are sure to share, and one backup
 * then holds the records and what they name. It has connections of its own, so that a photo never stands before a turn.
 * The store is to be opened before, as it makes the tables.
 */
export function openPostgresShelf({ url, log }: PostgresShelfOptions): Shelf {
  const database = new Database({ url, log, connections: 2, patience: 5_000, statementTimeout: 10_000 });
  return {
    async put(id, bytes, at) {
      await database.query(PUT, [id, at, bytes]);
    },
    async get(id) {
      return (await database.query<{ bytes: Buffer }>(GET, [id]))[0]?.bytes;
    },
    async keep(id) {
      await database.query(KEEP, [id]);
    },
    async loose(before) {
      return (await database.query<{ id: string }>(LOOSE, [before])).map(({ id }) => id);
    },
    async remove(id) {
      await database.query(REMOVE, [id]);
    },
    close: () => database.close(),
  };
}
