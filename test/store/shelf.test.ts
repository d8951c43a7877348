import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openFileShelf } from '../../src/store/file-shelf.ts';
import { openPostgresStore } from '../../src/store/postgres/open.ts';
import { openPostgresShelf } from '../../src/store/postgres/shelf.ts';
import type { Shelf } from '../../src/store/shelf.ts';
import { type PostgresServer, startPostgres } from '../helpers/postgres.ts';

const log = { info() {}, warn() {} };
const ID = 'aaaaaaaaaaaaaaaaaaaaaa';
const OTHER = 'bbbbbbbbbbbbbbbbbbbbbb';
const BYTES = Buffer.from([0, 1, 2, 255, 254, 0, 10, 13]);

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.remove());

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wendy-shelf-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The ways to open the same shelf once more. */
const kinds: [string, () => Promise<() => Promise<Shelf>>][] = [
  [
    'in a folder',
    async () => {
      const folder = await newFolder();
      return () => openFileShelf(join(folder, 'uploads'));
    },
  ],
  [
    'in PostgreSQL',
    async () => {
      const url = await server.database();
      const store = await openPostgresStore({ url, log });
      onTestFinished(() => store.close());
      return async () => {
        const shelf = openPostgresShelf({ url, log });
        onTestFinished(() => shelf.close());
        return shelf;
      };
    },
  ],
];

describe.each(kinds)('a shelf %s', (_where, make) => {
  test('gives back what was put on it, also when it is opened again, kept or not', async () => {
    const open = await make();
    const shelf = await open();
    await shelf.put(ID, BYTES, 1_000);
    await shelf.put(OTHER, Buffer.alloc(3_000_000, 7), 1_000);
    await shelf.keep(OTHER);
    const again = await open();
    expect(await again.get(ID)).toEqual(BYTES);
    expect((await again.get(OTHER))?.equals(Buffer.alloc(3_000_000, 7))).toBe(true);
    expect(await again.get('cccccccccccccccccccccc')).toBeUndefined();
  });

  test('knows what was put long ago and never kept', async () => {
    const shelf = await (await make())();
    await shelf.put(ID, BYTES, 1_000_000);
    await shelf.put(OTHER, BYTES, 2_000_000);
    expect(await shelf.loose(1_000_000)).toEqual([]);
    expect(await shelf.loose(1_500_000)).toEqual([ID]);
    await shelf.keep(ID);
    expect(await shelf.loose(3_000_000)).toEqual([OTHER]);
  });

  test('forgets what is removed, kept or not, and minds nothing that is gone already', async () => {
    const shelf = await (await make())();
    await shelf.put(ID, BYTES, 1);
    await shelf.put(OTHER, BYTES, 1);
    await shelf.keep(OTHER);
    for (let time = 0; time < 2; time++) {
      await shelf.remove(ID);
      await shelf.remove(OTHER);
      await shelf.keep(ID);
    }
    expect([await shelf.get(ID), await shelf.get(OTHER), await shelf.loose(9_000)]).toEqual([
      undefined,
      undefined,
      [],
    ]);
  });

  test('finds nothing under what is no id', async () => {
    const shelf = await (await make())();
    for (const id of ['', '.', '..', '../../journal', '/etc/passwd', 'a/../b', 'x\0y', "' OR 1=1 --"])
      expect(await shelf.get(id).catch(() => undefined)).toBeUndefined();
  });
});

describe('a shelf in a folder', () => {
  test('shows nobody else its files, and never half a file', async () => {
    const folder = join(await newFolder(), 'uploads');
    const shelf = await openFileShelf(folder);
    await shelf.put(ID, BYTES, Date.now());
    const { mode } = await stat(join(folder, 'loose', ID));
    if (process.platform !== 'win32') expect(mode & 0o077).toBe(0);
    await writeFile(join(folder, 'loose', `${OTHER}.part`), 'half');
    expect(await shelf.get(OTHER)).toBeUndefined();
    expect(await shelf.loose(Date.now() + 60_000)).toEqual(expect.arrayContaining([ID, OTHER]));
    await shelf.remove(OTHER);
    expect(await readdir(join(folder, 'loose'))).toEqual([ID]);
  });

  test('writes nothing outside of it', async () => {
    const folder = await newFolder();
    const shelf = await openFileShelf(join(folder, 'uploads'));
    await expect(shelf.put('../outside', BYTES, 1)).rejects.toThrow();
    await expect(shelf.remove('../../x')).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['uploads']);
  });
});
