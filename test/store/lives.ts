import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'vitest';

const CHILD = join(import.meta.dirname, 'kill-child.ts');

/** What the lives of one store said, and how many there were. */
export interface Said {
  lives: number;
  starts: number;
  acknowledged: Map<string, number>;
  numbers: Set<string>;
  commits: number;
  conflicts: number;
}

export const nothingSaid = (): Said => ({
  lives: 0,
  starts: 0,
  acknowledged: new Map(),
  numbers: new Set(),
  commits: 0,
  conflicts: 0,
});

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
  else if (word === 'conflict') said.conflicts++;
  else expect(line).toMatch(/^warning torn journal tail cut/);
}

/** One life: killed `afterMs` after its start or, if `ready`, after it began to work. */
export async function liveAndBeKilled(
  said: Said,
  life: { target: string; letter: string; compileCache: string },
  ready: boolean,
  afterMs: number,
): Promise<void> {
  const env = { ...process.env, NODE_COMPILE_CACHE: life.compileCache };
  const child = spawn('node', [CHILD, life.target, life.letter], { env, stdio: ['ignore', 'pipe', 'pipe'] });
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
