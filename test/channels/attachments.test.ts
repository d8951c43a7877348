import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { sourcesOf, takesToken } from '../../src/channels/attachments.ts';
import type { Net } from '../../src/media/fetch.ts';
import { createIntake } from '../../src/media/intake.ts';
import { giving, openFilesHost } from '../helpers/files-host.ts';
import { picture } from '../helpers/pictures.ts';
import { BAD_URLS, OWN_ADDRESSES } from '../media/shapes.ts';
import { message, openDoors } from './helpers/doors.ts';
import { openIssuer } from './helpers/issuer.ts';

const SERVICE = 'https://smba.trafficmanager.net/amer/';
const DOWNLOAD = 'application/vnd.microsoft.teams.file.download.info';
const log = { info() {}, warn() {}, error() {} };

const intakeOn = (net?: Net) =>
  createIntake({ shelf: { put: async () => {} }, log, now: Date.now, ...(net && { net }) });

/** The doors of a bot with an identity, and a message as its channel posts it. */
async function openBot(net: Net, serviceUrl = SERVICE) {
  const issuer = await openIssuer(serviceUrl);
  const doors = await openDoors({
    settings: { ...issuer.settings, rateLimit: false },
    credentials: issuer.credentials,
    intake: intakeOn(net),
  });
  const say = async (attachments: unknown, token: string | undefined = issuer.token()) => {
    const activity = message({ channelId: 'msteams', serviceUrl, attachments });
    const { status } = await doors.post(activity, token ? { Authorization: `Bearer ${token}` } : {});
    return { status, attached: doors.inbound.at(-1)?.inbound.attachments };
  };
  return { doors, say };
}

const inline = (contentUrl: string) => ({ contentType: 'image/*', contentUrl });

describe('photos of Teams', () => {
  test('that stand in the message are fetched with the bot’s token', async () => {
    const host = await openFilesHost(giving(await picture('png')));
    const { say } = await openBot(host.net);
    const url = `${SERVICE}v3/attachments/0-eus-d1/views/original`;
    const copy = { contentType: 'text/html', content: `<div><img src="${url}"></div>` };
    const { status, attached } = await say([inline(url), copy]);
    expect(status).toBe(200);
    expect(attached).toMatchObject({ files: [{ type: 'image/jpeg', width: 60 }], refused: [] });
    expect(host.asked).toMatchObject([
      { host: 'smba.trafficmanager.net', authorization: 'Bearer of-the-bot', sni: 'smba.trafficmanager.net' },
    ]);
  });

  test('that were uploaded are fetched from where they lie, without it', async () => {
    const host = await openFilesHost(giving(await picture('webp')));
    const { say } = await openBot(host.net);
    const { attached } = await say([
      {
        contentType: DOWNLOAD,
        name: 'Typenschild.webp',
        contentUrl: 'https://contoso-my.sharepoint.com/personal/ann/Typenschild.webp',
        content: {
          downloadUrl: 'https://contoso-my.sharepoint.com/download.aspx?tempauth=abc',
          uniqueId: '1',
          fileType: 'webp',
        },
      },
    ]);
    expect(attached).toMatchObject({ files: [{ name: 'Typenschild.webp' }] });
    expect(host.asked).toMatchObject([
      { host: 'contoso-my.sharepoint.com', path: '/download.aspx?tempauth=abc', authorization: undefined },
    ]);
  });

  test('that lie at any other host are fetched without the token', async () => {
    const host = await openFilesHost(giving(await picture('png')));
    const { say } = await openBot(host.net);
    await say([inline('https://files.example.com/1'), inline('https://evil.example.net/v3/attachments/1')]);
    expect(host.asked.map(({ authorization }) => authorization)).toEqual([undefined, undefined]);
  });

  test('are not fetched at all for who has no good token', async () => {
    const host = await openFilesHost(giving(await picture('png')));
    const { say, doors } = await openBot(host.net);
    expect((await say([inline(`${SERVICE}1`)], 'forged')).status).toBe(401);
    expect((await say([inline(`${SERVICE}1`)], '')).status).toBe(401);
    expect([host.asked, host.lookedUp, doors.inbound]).toEqual([[], [], []]);
  });
});

test.each([
  ['https://smba.trafficmanager.net/1', true],
  ['https://smba.trafficmanager.net:443/1', true],
  ['https://service.example.com/1', true],
  ['https://webchat.botframework.com/attachments/1', true],
  ['https://service.example.com:8443/1', false],
  ['http://service.example.com/1', false],
  ['http://smba.trafficmanager.net/1', false],
  ['https://smba.trafficmanager.net:444/1', false],
  ['https://smba.trafficmanager.net.evil.example.net/1', false],
  ['https://evil-smba.trafficmanager.net/1', false],
  ['https://x.smba.trafficmanager.net/1', false],
  ['https://trafficmanager.net/1', false],
  ['https://evil.example.net/smba.trafficmanager.net', false],
  ['https://evil.example.net?smba.trafficmanager.net', false],
  ['https://evil.example.net#@smba.trafficmanager.net', false],
  ['https://smba.trafficmanager.net@evil.example.net/1', false],
  ['https://evil.trafficmanager.net/1', false],
  ['https://evil.botframework.com/1', false],
  ['data:image/png;base64,AAAA', false],
  ['', false],
])('the bot’s token for %s: %j', (url, may) => {
  expect(takesToken(url, 'https://service.example.com/x/')).toBe(may);
});

