import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isLoopbackServiceUrl } from '../../src/channels/locality.ts';
import { localSettings, message, openDoors } from './helpers/doors.ts';
import { request, sendRaw, statusOf } from './helpers/raw.ts';

const body = JSON.stringify(message());

async function post(port: number, headers: Record<string, string>): Promise<number> {
  return statusOf(
    await sendRaw(
      port,
      request('POST /api/messages', { 'Content-Type': 'application/json', ...headers }, body),
    ),
  );
}

describe('without an app id, /api/messages', () => {
  test.each(['localhost', 'localhost:3978', '127.0.0.1', '127.9.9.9:80', '[::1]:3978', 'LOCALHOST'])(
    'answers this machine under the name %s',
    async (host) => {
      const doors = await openDoors();
      expect(await post(doors.port, { Host: host })).toBe(200);
    },
  );

  test.each([
    ['passed on', { 'X-Forwarded-For': '127.0.0.1' }],
    ['passed on by a host', { 'X-Forwarded-Host': 'localhost' }],
    ['passed on, as the standard has it', { Forwarded: 'for=127.0.0.1' }],
    ['passed on via a proxy', { Via: '1.1 proxy' }],
    ['passed on by nginx', { 'X-Real-IP': '127.0.0.1' }],
    ['sent by a page of another name', { Host: 'wendy.evil.example' }],
    ['sent by a name that only begins well', { Host: 'localhost.evil.example' }],
    ['sent by a foreign page', { Origin: 'https://evil.example' }],
    ['sent by a page of no origin', { Origin: 'null' }],
  ])('is not there for a request %s', async (_name, headers) => {
    const doors = await openDoors();
    expect(await post(doors.port, headers as Record<string, string>)).toBe(404);
    expect(doors.inbound).toEqual([]);
  });

  test('is not there at all on a start that is not local', async () => {
    const doors = await openDoors({ settings: { ...localSettings, local: false } });
    expect(await post(doors.port, {})).toBe(404);
    expect(doors.inbound).toEqual([]);
  });

  test('takes no activity whose answers would go elsewhere', async () => {
    const doors = await openDoors();
    const answer = await doors.post(message({ serviceUrl: 'https://smba.trafficmanager.net/emea/' }));
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.text)).toMatchObject({ field: 'serviceUrl' });
    expect(doors.inbound).toEqual([]);
  });
});

describe('a loopback serviceUrl', () => {
  test.each([
    'http://localhost',
    'http://localhost:56150/_connector',
    'https://localhost/',
    'http://127.0.0.1:9',
    'http://127.255.0.3/',
    'http://[::1]:80/x',
    'http://[::ffff:127.0.0.1]/',
    'HTTP://LOCALHOST/',
    'http://2130706433/',
    'http://0x7f.1/',
  ])('is %s', (url) => {
    expect(isLoopbackServiceUrl(url)).toBe(true);
  });

  test.each([
    'http://localhost.evil.example/',
    'http://localhost@evil.example/',
    'http://user@localhost/',
    'http://user:secret@127.0.0.1/',
    'http://evil.example/#@localhost',
    'http://evil.example?localhost',
    'http://evil.example\\@localhost/',
    'http://localhost\\@evil.example/',
    'http://127.0.0.1.nip.io/',
    'http://128.0.0.1/',
    'http://0.0.0.0/',
    'http://[::]/',
    'http://[::ffff:10.0.0.1]/',
    'http://169.254.169.254/',
    'http://10.0.0.1/',
    'http://3232235777/',
    'http://localhost./',
    'http://notlocalhost/',
    'ftp://localhost/',
    'file://localhost/etc/passwd',
    'localhost',
    '//localhost',
    '',
  ])('is not %s', (url) => {
    expect(isLoopbackServiceUrl(url)).toBe(false);
  });

  test('is none with any domain', () => {
    fc.assert(
      fc.property(fc.webUrl(), (url) => {
        expect(isLoopbackServiceUrl(url)).toBe(false);
      }),
    );
  });
});
