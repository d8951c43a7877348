import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from './helpers.ts';
import { liveAndBeKilled, nothingSaid, type Said } from './lives.ts';
import { seeded } from './workload.ts';

const KILLS = 200;
const CHAINS = 2;

async function chain(seed: number): Promise<Said> {
  const dir = await temporaryFolder();
  const random = seeded(seed);
  const said = nothingSaid();
  const life = { target: join(dir, 'data'), letter: '', compileCache: join(dir, 'compile-cache') };
  for (let lives = 0; lives < KILLS / CHAINS; lives++)
    await liveAndBeKilled(said, life, random() < 0.85, random() * 150);
  return said;
}

it(`loses nothing acknowledged in ${KILLS} kills under load, and no stale lock stops a start`, async () => {
  const results = await Promise.all(Array.from({ length: CHAINS }, (_, at) => chain(at + 1)));
  expect(results.reduce((lives, said) => lives + said.lives, 0)).toBe(KILLS);
  for (const said of results) {
    expect(said.commits).toBeGreaterThan(said.starts);
    expect(said.conflicts).toBe(0);
  }
}, 400_000);
