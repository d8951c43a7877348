import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { createStaffClient, type StaffClient } from './staff-client.ts';

const MAIN = resolve(import.meta.dirname, '../../src/main.ts');
const TOKEN = 'a-token-of-tests';

/** Wendy as a process of her own, to be killed. */
export interface Process {
  url: string;
  staff: StaffClient;
  /** Starts it (again) on the same data and port; resolves when it is ready. */
  start(): Promise<void>;
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>;
}

/** A data directory and a port for one test; process and data go with the test. `databaseUrl`: on PostgreSQL. */
export async function openProcess({ databaseUrl }: { databaseUrl?: string } = {}): Promise<Process> {
  const dataDir = await mkdtemp(join(tmpdir(), 'wendy-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    ...process.env,
    PORT: String(port),
    DATA_DIR: dataDir,
    STAFF_API_TOKEN: TOKEN,
    RATE_LIMIT: 'off',
    NODE_OPTIONS: '',
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
  };
  let child: ChildProcess | undefined;
  const kill = async (): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  onTestFinished(async () => {
    await kill();
    await rm(dataDir, { recursive: true, force: true });
  });
  return {
    url,
    staff: createStaffClient(() => url, TOKEN),
    kill,
    start: async () => {
      child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'ignore', 'pipe'] });
      const said: string[] = [];
      child.stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString()));
      await untilReady(url, child, said);
    },
  };
}

async function untilReady(url: string, child: ChildProcess, said: string[]): Promise<void> {
  while (child.exitCode === null) {
    const answer = await fetch(`${url}/ready`).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    await wait(10);
  }
  throw new Error(`the process ended with ${child.exitCode}: ${said.join('')}`);
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}
