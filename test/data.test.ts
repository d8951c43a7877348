import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openData } from '../src/data.ts';
import { createLog } from '../src/log.ts';
import { startPostgres } from './helpers/postgres.ts';

const log = createLog();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wendy-data-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the data of a start', () => {
  test('get a folder of their own, however deep', async () => {
    const store = await openData({ dir: join(folder, 'a/b/c'), log });
    expect(store.healthy()).toBe(true);
    await store.close();
    await (await openData({ dir: join(folder, 'a/b/c'), log })).close();
  });

  test('name DATA_DIR where it is a file, lies below one, or below what takes no folders', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    for (const dir of [
      file,
      join(file, 'sub'),
      '/proc/wendy',
      '/proc/wendy/data',
      join(folder, 'x'.repeat(300)),
    ]) {
      const said = openData({ dir, log });
      await expect(said).rejects.toMatchObject({ code: 'setup' });
      await expect(said).rejects.toThrow(`DATA_DIR is ${JSON.stringify(dir)}, which can't be used`);
    }
  });

  test('name DATA_DIR where another thing stands in the place of what they need', async () => {
    const dir = join(folder, 'occupied');
    await mkdir(dir);
    await writeFile(join(dir, 'journal'), '');
    await expect(openData({ dir, log })).rejects.toThrow(/^DATA_DIR is /);
  });

  test('name DATABASE_URL where nothing listens, the password is wrong or there is no such database, and not its value', async () => {
    const server = await startPostgres();
    try {
      const good = new URL(await server.database());
      const wrong = (change: (url: URL) => void): string => {
        const url = new URL(good);
        change(url);
        return url.href;
      };
      const urls = [
        wrong((url) => (url.port = '1')),
        wrong((url) => (url.password = 'hush-hush')),
        wrong((url) => (url.pathname = '/nowhere')),
      ];
      for (const databaseUrl of urls) {
        const error = await openData({ dir: folder, databaseUrl, log }).catch((error: unknown) => error);
        expect(error).toMatchObject({ code: 'setup' });
        expect(String(error)).toMatch(/DATABASE_URL is a value that is not shown here, and .+; it takes /);
        expect(String(error)).not.toContain('hush-hush');
      }
    } finally {
      await server.remove();
    }
  });
});
