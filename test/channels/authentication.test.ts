import { createPublicKey } from 'node:crypto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { bearer, later, openBot, SERVICE, teams } from './helpers/bot.ts';
import { openDoors } from './helpers/doors.ts';
import { APP_ID, foreignKey, type Issuer, openIssuer } from './helpers/issuer.ts';

const TENANT = 'd6d49420-f39b-4df7-a1dc-d59a935871db';

afterEach(() => {
  vi.useRealTimers();
});

const seconds = (): number => Math.floor(Date.now() / 1000);

/** Each bad token, by what is wrong with it. */
const bad: Record<string, (issuer: Issuer) => string | undefined> = {
  'no token': () => undefined,
  'an empty one': () => 'Bearer ',
  'no bearer token': () => 'Basic dXNlcjpwYXNz',
  'a word for a token': () => 'Bearer nonsense',
  'three words for a token': () => 'Bearer a.b.c',
  'a payload that is null': () => 'Bearer e30.bnVsbA.e30',
  'the audience of another bot': ({ token }) => `Bearer ${token({ claims: { aud: 'another' } })}`,
  'no audience': ({ token }) => `Bearer ${token({ claims: { aud: undefined } })}`,
  'another issuer': ({ token }) => `Bearer ${token({ claims: { iss: 'https://api.botframework.com' } })}`,
  'several issuers': ({ token }) => `Bearer ${token({ claims: { iss: ['https://issuer.example'] } })}`,
  'the serviceUrl of another channel': ({ token }) =>
    `Bearer ${token({ claims: { serviceurl: 'https://evil.example/' } })}`,
  'no serviceUrl claim': ({ token }) => `Bearer ${token({ claims: { serviceurl: undefined } })}`,
  'a time that is over': ({ token }) => `Bearer ${token({ claims: { exp: seconds() - 3600 } })}`,
  'a time to come': ({ token }) => `Bearer ${token({ claims: { nbf: seconds() + 3600 } })}`,
  'the algorithm none': ({ token }) => `Bearer ${token({ header: { alg: 'none' } }).replace(/[^.]*$/, '')}`,
  'the algorithm none, signed': ({ token }) => `Bearer ${token({ header: { alg: 'none' } })}`,
  'a symmetric algorithm': ({ hmacToken }) => `Bearer ${hmacToken()}`,
  'an unknown key': ({ token }) => `Bearer ${token({ header: { kid: 'key-2' } })}`,
  'no key': ({ token }) => `Bearer ${token({ header: { kid: undefined } })}`,
  'a foreign key under a known name': ({ token }) => `Bearer ${token({ key: foreignKey() })}`,
  'a changed payload': ({ token }) => {
    const [head, , signature] = token().split('.');
    const [, payload] = token({ claims: { exp: seconds() + 9999 } }).split('.');
    return `Bearer ${head}.${payload}.${signature}`;
  },
  'no time at which it ends': ({ token }) => `Bearer ${token({ claims: { exp: undefined } })}`,
  'an end that is no number': ({ token }) => `Bearer ${token({ claims: { exp: '9999999999' } })}`,
  'an end that never comes': ({ token }) =>
    `Bearer ${token({ claims: { exp: 0 } }).replace(/\.[\w-]+\./, `.${Buffer.from('{"exp":1e999}').toString('base64url')}.`)}`,
  'several audiences, ours among them': ({ token }) =>
    `Bearer ${token({ claims: { aud: [APP_ID, 'another'] } })}`,
  'the app id of another program': ({ token }) =>
    `Bearer ${token({ claims: { appid: 'another', ver: '1.0' } })}`,
  'another authorized party': ({ token }) => `Bearer ${token({ claims: { azp: 'another', ver: '2.0' } })}`,
  'another algorithm in its head': ({ token }) => `Bearer ${token({ header: { alg: 'RS512' } })}`,
  'an algorithm of elliptic curves': ({ token }) => `Bearer ${token({ header: { alg: 'ES256' } })}`,
  'a head with what must be understood': ({ token }) => `Bearer ${token({ header: { crit: ['exp'] } })}`,
  'a key of its own in its head': ({ token }) => {
    const key = foreignKey();
    return `Bearer ${token({ key, header: { kid: undefined, jwk: createPublicKey(key).export({ format: 'jwk' }) } })}`;
  },
  'the name of a prototype for a key': ({ token }) => `Bearer ${token({ header: { kid: '__proto__' } })}`,
  'a list for a key': ({ token }) => `Bearer ${token({ header: { kid: ['key-1'] } })}`,
  'a signature cut off': ({ token }) => `Bearer ${token().slice(0, -6)}`,
  'no signature': ({ token }) => `Bearer ${token().replace(/[^.]*$/, '')}`,
  'more behind it': ({ token }) => `Bearer ${token()}.x`,
  'a second word behind it': ({ token }) => `Bearer ${token()} ${token()}`,
  'the scheme in small letters': ({ token }) => `bearer ${token()}`,
  'a serviceUrl that only begins like it': ({ token }) =>
    `Bearer ${token({ claims: { serviceurl: `${SERVICE}more` } })}`,
  'a serviceUrl claim in a list': ({ token }) => `Bearer ${token({ claims: { serviceurl: [SERVICE] } })}`,
  'ten thousand letters': () => `Bearer ${'x'.repeat(10_000)}`,
  'the form of the emulator, version 2, for this bot in its tenant': ({ token }) =>
    `Bearer ${token({
      claims: {
        iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
        azp: APP_ID,
        tid: TENANT,
        ver: '2.0',
      },
    })}`,
  'the form of the emulator, version 1, for this bot in its tenant': ({ token }) =>
    `Bearer ${token({
      claims: { iss: `https://sts.windows.net/${TENANT}/`, appid: APP_ID, tid: TENANT, ver: '1.0' },
    })}`,
  'the form of the emulator': ({ token }) =>
    `Bearer ${token({
      claims: {
        iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/',
        appid: '11111111-2222-3333-4444-555555555555',
        ver: '1.0',
        serviceurl: undefined,
      },
    })}`,
  'the form of a skill': ({ token }) =>
    `Bearer ${token({
      claims: {
        iss: 'https://login.microsoftonline.com/d6d49420-f39b-4df7-a1dc-d59a935871db/v2.0',
        azp: 'a-skill',
        ver: '2.0',
      },
    })}`,
};

describe('with an app id, /api/messages', () => {
  test('lets a good token in, and trusts what its channel says of the sender', async () => {
    const { doors, issuer } = await openBot();
    const from = { id: '29:1', aadObjectId: 'object-1' };
    const conversation = { id: 'a:1', tenantId: 'tenant-1', conversationType: 'personal' };
    const answer = await doors.post(teams({ from, conversation }), {
      Authorization: `Bearer ${issuer.token()}`,
    });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text).activities).toMatchObject([{ text: 'Noted.', replyToId: 'activity-1' }]);
    expect(doors.inbound[0]?.inbound.sender).toEqual({
      id: '29:1',
      tenantId: 'tenant-1',
      objectId: 'object-1',
    });
  });

  test('lets nothing through for any bad token, and answers 401 with nothing of the inside', async () => {
    const { doors, issuer } = await openBot();
    const statuses: Record<string, unknown> = {};
    for (const [name, make] of Object.entries(bad)) {
      const authorization = make(issuer);
      const answer = await doors.post(
        teams(),
        authorization === undefined ? {} : { Authorization: authorization },
      );
      statuses[name] = answer.status;
      expect(answer.text).not.toMatch(/ at |node_modules|jwt|Error/);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
    expect(statuses).toEqual(Object.fromEntries(Object.keys(bad).map((name) => [name, 401])));
    expect(doors.inbound).toEqual([]);
  });

  test('takes a good token for no other serviceUrl, for none, and for no channel that its key is not for', async () => {
    const { doors, issuer } = await openBot();
    const good = { Authorization: `Bearer ${issuer.token()}` };
    expect(await doors.post(teams({ serviceUrl: 'https://evil.example/' }), good)).toMatchObject({
      status: 401,
    });
    expect(await doors.post(teams({ serviceUrl: undefined }), good)).toMatchObject({ status: 400 });
    expect(await doors.post(teams({ serviceUrl: '' }), good)).toMatchObject({ status: 400 });
    expect(await doors.post(teams({ channelId: 'sms' }), good)).toMatchObject({ status: 401 });
    expect(await doors.post(teams({ channelId: 'AseChannel' }), good)).toMatchObject({ status: 401 });
    expect(doors.inbound).toEqual([]);
  });

  test('checks activities that mean nothing as well', async () => {
    const { doors, issuer } = await openBot();
    expect(await doors.post(teams({ type: 'typing' }))).toMatchObject({ status: 401 });
    const good = { Authorization: `Bearer ${issuer.token()}` };
    expect(await doors.post(teams({ type: 'typing' }), good)).toMatchObject({ status: 200 });
  });

  test('fetches keys once, and not at all for a token of another issuer', async () => {
    const { doors, issuer } = await openBot();
    await doors.post(teams(), { Authorization: bad['the form of the emulator']?.(issuer) ?? '' });
    expect(issuer.fetched()).toBe(0);
    for (let i = 0; i < 3; i++) await doors.post(teams(), { Authorization: `Bearer ${issuer.token()}` });
    expect(issuer.fetched()).toBe(2);
  });

  test('lets a token in as long as its clock is within five minutes of ours', async () => {
    const { doors, issuer } = await openBot();
    const over = issuer.token({ claims: { exp: seconds() - 200 } });
    const early = issuer.token({ claims: { nbf: seconds() + 200 } });
    expect(await doors.post(teams(), bearer(over))).toMatchObject({ status: 200 });
    expect(await doors.post(teams({ id: '2' }), bearer(early))).toMatchObject({ status: 200 });
  });

  test('verifies a token anew for each activity: it was good before, and still is for nothing else', async () => {
    const { doors, issuer } = await openBot();
    const good = bearer(issuer.token());
    const status = async (changes: Record<string, unknown>): Promise<number> =>
      (await doors.post(teams({ id: String(Math.random()), ...changes }), good)).status;
    expect([await status({}), await status({}), await status({ channelId: 'webchat' })]).toEqual([
      200, 200, 200,
    ]);
    expect(await status({ serviceUrl: 'https://smba.example/amer/' })).toBe(401);
    expect(await status({ serviceUrl: SERVICE.slice(0, -1) })).toBe(401);
    expect(await status({ channelId: 'sms' })).toBe(401);
    expect(await status({ channelId: 'MSTEAMS' })).toBe(401);
    later(50 * 60_000);
    expect(await status({})).toBe(200);
    later(20 * 60_000);
    expect(await status({})).toBe(401);
    expect(doors.inbound.length).toBe(4);
  });

  test('takes a bot of one tenant for no bot of another', async () => {
    const issuer = await openIssuer(SERVICE);
    const bot = { ...issuer.settings.bot, type: 'SingleTenant', tenantId: TENANT };
    const doors = await openDoors({
      settings: { ...issuer.settings, bot: bot as NonNullable<typeof issuer.settings.bot> },
      credentials: issuer.credentials,
    });
    const status = async (tid: string | undefined): Promise<number> =>
      (await doors.post(teams({ id: `of ${tid}` }), bearer(issuer.token({ claims: { tid } })))).status;
    expect([await status(undefined), await status(TENANT), await status('another')]).toEqual([200, 200, 401]);
  });

  test('takes a key without endorsements for every channel', async () => {
    const { doors, issuer } = await openBot([]);
    expect(await doors.post(teams({ channelId: 'sms' }), bearer(issuer.token()))).toMatchObject({
      status: 200,
    });
  });
});
