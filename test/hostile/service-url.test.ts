import { expect, test } from 'vitest';
import { message, openDoors } from '../channels/helpers/doors.ts';
import { openIssuer } from '../channels/helpers/issuer.ts';
import { forEach } from './stage.ts';

/** Hosts that are no channel's: of the inside, of a cloud's metadata, and names that pretend. */
const HOSTS = [
  '169.254.169.254',
  '[fd00:ec2::254]',
  '[fe80::1]',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.0.1',
  '100.64.0.1',
  '0.0.0.0',
  '[::]',
  '2852039166',
  '0xA9FEA9FE',
  '0251.0376.0251.0376',
  '0xa.0.0.1',
  '10.1',
  '[::ffff:10.0.0.1]',
  '[::ffff:a9fe:a9fe]',
  '[64:ff9b::a00:1]',
  'metadata.google.internal',
  'localhost.evil.example',
  'localhost.',
  '127.0.0.1.nip.io',
  'smba.trafficmanager.net.evil.example',
  'smba-trafficmanager.net',
  'xn--sba-8na.trafficmanager.net',
];

/** Addresses in which such a host stands, open or hidden. */
const FORMS: ((host: string) => string)[] = [
  (host) => `http://${host}/`,
  (host) => `https://${host}/emea/`,
  (host) => `HTTP://${host}:3978/x`,
  (host) => `http://localhost@${host}/`,
  (host) => `http://localhost:3978@${host}/`,
  (host) => `http://${host}#@localhost/`,
  (host) => `http://${host}?localhost`,
  (host) => `http://localhost\\@${host}/`,
  (host) => `http://${host}/\r\nHost: localhost`,
  (host) => ` http://${host}/`,
  (host) => `http:/\\${host}/`,
];

const shapes = HOSTS.flatMap((host) => FORMS.map((form) => form(host)));

test(`none of ${shapes.length} serviceUrls of other machines is taken without an app id, and none is asked`, async () => {
  const doors = await openDoors();
  await forEach(shapes, 4, async (serviceUrl) => {
    const { status } = await doors.post(message({ serviceUrl }));
    expect([serviceUrl, [400, 403].includes(status)]).toEqual([serviceUrl, true]);
    const address = {
      channel: 'emulator',
      serviceUrl,
      conversation: { id: 'c' },
      bot: { id: 'b' },
      user: { id: 'u' },
    };
    expect(await doors.send(address, { text: 'hello', choices: [] })).toMatchObject({ kind: 'failed' });
  });
  expect(doors.inbound).toEqual([]);
});

test('none is taken with an app id, but the one that the token speaks for', async () => {
  const service = 'https://smba.trafficmanager.net/emea/';
  const issuer = await openIssuer(service, ['emulator']);
  const doors = await openDoors({ settings: issuer.settings, credentials: issuer.credentials });
  const headers = { Authorization: `Bearer ${issuer.token()}` };
  const near = [
    'https://smba.trafficmanager.net/emea',
    'https://smba.trafficmanager.net/amer/',
    'http://smba.trafficmanager.net/emea/',
    'https://SMBA.trafficmanager.net/emea/',
    'https://smba.trafficmanager.net:443/emea/',
    'https://smba.trafficmanager.net/emea/../amer/',
  ];
  await forEach([...shapes, ...near], 4, async (serviceUrl) => {
    const { status } = await doors.post(message({ serviceUrl }), headers);
    expect([serviceUrl, [400, 401].includes(status)]).toEqual([serviceUrl, true]);
  });
  expect(doors.inbound).toEqual([]);
  expect(await doors.post(message({ serviceUrl: service }), headers)).toMatchObject({ status: 200 });
});
