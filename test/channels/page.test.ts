import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { loadAssets } from '../../src/channels/page/build.ts';
import { likedLocale, namedLocale } from '../../src/channels/page/language.ts';
import { untilBuilt } from '../browser/maker.ts';
import { openWendy } from '../helpers/wendy.ts';

interface Got {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** Asks for an address as it stands there: nothing is decoded. */
function get(url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Got> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers, method }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('end', () =>
        resolve({ status: res.statusCode ?? 0, headers: res.headers, body: Buffer.concat(chunks) }),
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** The addresses of the page's own files. */
function filesIn(html: string): string[] {
  return [...html.matchAll(/(?:src|href)="([^"]*\/page\/[^"]+)"/g)].map(([, path]) => path as string);
}

async function openBuilt(env: Record<string, string> = {}) {
  const wendy = await openWendy({ env });
  await untilBuilt(wendy.url);
  return wendy;
}

test.each([
  [undefined, 'en'],
  ['', 'en'],
  ['zh', 'zh'],
  ['zh-TW,zh;q=0.9,en;q=0.8', 'zh'],
  ['de, zh-CN;q=0.5, en;q=0.7', 'en'],
  ['en;q=0, zh;q=0.1', 'zh'],
  ['fr,de', 'en'],
  ['*;q=0.5', 'en'],
  [';;,q=1,zh;q=high', 'zh'],
])('a browser that asks for %j gets %s', (accept, locale) => {
  expect(likedLocale(accept)).toBe(locale);
});

test('an address names a language of ours, or none', () => {
  expect(['zh', 'ZH-hans', 'en', 'xx', '', null].map(namedLocale)).toEqual([
    'zh',
    'zh',
    'en',
    undefined,
    undefined,
    undefined,
  ]);
});

test('the page comes in the language asked for, with a policy that lets in nobody else', async () => {
  const wendy = await openBuilt();
  const english = await get(wendy.url, { 'Accept-Language': 'en-GB' });
  const chinese = await get(wendy.url, { 'Accept-Language': 'zh-CN,en;q=0.5' });
  const named = await get(`${wendy.url}/?lang=zh`, { 'Accept-Language': 'en' });
  expect(english.body.toString()).toContain('<html lang="en">');
  expect(english.headers['content-language']).toBe('en');
  expect(chinese.body.toString()).toContain('<html lang="zh-CN">');
  expect(named.body.toString()).toContain('程序，不是真人');
  const policy = String(english.headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toContain('unsafe');
  expect(policy).not.toContain('https:');
  expect(String(chinese.headers['content-security-policy'])).not.toBe(policy);
  expect(english.headers['cache-control']).toBe('no-store');
  expect(english.headers['x-content-type-options']).toBe('nosniff');
  expect(english.body.toString()).not.toMatch(
    /<script(?![^>]*(?:src=|application\/json))|<style|style="| on\w+="/,
  );
});

test('each file is kept by the browser for good, and comes compressed where that is taken', async () => {
  const wendy = await openBuilt();
  const { body } = await get(wendy.url);
  const files = filesIn(body.toString());
  expect(files.map((path) => path.replace(/-[0-9a-f]{12}/, ''))).toEqual(
    expect.arrayContaining(['/page/webchat.js', '/page/main.js', '/page/page.css', '/page/avatar.svg']),
  );
  for (const path of new Set(files)) {
    const plain = await get(wendy.url + path);
    const br = await get(wendy.url + path, { 'Accept-Encoding': 'gzip, deflate, br' });
    const gzip = await get(wendy.url + path, { 'Accept-Encoding': 'gzip, br;q=0' });
    expect(plain.status).toBe(200);
    expect(plain.headers['cache-control']).toContain('immutable');
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect([br, gzip].map(({ headers }) => headers['content-encoding'])).toEqual(['br', 'gzip']);
    expect(brotliDecompressSync(br.body).equals(plain.body)).toBe(true);
    expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true);
  }
});

test('only the files of the page are served', async () => {
  const wendy = await openBuilt();
  for (const path of [
    '/page/main.js',
    '/page/main-000000000000.js',
    '/page/..%2fserver.ts',
    '/page/webchat-%00.js',
    '/page/',
  ]) {
    expect((await get(wendy.url + path)).status, path).toBe(404);
  }
});

test('whether people are on duty can be asked again by a page that stays open', async () => {
  const wendy = await openWendy({ at: '2026-11-23T02:00:00Z' });
  const ask = async () => JSON.parse((await get(`${wendy.url}/page/duty?lang=en`)).body.toString());
  expect(await ask()).toEqual({ open: true, duty: 'People are on duty now.' });
  wendy.later(12 * 60 * 60_000);
  expect(await ask()).toMatchObject({ open: false });
});

test('on a local start page, files and bubble are for this machine alone', async () => {
  const wendy = await openBuilt();
  for (const path of ['/', '/wendy.js', '/page/duty']) {
    expect((await get(wendy.url + path, { 'X-Forwarded-For': '203.0.113.7' })).status).toBe(404);
    expect((await get(wendy.url + path, { Host: 'wendy.example.com' })).status).toBe(404);
    expect((await get(wendy.url + path)).status).toBe(200);
  }
});

test('under a public address with a path behind a proxy, every address has the path', async () => {
  const wendy = await openWendy({
    env: {
      PUBLIC_URL: 'https://www.example.com/help/',
      TRUST_PROXY: '127.0.0.1',
      WEB_CHAT_ORIGINS: 'https://shop.example.com',
      RATE_LIMIT: 'on',
    },
  });
  await untilBuilt(wendy.url);
  const { body, headers } = await get(wendy.url, {
    Host: 'www.example.com',
    'X-Forwarded-For': '203.0.113.7',
    'X-Forwarded-Proto': 'https',
  });
  expect(filesIn(body.toString()).every((path) => path.startsWith('/help/page/'))).toBe(true);
  const settings = /id="settings">(.*?)<\/script>/.exec(body.toString())?.[1] ?? '';
  expect(JSON.parse(settings)).toMatchObject({ base: '/help', locale: 'en' });
  expect(headers['content-security-policy']).toContain('wss://www.example.com');
  expect(headers['content-security-policy']).toContain("frame-ancestors 'self' https://shop.example.com");
});

test('the bubble’s script may be loaded by any page, has the words of each language, and is no larger than 10 kB', async () => {
  const wendy = await openBuilt();
  const { headers, body } = await get(`${wendy.url}/wendy.js`);
  expect(headers['cross-origin-resource-policy']).toBe('cross-origin');
  expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
  expect(body.toString()).toContain('关闭对话');
  expect(body.toString()).toContain('Close the chat');
  expect(body.length).toBeLessThan(10_000);
  expect((await get(`${wendy.url}/wendy.js`, {}, 'HEAD')).body.length).toBe(0);
});

test('what was built is kept for the next start, and read again as it was', async () => {
  const cache = await mkdtemp(join(tmpdir(), 'wendy-page-'));
  onTestFinished(() => rm(cache, { recursive: true, force: true }));
  const built = await loadAssets(cache);
  const [folder = ''] = await readdir(cache);
  const main = built.get('main.js');
  expect(await readFile(join(cache, folder, 'main.js'), 'utf8')).toBe(main?.plain.toString());
  expect(main?.plain.toString()).not.toContain('sourceMappingURL');
  expect([...built.keys()].sort()).toEqual(
    ['avatar.svg', 'embed.js', 'main.js', 'page.css', 'webchat.js', 'webchat.js.LICENSE.txt'].sort(),
  );
  const again = await loadAssets(`${cache}/`);
  expect([...again].map(([name, { hash }]) => [name, hash]).sort()).toEqual(
    [...built].map(([name, { hash }]) => [name, hash]).sort(),
  );
});
