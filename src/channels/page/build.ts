import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** A file as it is served: as it is, and compressed where that makes it smaller. */
export interface Asset {
  type: string;
  /** Of its content; part of its name where the name is hashed. */
  hash: string;
  plain: Buffer;
  gzip?: Buffer;
  br?: Buffer;
}

/** What the page consists of, by file name without hash, such as `main.js`. */
export type Assets = ReadonlyMap<string, Asset>;

const SOURCES = resolve(import.meta.dirname, '../../page');
const CACHE = resolve(import.meta.dirname, '../../../node_modules/.cache/wendy-page');
/** Rises when what is stored in the cache changes its form. */
const FORM = 1;
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
};
/** Web Chat is large: the highest quality would take many seconds for a tenth less. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
const compress = { br: promisify(brotliCompress), gzip: promisify(gzip) };

/**
 * The page's files: what was built of these very sources before, else built now and kept for the next start. A folder
 * that can't be written only means that the next start builds again.
 */
export function loadAssets(cache = CACHE): Promise<Assets> {
  const known = loaded.get(cache);
  if (known) return known;
  const loading = load(cache);
  loaded.set(cache, loading);
  loading.catch(() => loaded.delete(cache));
  return loading;
}

/** Once a process: all of it is a few megabytes. */
const loaded = new Map<string, Promise<Assets>>();

async function load(cache: string): Promise<Assets> {
  const sources = await readSources();
  const folder = join(cache, fingerprint(sources));
  const kept = await readKept(folder);
  if (kept) return kept;
  const assets = await pack(await makeFiles());
  await keep(cache, folder, assets).catch(() => {});
  return assets;
}

interface WebChat {
  version: string;
  script: string;
  licence: string;
}

function findWebChat(): WebChat {
  const require = createRequire(import.meta.url);
  const dist = join(dirname(dirname(require.resolve('botframework-webchat'))), 'dist');
  const { version } = require(join(dirname(dist), 'package.json')) as { version: string };
  return { version, script: join(dist, 'webchat.js'), licence: join(dist, 'webchat.js.LICENSE.txt') };
}

async function readSources(): Promise<Buffer[]> {
  const names = (await readdir(SOURCES)).sort();
  return Promise.all(names.map((name) => readFile(join(SOURCES, name))));
}

function fingerprint(sources: readonly Buffer[]): string {
  const hash = createHash('sha256').update(`${FORM} ${findWebChat().version}`);
  for (const source of sources) hash.update(`${source.length} `).update(source);
  return hash.digest('hex').slice(0, 16);
}

async function makeFiles(): Promise<Map<string, Buffer>> {
  const { build } = await import('esbuild');
  const { script, licence } = findWebChat();
  const { outputFiles } = await build({
    absWorkingDir: SOURCES,
    entryPoints: ['main.ts', 'embed.ts', 'page.css'],
    outdir: SOURCES,
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    loader: { '.svg': 'text' },
    logLevel: 'silent',
  });
  return new Map([
    ...outputFiles.map((file): [string, Buffer] => [nameOf(file.path), Buffer.from(file.contents)]),
    ['avatar.svg', await readFile(join(SOURCES, 'avatar.svg'))],
    ['webchat.js', await readFile(script)],
    ['webchat.js.LICENSE.txt', await readFile(licence)],
  ]);
}

function nameOf(path: string): string {
  return path.slice(SOURCES.length + 1);
}

async function pack(files: Map<string, Buffer>): Promise<Assets> {
  const packed = [...files].map(async ([name, plain]): Promise<[string, Asset]> => {
    const [br, gz] = await Promise.all([compress.br(plain, BROTLI), compress.gzip(plain, { level: 9 })]);
    return [name, assetOf(name, plain, br, gz)];
  });
  return new Map(await Promise.all(packed));
}

function assetOf(name: string, plain: Buffer, br: Buffer, gz: Buffer): Asset {
  return {
    type: TYPES[extname(name)] ?? 'application/octet-stream',
    hash: createHash('sha256').update(plain).digest('hex').slice(0, 12),
    plain,
    ...(br.length < plain.length ? { br } : {}),
    ...(gz.length < plain.length ? { gzip: gz } : {}),
  };
}

async function readKept(folder: string): Promise<Assets | undefined> {
  try {
    const names = (await readdir(folder)).filter((name) => !/\.(br|gz)$/.test(name));
    const read = names.map(async (name): Promise<[string, Asset]> => {
      const path = join(folder, name);
      const [plain, br, gz] = await Promise.all(
        [path, `${path}.br`, `${path}.gz`].map((file) => readFile(file)),
      );
      return [name, assetOf(name, plain as Buffer, br as Buffer, gz as Buffer)];
    });
    return new Map(await Promise.all(read));
  } catch {
    return undefined;
  }
}

/** Written aside and renamed, so that a start at the same time never reads half of it; older ones go. */
async function keep(cache: string, folder: string, assets: Assets): Promise<void> {
  const aside = `${folder}.${process.pid}`;
  await mkdir(aside, { recursive: true });
  for (const [name, { plain, br, gzip: gz }] of assets) {
    await writeFile(join(aside, name), plain);
    await writeFile(join(aside, `${name}.br`), br ?? plain);
    await writeFile(join(aside, `${name}.gz`), gz ?? plain);
  }
  await rename(aside, folder).catch(() => rm(aside, { recursive: true, force: true }));
  for (const name of await readdir(cache)) {
    if (join(cache, name) !== folder && !name.includes('.')) {
      await rm(join(cache, name), { recursive: true, force: true });
    }
  }
}
