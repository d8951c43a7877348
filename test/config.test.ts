import { generateKeyPairSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { createSdk } from '../src/channels/sdk.ts';
import { readConfig, VARIABLES } from '../src/config.ts';
import { SetupError } from '../src/errors.ts';

const bot = { MicrosoftAppId: 'app-1', MicrosoftAppPassword: 'hush-hush' };

/** The message of the start that these variables stop. */
function refusal(env: Record<string, string>): string {
  try {
    readConfig(env);
  } catch (error) {
    expect(error).toBeInstanceOf(SetupError);
    return (error as SetupError).message;
  }
  throw new Error(`${JSON.stringify(env)} was taken`);
}

describe('the configuration', () => {
  test('needs nothing for a local start', () => {
    expect(readConfig({})).toMatchObject({
      port: 3978,
      host: '127.0.0.1',
      local: true,
      bot: undefined,
      publicUrl: undefined,
      dataDir: './data',
      staffApiToken: undefined,
      rateLimit: true,
    });
  });

  test('takes every variable', () => {
    const config = readConfig({
      ...bot,
      PORT: '0',
      HOST: '0.0.0.0',
      PUBLIC_URL: 'https://support.example.com/',
      WEB_CHAT_ORIGINS: 'https://www.example.com/, http://localhost:8080',
      TRUST_PROXY: '10.0.0.7, 192.168.0.0/16, ::1',
      MicrosoftAppType: 'SingleTenant',
      MicrosoftAppTenantId: 'tenant-1',
      ToBotFromChannelTokenIssuer: 'https://issuer.example',
      CallerId: '',
      DATA_DIR: '/var/lib/wendy',
      STAFF_API_TOKEN: 'a-token',
    });
    expect(config).toMatchObject({
      port: 0,
      host: '0.0.0.0',
      local: false,
      publicUrl: 'https://support.example.com',
      webChatOrigins: ['https://www.example.com', 'http://localhost:8080'],
      bot: { appId: 'app-1', password: 'hush-hush', type: 'SingleTenant', tenantId: 'tenant-1' },
      botFramework: { ToBotFromChannelTokenIssuer: 'https://issuer.example', CallerId: '' },
      dataDir: '/var/lib/wendy',
    });
    const proxies = ['10.0.0.7', '10.0.0.8', '192.168.9.9', '::1', 'no address'];
    expect(proxies.map(config.trustsProxy)).toEqual([true, false, true, true, false]);
  });

  test('asks for what another cloud needs', () => {
    const ToChannelFromBotLoginUrl = 'https://login.example/tenant';
    const cloud = { ToChannelFromBotLoginUrl, ChannelService: 'https://cloud.example' };
    expect(refusal(cloud)).toMatch(
      /^ToChannelFromBotOAuthScope is missing, but ToChannelFromBotLoginUrl is set/,
    );
    expect(refusal({ CallerId: 'urn:us' })).toMatch(
      /^ToChannelFromBotLoginUrl is missing, but CallerId is set/,
    );
    const whole = { ...cloud, ToChannelFromBotOAuthScope: 'https://scope.example' };
    expect(readConfig(whole).botFramework).toEqual(whole);
  });

  test('takes an empty variable for one that is not set', () => {
    const empty = Object.fromEntries(VARIABLES.map((name) => [name, ' ']));
    expect(readConfig(empty)).toMatchObject({ port: 3978, local: true, bot: undefined });
  });

  test.each([
    ['PORT', '70000'],
    ['PORT', '39a'],
    ['PORT', '-1'],
    ['HOST', 'a b'],
    ['PUBLIC_URL', 'support.example.com'],
    ['PUBLIC_URL', 'ftp://support.example.com'],
    ['TRUST_PROXY', 'everyone'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['TRUST_PROXY', '10.0.0.0/'],
    ['MicrosoftAppId', 'an id with spaces'],
    ['MicrosoftAppType', 'Multi'],
    ['RATE_LIMIT', 'no'],
    ['MAIL_FROM', 'Wendy'],
    ['MAIL_FROM', 'a@example.com, b@example.com'],
    ['MAIL_FROM', 'Wendy <nobody>'],
    ['ChannelService', 'junk'],
    ['ChannelService', 'https://botframework.azure.example'],
    ['ToChannelFromBotLoginUrl', 'login'],
    ['ValidateAuthority', 'maybe'],
  ])('names %s, what it got (%s) and what it takes', (name, value) => {
    expect(refusal({ [name]: value })).toMatch(new RegExp(`^${name} is "${value}"; it takes .{5,}`));
  });

  test.each([
    ['STAFF_API_TOKEN', 'hush hush'],
    ['DATABASE_URL', 'mysql://user:hush@db/wendy'],
    ['SMTP_URL', 'https://user:hush@smtp.example.com'],
    ['SMTP_URL', 'hush.example.com'],
    ['SMTP_URL', 'smtp://hush:99999'],
    ['SMTP_URL', 'smtp://'],
  ])('names %s without its value', (name, value) => {
    const text = refusal({ [name]: value });
    expect(text).toMatch(new RegExp(`^${name} is a value that is not shown here; it takes `));
    expect(text).not.toContain('hush');
  });

  test('takes a PostgreSQL address', () => {
    const DATABASE_URL = 'postgres://user:hush@db:5433/wendy?sslmode=require';
    expect(readConfig({ DATABASE_URL }).databaseUrl).toBe(DATABASE_URL);
    expect(readConfig({}).databaseUrl).toBeUndefined();
  });

  test('takes a mail server with a sender, and writes files without', () => {
    const SMTP_URL = 'smtps://user:hush@smtp.example.com';
    const MAIL_FROM = 'Wendy <support@example.com>';
    expect(readConfig({ SMTP_URL, MAIL_FROM }).mail).toEqual({ smtpUrl: SMTP_URL, from: MAIL_FROM });
    const MAIL_INBOUND_TOKEN = 'of-the-mail-system';
    expect(readConfig({ MAIL_FROM, MAIL_INBOUND_TOKEN }).mail.inboundToken).toBe(MAIL_INBOUND_TOKEN);
    expect(refusal({ MAIL_INBOUND_TOKEN })).toMatch(/^MAIL_FROM is missing, but MAIL_INBOUND_TOKEN is set/);
    expect(refusal({ MAIL_FROM, MAIL_INBOUND_TOKEN: 'short' })).not.toContain('short');
    expect(readConfig({ MAIL_FROM: 'a@example.com' }).mail.from).toBe('a@example.com');
    expect(readConfig({}).mail).toEqual({ smtpUrl: undefined, from: 'Wendy <wendy@localhost>' });
    expect(refusal({ SMTP_URL })).toMatch(/^MAIL_FROM is missing/);
  });

  test.each(['0.0.0.0', '::', '192.168.1.2', 'example.com', 'localhost.example.com'])(
    'refuses to open a local start to %s',
    (HOST) => {
      expect(refusal({ HOST })).toMatch(/^HOST is .* MicrosoftAppId and PUBLIC_URL/);
      expect(readConfig({ HOST, PUBLIC_URL: 'https://a.example' }).host).toBe(HOST);
    },
  );

  test('asks for what belongs together', () => {
    expect(refusal({ MicrosoftAppPassword: 'hush' })).toMatch(/^MicrosoftAppId is missing/);
    expect(refusal({ MicrosoftAppId: 'app-1' })).toMatch(/^MicrosoftAppPassword is missing/);
    expect(refusal({ ...bot, MicrosoftAppType: 'SingleTenant' })).toMatch(/^MicrosoftAppTenantId is missing/);
    expect(
      readConfig({ MicrosoftAppId: 'a', MicrosoftAppType: 'UserAssignedMSI', MicrosoftAppTenantId: 't' }).bot,
    ).toEqual({
      appId: 'a',
      password: undefined,
      type: 'UserAssignedMSI',
      tenantId: 't',
    });
  });

  describe('of a certificate', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const certificate = {
      MicrosoftAppId: 'app-1',
      CertificateThumbprint: 'AB'.repeat(20),
      CertificatePrivateKey: pem,
    };

    test('takes it instead of a secret, with colons and written line breaks too', () => {
      const expected = { thumbprint: 'AB'.repeat(20), privateKey: pem.trim() };
      expect(readConfig(certificate).bot).toMatchObject({ certificate: expected, password: undefined });
      const CertificateThumbprint = Array(20).fill('ab').join(':');
      const CertificatePrivateKey = pem.trim().replaceAll('\n', '\\n');
      const written = { ...certificate, CertificateThumbprint, CertificatePrivateKey };
      expect(readConfig(written).bot?.certificate).toEqual(expected);
    });

    test('is the identity of a bot of one tenant and of many', async () => {
      for (const type of [{}, { MicrosoftAppType: 'singletenant', MicrosoftAppTenantId: 't' }]) {
        const sdk = createSdk(readConfig({ ...certificate, ...type }), 1_000);
        const { credentials } = (await sdk.connector('https://smba.example/')) as unknown as {
          credentials: object;
        };
        expect(credentials.constructor.name).toBe('CertificateAppCredentials');
        sdk.close();
      }
    });

    test('asks for both halves of it, for one secret only, and never shows the key', () => {
      const { CertificateThumbprint, CertificatePrivateKey, ...alone } = certificate;
      expect(refusal({ ...alone, CertificateThumbprint })).toMatch(/^CertificatePrivateKey is missing/);
      expect(refusal({ ...alone, CertificatePrivateKey })).toMatch(/^CertificateThumbprint is missing/);
      expect(refusal({ CertificateThumbprint, CertificatePrivateKey })).toMatch(/^MicrosoftAppId is missing/);
      expect(refusal({ ...certificate, MicrosoftAppPassword: 'hush' })).toMatch(/both set/);
      expect(refusal({ ...certificate, CertificateThumbprint: 'abc' })).toMatch(
        /^CertificateThumbprint is "abc"/,
      );
      const locked = privateKey.export({
        type: 'pkcs8',
        format: 'pem',
        cipher: 'aes-256-cbc',
        passphrase: 'x',
      });
      const { privateKey: curve } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      for (const key of ['hush', String(locked), String(curve.export({ type: 'pkcs8', format: 'pem' }))]) {
        const text = refusal({ ...certificate, CertificatePrivateKey: key });
        expect(text).toMatch(/^CertificatePrivateKey is a value that is not shown here; it takes /);
        expect(text).not.toContain(key);
      }
    });

    test('is no secret for a managed identity, which takes none', () => {
      const managed = { MicrosoftAppType: 'UserAssignedMSI', MicrosoftAppTenantId: 't' };
      expect(refusal({ ...certificate, ...managed })).toMatch(/takes no secret/);
      expect(refusal({ ...bot, ...managed })).toMatch(/^MicrosoftAppPassword is set, but .* takes no secret/);
    });
  });

  test('takes the type of app in any case, as Bot Framework does', () => {
    expect(readConfig({ ...bot, MicrosoftAppType: 'multitenant' }).bot?.type).toBe('MultiTenant');
    const managed = { MicrosoftAppId: 'a', MicrosoftAppType: 'UserAssignedMsi', MicrosoftAppTenantId: 't' };
    expect(readConfig(managed).bot?.type).toBe('UserAssignedMSI');
  });

  test('takes the rate limit off on a local start alone', () => {
    expect(readConfig({ RATE_LIMIT: 'off' }).rateLimit).toBe(false);
    expect(refusal({ ...bot, RATE_LIMIT: 'off' })).toMatch(/^RATE_LIMIT is "off"/);
  });

  test('is documented whole in .env.example, and nothing else is', async () => {
    const example = await readFile(new URL('../.env.example', import.meta.url), 'utf8');
    const documented = [...example.matchAll(/^# (\w+)=/gm)].map(([, name]) => name);
    expect([...documented].sort()).toEqual([...VARIABLES].sort());
  });

  test('takes each value that .env.example shows', async () => {
    const example = await readFile(new URL('../.env.example', import.meta.url), 'utf8');
    for (const [, name = '', value = ''] of example.matchAll(/^# (\w+)=(.*)$/gm)) {
      const sender = name === 'SMTP_URL' ? { MAIL_FROM: 'support@example.com' } : {};
      const cloud = { ToChannelFromBotLoginUrl: 'https://a.example', ToChannelFromBotOAuthScope: 'b' };
      const needed = name.startsWith('MicrosoftApp') ? bot : { ...sender, ...cloud };
      if (name !== 'MicrosoftAppPassword')
        expect(() => readConfig({ ...needed, [name]: value })).not.toThrow();
    }
  });
});
