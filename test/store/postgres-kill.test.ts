import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PostgresServer, startPostgres } from '../helpers/postgres.ts';
import { temporaryFolder } from './helpers.ts';
import { liveAndBeKilled, nothingSaid } from './lives.ts';
import { seeded } from './workload.ts';

const KILLS = 60;

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.remove());

it(`loses nothing acknowledged in ${KILLS} kills of either of two instances under load`, async () => {
  const target = await server.database();
  const compileCache = join(await temporaryFolder(), 'compile-cache');
  const said = nothingSaid();
  const chain = async (letter: string, seed: number): Promise<void> => {
    const random = seeded(seed);
    for (let life = 0; life < KILLS / 2; life++)
      await liveAndBeKilled(said, { target, letter, compileCache }, random() < 0.9, random() * 150);
  };
  await Promise.all([chain('a', 1), chain('b', 2)]);
  expect(said.lives).toBe(KILLS);
  expect(said.commits).toBeGreaterThan(said.starts);
  expect(said.starts).toBeGreaterThan(KILLS / 2);
  // Of each life one commit a lane may come into effect after the next one has looked.
  expect(said.conflicts).toBeLessThan(4 * KILLS);
}, 400_000);
