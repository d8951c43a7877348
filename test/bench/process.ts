import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** A bot as its own process. */
export interface Contender {
  name: string;
  url: string;
  /** From spawn to the first good answer of `/ready`, ms. */
  startUp: number;
  /** Memory in use, MB; undefined where the system does not tell. */
  rss(): Promise<number | undefined>;
  /** Processor time of all its threads so far, ms; undefined where the system does not tell. */
  cpu(): Promise<number | undefined>;
  /** Asks it to end, and resolves when it has. */
  stop(): Promise<void>;
}

export interface StartOptions {
  name: string;
  /** Arguments to node: the program, flags before it. It prints the address that it listens on. */
  args: readonly string[];
  cwd?: string;
  env?: Readonly<Record<string, string>>;
}

/** Starts a bot and waits until it is ready. Throws with its own words where it ends before. */
export async function startContender({ name, args, cwd, env }: StartOptions): Promise<Contender> {
  const started = performance.now();
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const url = await addressOf(child, name);
  while (!(await fetch(`${url}/ready`).catch(() => undefined))?.ok) await sleep(5);
  const startUp = performance.now() - started;
  return {
    name,
    url,
    startUp,
    rss: () => rssOf(child.pid),
    cpu: () => cpuOf(child.pid),
    stop: () => stop(child),
  };
}

function addressOf(child: ChildProcess, name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let words = '';
    const hear = (chunk: Buffer): void => {
      words = `${words}${chunk}`.slice(-20_000);
      const url = /listening on (http:\/\/\S+)/.exec(words)?.[1];
      if (url) resolve(url);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`${name} ended with ${code} before it listened: ${words}`)),
    );
  });
}

async function rssOf(pid: number | undefined): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}

/** Linux counts in hundredths of a second. */
async function cpuOf(pid: number | undefined): Promise<number | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const [user, system] = stat.slice(stat.lastIndexOf(')')).split(' ').slice(12, 14);
  return user === undefined || system === undefined ? undefined : 10 * (Number(user) + Number(system));
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
