import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { APP_ID, SECRET } from '../helpers/issuer.ts';
import { type Contender, startContender } from './process.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const PEER = resolve(import.meta.dirname, 'peer');
const PEER_FILES = ['package.json', 'package-lock.json', 'waterfall.js'];

/** Empty is unset: whatever the caller's environment holds, it is a local start. */
const LOCAL_START = {
  PORT: '0',
  HOST: '127.0.0.1',
  RATE_LIMIT: 'off',
  PUBLIC_URL: '',
  MicrosoftAppId: '',
  MicrosoftAppPassword: '',
};

/** Wendy as `npm start` runs her, on a folder of her own; `flags` go to node. */
export function startProduct(dataDir: string, flags: readonly string[] = []): Promise<Contender> {
  return startWendy('wendy', dataDir, flags, {});
}

/** The same with an app id: each turn's token is checked, by the keys of the issuer that `settings` name. */
export function startWithAppId(
  dataDir: string,
  settings: Readonly<Record<string, string>>,
): Promise<Contender> {
  const identity = { MicrosoftAppId: APP_ID, MicrosoftAppPassword: SECRET, RATE_LIMIT: '' };
  return startWendy('wendy with an app id', dataDir, [], { ...settings, ...identity });
}

/** The same on PostgreSQL. */
export function startOnPostgres(dataDir: string, databaseUrl: string): Promise<Contender> {
  return startWendy('wendy on PostgreSQL', dataDir, [], { DATABASE_URL: databaseUrl });
}

async function startWendy(
  name: string,
  dataDir: string,
  flags: readonly string[],
  more: Record<string, string>,
): Promise<Contender> {
  await mkdir(dataDir, { recursive: true });
  return startContender({
    name,
    args: [...flags, join(ROOT, 'src/main.ts')],
    cwd: dataDir,
    env: { ...LOCAL_START, DATA_DIR: dataDir, ...more },
  });
}

/** A bare echo, on the product's own restify and botbuilder. */
export function startEcho(): Promise<Contender> {
  return startContender({ name: 'echo', args: [resolve(import.meta.dirname, 'echo.ts')] });
}

/** A waterfall of six steps, from the folder that `installPeer` made. */
export function startWaterfall(folder: string): Promise<Contender> {
  return startContender({ name: 'waterfall', args: [join(folder, 'waterfall.js')], cwd: folder });
}

/** The folder of the waterfall peer, under the system's temporary one: another lockfile, another folder. */
export async function peerFolder(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of PEER_FILES) hash.update(await readFile(join(PEER, file)));
  return join(tmpdir(), `wendy-bench-peer-${hash.digest('hex').slice(0, 16)}`);
}

/** Installs the waterfall peer apart from the product, once. Throws where npm fails. */
export async function installPeer(): Promise<string> {
  const folder = await peerFolder();
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.${process.pid}`;
  await mkdir(unfinished);
  for (const file of PEER_FILES) await cp(join(PEER, file), join(unfinished, file));
  await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], unfinished);
  await rename(unfinished, folder).catch(() => rm(unfinished, { recursive: true }));
  return folder;
}

function npm(args: readonly string[], cwd: string): Promise<void> {
  const child = spawn('npm', args, {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('exit', (code) =>
      code === 0 ? done() : fail(new Error(`npm ${args[0]} ended with ${code}`)),
    );
  });
}
