import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { temporaryFolder } from './helpers.ts';
import { seeded } from './workload.ts';

const KILLS = 200;
const CHAINS = 2;
const CHILD = join(import.meta.dirname, 'kill-child.ts');

/** What the lives of one data directory said, and how many there were. */
interface Said {
  lives: number;
  starts: number;
  acknowledged: Map<string, number>;
  numbers: Set<string>;
  commits: number;
}

function hear(said: Said, line: string): void {
  const [word, lane = '', count = ''] = line.split(' ');
  if (word === 'acknowledged') {
    said.acknowledged.set(lane, Number(count));
    said.commits++;
  } else if (word === 'number') {
    expect(said.numbers).not.toContain(lane);
    said.numbers.add(lane);
  } else if (word === 'found') {
    const acknowledged = said.acknowledged.get(lane) ?? 0;
    // The one commit of a lane under way may have become durable without its answer.
    expect([acknowledged, acknowledged + 1]).toContain(Number(count));
    said.acknowledged.set(lane, Number(count));
  } else if (word === 'ready') said.starts++;
  else expect(line).toMatch(/^warning torn journal tail cut/);
}

/** One life: killed `afterMs` after its start or, if `ready`, after it began to work. */
async function liveAndBeKilled(said: Said, dir: string, ready: boolean, afterMs: number): Promise<void> {
  const env = { ...process.env, NODE_COMPILE_CACHE: join(dir, 'compile-cache') };
  const child = spawn('node', [CHILD, join(dir, 'data')], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const errors: string[] = [];
  child.stderr.on('data', (text) => errors.push(String(text)));
  const kill = (): void => void setTimeout(() => child.kill('SIGKILL'), afterMs);
  const ended = once(child, 'exit');
  if (!ready) kill();
  for await (const line of createInterface({ input: child.stdout })) {
    hear(said, line);
    if (ready && line === 'ready') kill();
  }
  expect([await ended, errors]).toEqual([[null, 'SIGKILL'], []]);
  said.lives++;
}

async function chain(seed: number): Promise<Said> {
  const dir = await temporaryFolder();
  const random = seeded(seed);
  const said: Said = { lives: 0, starts: 0, acknowledged: new Map(), numbers: new Set(), commits: 0 };
  for (let life = 0; life < KILLS / CHAINS; life++)
    await liveAndBeKilled(said, dir, random() < 0.85, random() * 150);
  return said;
}

it(`loses nothing acknowledged in ${KILLS} kills under load, and no stale lock stops a start`, async () => {
  const results = await Promise.all(Array.from({ length: CHAINS }, (_, at) => chain(at + 1)));
  expect(results.reduce((lives, said) => lives + said.lives, 0)).toBe(KILLS);
  for (const said of results) expect(said.commits).toBeGreaterThan(said.starts);
}, 180_000);
