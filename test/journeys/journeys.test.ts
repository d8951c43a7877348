import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PostgresServer, startPostgres } from '../helpers/postgres.ts';
import { parseJourney } from './parse.ts';
import { play } from './play.ts';

const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.journey'));

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.remove());

describe('journeys', () => {
  test.each(files)(
    '%s goes as written, and no otherwise with a restart between any two turns, nor on PostgreSQL',
    async (file) => {
      const journey = parseJourney(file, readFileSync(join(import.meta.dirname, file), 'utf8'));
      const plain = await play(file, journey, { restarts: false });
      const restarted = await play(file, journey, { restarts: true });
      expect(restarted).toEqual(plain);
      const databaseUrl = await server.database();
      expect(await play(file, journey, { restarts: true, databaseUrl })).toEqual(plain);
    },
  );
});
