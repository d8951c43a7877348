import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { StoreLocked } from '../../src/store/errors.ts';
import { acquireLock, type Lock } from '../../src/store/lock.ts';
import { ownIdentity } from '../../src/store/process-identity.ts';
import { temporaryFolder } from './helpers.ts';

/** Short times where waiting is not what is tested; a live holder is never waited out by these. */
const QUICK = { waitMs: 100, silentMs: 200, beatMs: 50, pollMs: 5 };

async function taken(dir: string): Promise<Lock> {
  const lock = await acquireLock(dir, QUICK);
  onTestFinished(() => lock.release());
  return lock;
}

async function leave(dir: string, content: object | string): Promise<void> {
  const text =
    typeof content === 'string' ? content : JSON.stringify({ v: 1, nonce: 'left behind', ...content });
  await writeFile(join(dir, 'lock'), text);
}

const holderOf = async (dir: string): Promise<unknown> =>
  (JSON.parse(await readFile(join(dir, 'lock'), 'utf8')) as { pid: unknown }).pid;

/** A process that takes the lock, says so, and keeps it. */
async function holder(dir: string): Promise<ChildProcess> {
  const lockFile = join(import.meta.dirname, '../../src/store/lock.ts');
  const code = `import { acquireLock } from ${JSON.stringify(lockFile)};
    try { await acquireLock(${JSON.stringify(dir)}, ${JSON.stringify({ ...QUICK, beatMs: 10 })}); console.log('held'); setInterval(() => {}, 1000); }
    catch (error) { console.log(error.code); }`;
  const child = spawn('node', ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  return child;
}

async function firstWord(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('no output');
  const [word] = (await once(child.stdout, 'data')) as [Buffer];
  return word.toString().trim();
}

it('refuses a second holder while the first lives, and says what to do', async () => {
  const dir = await temporaryFolder();
  const child = await holder(dir);
  expect(await firstWord(child)).toBe('held');
  const refused = await acquireLock(dir, QUICK).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(StoreLocked);
  expect(String(refused)).toContain(`process ${child.pid}`);
  expect(String(refused)).toContain('Stop that process first');
  expect(await holderOf(dir)).toBe(child.pid);
});

it('waits for a holder that lets go', async () => {
  const dir = await temporaryFolder();
  const first = await acquireLock(dir, QUICK);
  const second = acquireLock(dir, { ...QUICK, waitMs: 60_000 });
  await first.release();
  await (await second).release();
  expect(await readdir(dir)).toEqual([]);
});

it('takes over at once from a holder that was killed', async () => {
  const dir = await temporaryFolder();
  const child = await holder(dir);
  expect(await firstWord(child)).toBe('held');
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
  await taken(dir);
  expect(await holderOf(dir)).toBe(process.pid);
});

it.each([
  ['an empty file', ''],
  ['no JSON', '\0\0\0\0'],
  ['JSON that is no lock', '[1]'],
  ['a lock cut short', '{"v":1,"pid":1'],
  ['a process number that cannot be', '{"v":1,"pid":-4,"nonce":"x"}'],
])('takes over a lock file that holds %s', async (_what, content) => {
  const dir = await temporaryFolder();
  await leave(dir, content);
  await taken(dir);
  expect(await holderOf(dir)).toBe(process.pid);
  expect(await readdir(dir)).toEqual(['lock']);
});

it('takes over from a process whose number another has by now', async () => {
  const dir = await temporaryFolder();
  const own = await ownIdentity();
  await leave(dir, { ...own, pid: process.ppid, start: '1' });
  await taken(dir);
  expect(await holderOf(dir)).toBe(process.pid);
});

it('takes over from another boot or container whose heartbeat stands still', async () => {
  const own = await ownIdentity();
  for (const other of [{ boot: 'another boot' }, { namespace: 'pid:[1]' }]) {
    const dir = await temporaryFolder();
    await leave(dir, { ...own, ...other });
    await taken(dir);
    expect(await holderOf(dir)).toBe(process.pid);
  }
});

it('refuses while the heartbeat of another boot or container advances', async () => {
  const dir = await temporaryFolder();
  await leave(dir, { ...(await ownIdentity()), boot: 'another boot' });
  let beats = 0;
  const beat = setInterval(() => void utimes(join(dir, 'lock'), 1000, 1000 + ++beats), 20);
  onTestFinished(() => clearInterval(beat));
  await expect(acquireLock(dir, QUICK)).rejects.toThrow(StoreLocked);
});

it('has one winner when several start at once on a stale lock, whatever claims dead starters left', async () => {
  for (let round = 0; round < 5; round++) {
    const dir = await temporaryFolder();
    await leave(dir, { ...(await ownIdentity()), start: '1' });
    const children = await Promise.all(Array.from({ length: 3 }, () => holder(dir)));
    const words = await Promise.all(children.map(firstWord));
    expect(words.toSorted()).toEqual(['held', 'store_locked', 'store_locked']);
    expect(await holderOf(dir)).toBe(children[words.indexOf('held')]?.pid);
    for (const child of children) child.kill('SIGKILL');
  }
});

it('goes on past the claim of a starter that died while it took over', async () => {
  const dir = await temporaryFolder();
  const own = await ownIdentity();
  await leave(dir, { ...own, start: '1' });
  const { readLock } = await import('../../src/store/lock-file.ts');
  const mark = (await readLock(join(dir, 'lock')))?.mark;
  await writeFile(
    join(dir, `lock.claim-${mark}-0`),
    JSON.stringify({ v: 1, ...own, start: '2', nonce: 'claim' }),
  );
  await taken(dir);
  expect(await readdir(dir)).toEqual(['lock']);
});

it('tells the holder when another has the directory, and leaves that lock alone', async () => {
  const dir = await temporaryFolder();
  const lock = await acquireLock(dir, QUICK);
  const lost = new Promise<string>((resolve) => lock.onLost(resolve));
  await leave(dir, { ...(await ownIdentity()), nonce: 'another' });
  expect(await lost).toContain('another process');
  await lock.release();
  expect(await readdir(dir)).toEqual(['lock']);
});

it('puts back a lock file that someone removed', async () => {
  const dir = await temporaryFolder();
  await taken(dir);
  await rm(join(dir, 'lock'));
  await expect.poll(() => readdir(dir)).toContain('lock');
  await expect(acquireLock(dir, QUICK)).rejects.toThrow(StoreLocked);
});
