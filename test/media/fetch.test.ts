import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { isPublicAddress } from '../../src/media/addresses.ts';
import { fetchFile, type Wanted } from '../../src/media/fetch.ts';
import { giving, openFilesHost } from '../helpers/files-host.ts';
import { BAD_URLS, OWN_ADDRESSES, PUBLIC_ADDRESSES } from './shapes.ts';

const LIMIT = 100_000;
const URL_OF_ONE = 'https://files.example.com/photo.jpg';

type Result = { bytes: string } | { reason: string; detail: string };

const got = (wanted: Wanted, net?: Parameters<typeof fetchFile>[3], ms = 5_000): Promise<Result> =>
  fetchFile(wanted, LIMIT, AbortSignal.timeout(ms), net).then(
    (bytes) => ({ bytes: bytes.toString() }),
    (error) => ({ reason: error.reason, detail: error.message }),
  );

describe('a file that lies elsewhere', () => {
  test('is fetched from the address that was looked at, under the name of its host', async () => {
    const host = await openFilesHost(giving(Buffer.from('a photo')));
    expect(await got({ url: `${URL_OF_ONE}?sig=a%2Fb` }, host.net)).toEqual({ bytes: 'a photo' });
    expect(host.asked).toEqual([
      {
        host: 'files.example.com',
        path: '/photo.jpg?sig=a%2Fb',
        authorization: undefined,
        sni: 'files.example.com',
      },
    ]);
  });

  test('is fetched where the name leads to another machine right after it was looked at', async () => {
    const host = await openFilesHost(giving(Buffer.from('a photo')));
    const answers = [['127.0.0.1'], ['169.254.169.254'], ['10.0.0.1']];
    const lookup = vi.fn(async () => answers.shift() ?? []);
    expect(await got({ url: URL_OF_ONE }, { ...host.net, lookup })).toEqual({ bytes: 'a photo' });
    expect(lookup).toHaveBeenCalledTimes(1);
  });

  test('is refused where one of its host’s addresses is not public, whatever the others are', async () => {
    const host = await openFilesHost(giving(Buffer.from('a photo')));
    const lookup = async () => ['127.0.0.1', '10.0.0.1'];
    expect(await got({ url: URL_OF_ONE }, { ...host.net, lookup })).toMatchObject({ reason: 'unreachable' });
    expect(await got({ url: URL_OF_ONE }, { ...host.net, lookup: async () => [] })).toMatchObject({
      detail: 'its host has no address',
    });
    expect(host.asked).toEqual([]);
  });

  test('is refused where the certificate is not that of its host', async () => {
    const host = await openFilesHost(giving(Buffer.from('a photo')));
    const url = 'https://another.example.org/photo.jpg';
    expect(await got({ url }, host.net)).toMatchObject({ reason: 'unreachable' });
    const { ca: _trusted, ...untrusting } = host.net;
    expect(await got({ url: URL_OF_ONE }, untrusting)).toMatchObject({ reason: 'unreachable' });
    expect(host.asked).toEqual([]);
  });

  test.each([301, 302, 303, 307, 308, 206, 304, 401, 403, 404, 429, 500])(
    'is refused where its host answers %i, and nothing else is asked',
    async (status) => {
      const host = await openFilesHost((_req, res) => {
        res.writeHead(status, { Location: 'https://files.example.com/other' });
        res.end('elsewhere');
      });
      expect(await got({ url: URL_OF_ONE }, host.net)).toMatchObject({ reason: 'unreachable' });
      expect(host.asked).toHaveLength(1);
    },
  );

  test('is refused where it comes packed: what it unpacks to nobody knows', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const host = await openFilesHost((_req, res) => {
      res.writeHead(200, { 'Content-Encoding': 'gzip' });
      res.end(bomb);
    });
    expect(await got({ url: URL_OF_ONE }, host.net)).toMatchObject({ detail: 'it came packed' });
  });

  test('is refused by the length that it says, and by what comes where it says none', async () => {
    let written = 0;
    const host = await openFilesHost((req, res) => {
      if (req.url === '/said') {
        res.writeHead(200, { 'Content-Length': 50_000_000 });
        res.write('x');
        return;
      }
      res.writeHead(200);
      const more = (): void => {
        while (!res.destroyed && res.write(Buffer.alloc(16_384))) written += 16_384;
        if (!res.destroyed) res.once('drain', more);
      };
      more();
    });
    expect(await got({ url: 'https://files.example.com/said' }, host.net)).toMatchObject({
      reason: 'too_large',
    });
    expect(await got({ url: 'https://files.example.com/endless' }, host.net)).toMatchObject({
      reason: 'too_large',
    });
    expect(written).toBeLessThan(50_000_000);
  });

  test('is given up where it is cut off, never begins, never ends, or comes drop by drop', async () => {
    const drops: NodeJS.Timeout[] = [];
    onTestFinished(() => {
      for (const one of drops) clearInterval(one);
    });
    const host = await openFilesHost((req, res) => {
      if (req.url === '/cut') {
        res.writeHead(200, { 'Content-Length': 1_000 });
        res.write('x', () => res.destroy());
      } else if (req.url === '/drops') {
        res.writeHead(200);
        drops.push(setInterval(() => res.write('x'), 20));
      }
    });
    for (const path of ['cut', 'drops', 'silent']) {
      const answer = await got({ url: `https://files.example.com/${path}` }, host.net, 400);
      expect([path, answer]).toMatchObject([path, { reason: 'unreachable' }]);
    }
  });

  test('is given up where names or tokens are not to be had in time', async () => {
    const host = await openFilesHost(giving(Buffer.from('a photo')));
    const never = () => new Promise<never>(() => {});
    expect(await got({ url: URL_OF_ONE }, { ...host.net, lookup: never }, 50)).toMatchObject({
      reason: 'unreachable',
    });
    expect(await got({ url: URL_OF_ONE, authorization: never }, host.net, 50)).toMatchObject({
      reason: 'unreachable',
    });
    const failing = () => Promise.reject(new Error('no token'));
    expect(await got({ url: URL_OF_ONE, authorization: failing }, host.net)).toMatchObject({
      reason: 'unreachable',
    });
    expect(host.asked).toEqual([]);
  });

  test('costs no token where its address is not good', async () => {
    const authorization = vi.fn(async () => 'Bearer secret');
    const net = { lookup: async () => ['10.0.0.1'], permits: isPublicAddress };
    for (const url of [URL_OF_ONE, 'http://files.example.com/', 'https://127.0.0.1/'])
      expect(await got({ url, authorization }, net)).toMatchObject({ reason: 'unreachable' });
    expect(authorization).not.toHaveBeenCalled();
  });
});

