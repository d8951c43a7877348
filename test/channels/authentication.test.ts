import { describe, expect, test, vi } from 'vitest';
import { message, type OpenDoors, openDoors } from './helpers/doors.ts';
import { foreignKey, type Issuer, openIssuer } from './helpers/issuer.ts';

const SERVICE = 'https://smba.example/emea/';

const teams = (changes: Record<string, unknown> = {}): Record<string, unknown> =>
  message({ channelId: 'msteams', serviceUrl: SERVICE, ...changes });

async function openBot(): Promise<{ doors: OpenDoors; issuer: Issuer }> {
  // The SDK prints each bad token on the console; the answer is what counts here.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const issuer = await openIssuer(SERVICE);
  const doors = await openDoors({ settings: issuer.settings, credentials: issuer.credentials });
  return { doors, issuer };
}

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

  test('answers 503 where the keys can not be had, so that the channel sends it again', async () => {
    const { issuer } = await openBot();
    const nowhere = { ToBotFromChannelOpenIdMetadataUrl: 'http://127.0.0.1:9/channel' };
    const botFramework = { ...issuer.settings.botFramework, ...nowhere };
    const doors = await openDoors({
      settings: { ...issuer.settings, botFramework },
      credentials: issuer.credentials,
    });
    expect(await doors.post(teams(), { Authorization: `Bearer ${issuer.token()}` })).toMatchObject({
      status: 503,
    });
  });
});