describe('a content URL that leads elsewhere', () => {
  test(`is refused in each of ${BAD_URLS.length} shapes, with the message answered and no token given`, async () => {
    const host = await openFilesHost(giving(await picture('png')));
    const { say } = await openBot({ ...host.net, lookup: async () => ['127.0.0.1'], permits: () => true });
    for (const url of BAD_URLS.filter((one) => one.length < 4_000)) {
      const { status, attached } = await say([inline(url)]);
      expect([url, status, attached?.files]).toEqual([url, 200, []]);
    }
    expect(host.asked).toEqual([]);
  }, 120_000);

  test('is refused by where its name leads, also at the hosts that are sent the token', async () => {
    for (const address of OWN_ADDRESSES.filter((_, nth) => nth % 6 === 0)) {
      const host = await openFilesHost(giving(await picture('png')));
      const { say } = await openBot({ ...host.net, lookup: async () => [address] });
      const { attached } = await say([inline(`${SERVICE}1`), inline('https://files.example.com/1')]);
      if (address !== '127.0.0.1') expect(attached?.refused).toHaveLength(2);
    }
  }, 120_000);
});

describe('on a local start', () => {
  const openLocal = async (listener: RequestListener) => {
    const server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  test('a photo at the emulator on this machine is fetched, without any token', async () => {
    const bytes = await picture('png');
    const authorizations: (string | undefined)[] = [];
    const serviceUrl = await openLocal((req, res) => {
      authorizations.push(req.headers.authorization);
      res.end(bytes);
    });
    const doors = await openDoors({ intake: intakeOn() });
    await doors.post(message({ serviceUrl, attachments: [inline(`${serviceUrl}/v3/attachments/1`)] }));
    expect(doors.inbound[0]?.inbound.attachments.files).toHaveLength(1);
    expect(authorizations).toEqual([undefined]);
  });

  test('nothing else of this machine is, by content URL or by serviceUrl', async () => {
    let asked = 0;
    const secret = await openLocal((_req, res) => {
      asked++;
      res.end('secret');
    });
    const port = new URL(secret).port;
    const doors = await openDoors({ intake: intakeOn(), settings: { rateLimit: false } });
    const shapes = BAD_URLS.flatMap((url) => [url, url.replace('https:', 'http:')]).concat(
      [
        '127.0.0.1',
        'localhost',
        '[::1]',
        '127.1',
        '2130706433',
        '0x7f000001',
        '0177.0.0.1',
        '[::ffff:7f00:1]',
      ].map((host) => `http://${host}:${port}/`),
    );
    for (const url of shapes.filter((one) => one.length < 4_000)) {
      const { status } = await doors.post(message({ attachments: [inline(url)] }));
      expect([url, status, doors.inbound.at(-1)?.inbound.attachments.files]).toEqual([url, 200, []]);
    }
    expect(asked).toBe(0);
    const taken = doors.inbound.length;
    for (const serviceUrl of [
      ...BAD_URLS,
      `http://user@127.0.0.1:${port}`,
      `http://127.0.0.1:${port}\\@x.com`,
    ]) {
      const { status } = await doors.post(message({ serviceUrl }));
      const host = URL.canParse(serviceUrl) ? new URL(serviceUrl).hostname : '';
      const here = /^(?:localhost|127\.|\[::1\]|\[::ffff:7f)/.test(host);
      if (!here) expect([serviceUrl, status]).toEqual([serviceUrl, expect.toBeOneOf([400, 403])]);
    }
    expect(
      doors.inbound.slice(taken).every(({ inbound }) => /^https?:/i.test(inbound.address.serviceUrl)),
    ).toBe(true);
    expect(asked).toBe(0);
  }, 120_000);
});

describe('of attachments', () => {
  const reach = { serviceUrl: SERVICE, local: false, authorization: undefined };
  test('cards and copies of the text are no files', () => {
    const attachments = [
      { contentType: 'text/html', content: '<p>hi</p>' },
      { contentType: 'application/vnd.microsoft.card.adaptive', content: {} },
      { contentType: 'application/vnd.microsoft.card.hero', content: {} },
      null,
      'x',
      7,
      [],
    ];
    expect(sourcesOf(attachments, reach)).toEqual([]);
    expect(sourcesOf(undefined, reach)).toEqual([]);
  });

  test('those that are not as they should be are named, and nothing throws', () => {
    const odd = [
      {},
      { contentUrl: 7 },
      { contentType: DOWNLOAD },
      { contentType: DOWNLOAD, content: 'x' },
      { contentUrl: 'data:,x' },
    ];
    expect(sourcesOf(odd, reach).map((source) => 'refused' in source && source.refused)).toEqual(
      odd.map(() => 'unreachable'),
    );
  });

  test('a data URL is what it holds', () => {
    const url = 'data:image/png;charset=utf-8;base64,aGVsbG8=';
    expect(sourcesOf([{ name: 'a.png', contentUrl: url }], reach)).toEqual([
      { name: 'a.png', bytes: Buffer.from('hello') },
    ]);
  });

  test('of the web chat only data URLs are read: nothing is fetched for anybody', () => {
    const attachments = [
      { contentUrl: 'https://files.example.com/1' },
      { contentUrl: 'data:image/png;base64,AAAA' },
    ];
    expect(sourcesOf(attachments, undefined)).toEqual([
      { name: undefined, refused: 'unreachable' },
      { name: undefined, bytes: Buffer.alloc(3) },
    ]);
  });
});