describe('of addresses', () => {
  test(`${OWN_ADDRESSES.length} that are not of the public net are known`, () => {
    expect(OWN_ADDRESSES.filter(isPublicAddress)).toEqual([]);
    expect(OWN_ADDRESSES.length).toBeGreaterThan(60);
  });

  test('those of the public net are, too', () => {
    expect(PUBLIC_ADDRESSES.filter((address) => !isPublicAddress(address))).toEqual([]);
  });

  test.each(OWN_ADDRESSES)('a name that leads to %s is not followed', async (address) => {
    const net = { lookup: async () => [address], permits: isPublicAddress };
    expect(await got({ url: URL_OF_ONE }, net)).toEqual({
      reason: 'unreachable',
      detail: 'its host is not on the public net',
    });
  });
});

describe('of URLs', () => {
  test.each(BAD_URLS)('%j is refused before anything is looked up', async (url) => {
    const lookup = vi.fn(async () => ['127.0.0.1']);
    expect(await got({ url }, { lookup, permits: () => true })).toMatchObject({ reason: 'unreachable' });
    expect(lookup).not.toHaveBeenCalled();
  });

  test('there are enough of them', () => {
    expect(new Set(BAD_URLS).size).toBeGreaterThan(100);
  });
});

describe('on a local start', () => {
  const open = async () => {
    const asked: string[] = [];
    const server = createServer((req, res) => {
      asked.push(req.url ?? '');
      res.end('a photo');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
  };

  test('the far end on this machine may be asked, and nothing else here', async () => {
    const own = await open();
    const other = await open();
    expect(await got({ url: `${own.origin}/1`, localOrigin: own.origin })).toEqual({ bytes: 'a photo' });
    const port = new URL(own.origin).port;
    for (const url of [
      `${other.origin}/1`,
      `http://localhost:${port}/1`,
      `http://[::1]:${port}/1`,
      `http://127.1:${port}/1`,
      `http://2130706433:${port}/1`,
      `http://user@127.0.0.1:${port}/1`,
      `https://127.0.0.1:${port}/1`,
      `http://127.0.0.1:${port}\\@files.example.com/1`,
      'http://169.254.169.254/latest/meta-data',
      'http://10.0.0.1/',
    ]) {
      expect([url, await got({ url, localOrigin: own.origin })]).toMatchObject([
        url,
        { reason: 'unreachable' },
      ]);
    }
    expect([own.asked, other.asked]).toEqual([['/1'], []]);
  });
});
