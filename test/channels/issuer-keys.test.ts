import { generateKeyPairSync } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createChannelKeys, KeysUnavailable } from '../../src/channels/identity/keys.ts';
import { bearer, later, openBot, SERVICE, teams } from './helpers/bot.ts';
import { type OpenDoors, openDoors } from './helpers/doors.ts';
import { type Issuer, openIssuer, sayJson } from './helpers/issuer.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** In two steps: restify, where it is loaded, makes of every server's `writeHead` one that returns nothing. */
function fail(res: ServerResponse, status: number): void {
  res.writeHead(status);
  res.end();
}

describe('the issuer’s keys', () => {
  const minute = 60_000;
  const status = async (doors: OpenDoors, token: string): Promise<number> =>
    (await doors.post(teams({ id: `at ${Math.random()}` }), bearer(token))).status;

  test('are asked for anew when an unknown one is used, though not oftener than once a minute', async () => {
    const { doors, issuer } = await openBot();
    const before = issuer.token();
    expect(await status(doors, before)).toBe(200);
    issuer.rollOver();
    expect(await status(doors, issuer.token())).toBe(401);
    expect(issuer.fetched()).toBe(2);
    later(2 * minute);
    expect(await status(doors, issuer.token())).toBe(200);
    expect(issuer.fetched()).toBe(4);
    for (let at = 0; at < 20; at++) {
      expect(await status(doors, issuer.token({ header: { kid: `made up ${at}` } }))).toBe(401);
    }
    expect(issuer.fetched()).toBe(4);
    expect(await status(doors, before)).toBe(401);
  });

  test('are asked for anew each day, and the old ones serve while they can not be had', async () => {
    const { doors, issuer } = await openBot();
    expect(await status(doors, issuer.token())).toBe(200);
    issuer.answer((_req, res) => res.destroy());
    later(25 * 60 * minute);
    expect(await status(doors, issuer.token())).toBe(200);
    expect(issuer.fetched()).toBeGreaterThan(2);
    later(4 * 24 * 60 * minute);
    expect(await status(doors, issuer.token())).toBe(503);
    issuer.answer(undefined);
    expect(await status(doors, issuer.token())).toBe(200);
  });

  test('are fetched once for all who wait', async () => {
    const { doors, issuer } = await openBot();
    const statuses = await Promise.all(Array.from({ length: 20 }, () => status(doors, issuer.token())));
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(issuer.fetched()).toBe(2);
  });

  const poison: Record<string, (issuer: Issuer) => Parameters<Issuer['answer']>[0]> = {
    'that are none': () => (_req, res) => sayJson(res, {}),
    'that are no JSON': () => (_req, res) => res.end('<html>'),
    'that are null': () => (_req, res) => sayJson(res, null),
    'of a server that fails': () => (_req, res) => fail(res, 500),
    'that are not found': () => (_req, res) => fail(res, 404),
    'that are cut off': () => (_req, res) => {
      res.writeHead(200, { 'Content-Length': '999' });
      res.write('{"jwks_uri":');
      res.destroy();
    },
    'without end': () => (_req, res) => {
      res.on('error', () => undefined);
      const more = (): void => void (res.writable && res.write('x'.repeat(65_536), more));
      more();
    },
    'in a list of odd things': (issuer) => (req, res) =>
      req.url === '/keys'
        ? sayJson(res, {
            keys: [null, 7, 'x', {}, { kty: 'EC', kid: 'key-1' }, { kty: 'RSA', kid: 'key-1' }],
          })
        : issuer.right(req, res),
    'under an address that is none': () => (_req, res) => sayJson(res, { jwks_uri: 'file:///etc/passwd' }),
    'that are too short': (issuer) => (req, res) => {
      const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
      if (req.url !== '/keys') issuer.right(req, res);
      else sayJson(res, { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'key-1' }] });
    },
  };

  test.each(Object.keys(poison))('%s let nobody in, and spoil nothing for later', async (name) => {
    const { doors, issuer } = await openBot();
    issuer.answer(poison[name]?.(issuer));
    const refused = await doors.post(teams(), bearer(issuer.token()));
    expect(refused.status).toBe(503);
    expect(refused.text).not.toMatch(/\bat \S+ \(|node_modules|Error|jwks|127\.0/);
    expect(doors.inbound).toEqual([]);
    issuer.answer(undefined);
    expect(await status(doors, issuer.token())).toBe(200);
  });

  test('that do not come in time are not waited for', async () => {
    const issuer = await openIssuer(SERVICE);
    issuer.answer(() => undefined);
    const { ToBotFromChannelOpenIdMetadataUrl: metadataUrl = '' } = issuer.settings.botFramework ?? {};
    const keys = createChannelKeys({ metadataUrl, timeout: 50, now: Date.now });
    await expect(Promise.all([keys.find('key-1'), keys.find('key-2')])).rejects.toThrow(KeysUnavailable);
    issuer.answer(undefined);
    expect(await keys.find('key-1')).toMatchObject({ endorsements: ['msteams', 'webchat'] });
  });

  test('are not had where nobody listens: 503, so that the channel sends it again', async () => {
    const { issuer } = await openBot();
    const nowhere = { ToBotFromChannelOpenIdMetadataUrl: 'http://127.0.0.1:9/channel' };
    const botFramework = { ...issuer.settings.botFramework, ...nowhere };
    const doors = await openDoors({
      settings: { ...issuer.settings, botFramework },
      credentials: issuer.credentials,
    });
    expect(await status(doors, issuer.token())).toBe(503);
  });
});
