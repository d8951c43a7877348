import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import naughty from 'big-list-of-naughty-strings' with { type: 'json' };
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { message, type OpenDoors, openDoors, postJson } from './helpers/doors.ts';
import { request, sendRaw, statusOf } from './helpers/raw.ts';

const json = { 'Content-Type': 'application/json' };
const POST = 'POST /api/messages';
const insides = /\bat \S+ \(|node_modules|\.ts:|restify|SyntaxError|TypeError|ZodError|Error:/;

const uncaught: unknown[] = [];
process.on('uncaughtExceptionMonitor', (error) => uncaught.push(error));

/** The doors still take a good message: nothing before it broke them. */
async function expectAlive(doors: OpenDoors): Promise<void> {
  expect(await doors.post(message({ id: 'after all of it' }))).toMatchObject({ status: 200 });
  expect(doors.inbound.map(({ inbound }) => inbound.activityId)).toContain('after all of it');
  expect(uncaught).toEqual([]);
}

afterEach(() => {
  vi.restoreAllMocks();
});

const good = JSON.stringify(message());
const large = JSON.stringify(message({ text: 'x'.repeat(300_000) }));

/** Each request that must go no further, as bytes, and its status. */
const refused: Record<string, [number, string | (string | Buffer)[]]> = {
  'a Host that is no host': [400, request(POST, { ...json, Host: 'foo|bar' }, good)],
  'a Host with a user': [400, request(POST, { ...json, Host: 'a@b' }, good)],
  'a Host with a path': [400, request(POST, { ...json, Host: 'localhost/x' }, good)],
  'a Host with a port out of range': [400, request(POST, { ...json, Host: 'localhost:99999' }, good)],
  'a Host with an open bracket': [400, request(POST, { ...json, Host: '[::1' }, good)],
  'an empty Host': [400, request(POST, { ...json, Host: '' }, good)],
  'no Host': [400, 'GET /live HTTP/1.1\r\nConnection: close\r\n\r\n'],
  'two Hosts': [400, 'GET /live HTTP/1.1\r\nHost: a\r\nHost: b|c\r\nConnection: close\r\n\r\n'],
  'no HTTP': [400, 'hello\r\n\r\n'],
  'a length and chunks': [400, request(POST, { ...json, 'Transfer-Encoding': 'chunked' }, good)],
  'a length that is no number': [400, request(POST, { ...json, 'Content-Length': 'x' })],
  'an expectation that is not known': [417, request(POST, { ...json, Expect: 'wonders' }, good)],
  'a head that is too large': [431, request('GET /live', { 'X-Large': 'x'.repeat(20_000) })],
  'an address without a slash': [400, request('GET http://evil.example/live', {})],
  'a star for an address': [400, request('OPTIONS *', {})],
  'a percent sign alone': [400, request('GET /api/staff/cases/%', {})],
  'a percent sign that is no UTF-8': [400, request('GET /api/staff/cases/%ff', {})],
  'an address that is too long': [400, request(`GET /${'x'.repeat(5_000)}`, {})],
  gzip: [
    415,
    [
      request(POST, { ...json, 'Content-Encoding': 'gzip', 'Content-Length': `${gzipSync(good).length}` }),
      gzipSync(good),
    ],
  ],
  'gzip that is none': [415, request(POST, { ...json, 'Content-Encoding': 'gzip' }, good)],
  deflate: [415, request(POST, { ...json, 'Content-Encoding': 'deflate' }, good)],
  'gzip upon identity': [415, request(POST, { ...json, 'Content-Encoding': 'identity, gzip' }, good)],
  'a form': [415, request(POST, { 'Content-Type': 'application/x-www-form-urlencoded' }, 'type=message')],
  'plain text': [415, request(POST, { 'Content-Type': 'text/plain' }, good)],
  'several parts': [415, request(POST, { 'Content-Type': 'multipart/form-data; boundary=x' }, '--x--')],
  bytes: [415, request(POST, { 'Content-Type': 'application/octet-stream' }, good)],
  'another character set': [415, request(POST, { 'Content-Type': 'application/json; charset=utf-16' }, good)],
  'no type': [415, request(POST, {}, good)],
  'a body over the limit': [413, request(POST, json, large)],
  'a length over the limit': [413, request(POST, { ...json, 'Content-Length': '999999999' })],
  'chunks over the limit': [
    413,
    `${request(POST, { ...json, 'Transfer-Encoding': 'chunked', 'Content-Length': '' }).replace(
      'Content-Length: \r\n',
      '',
    )}${large.length.toString(16)}\r\n${large}\r\n0\r\n\r\n`,
  ],
  'an unknown address': [404, request('POST /api/nothing', json, good)],
  'an unknown address by GET': [404, request('GET /etc/passwd', {})],
  'a way up': [404, request('GET /api/../../etc/passwd', {})],
  'another method': [405, request('GET /api/messages', {})],
  'another method with a body': [405, request('PUT /api/messages', json, good)],
  OPTIONS: [405, request('OPTIONS /api/messages', {})],
  'a tunnel': [0, 'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n'],
  'no body': [400, request(POST, json)],
  'an empty object': [400, request(POST, json, '{}')],
  'half an object': [400, request(POST, json, '{"type":')],
  'no JSON': [400, request(POST, json, 'hello')],
  null: [400, request(POST, json, 'null')],
  'a list': [400, request(POST, json, `[${good}]`)],
  'a number': [400, request(POST, json, '42')],
  'a string': [400, request(POST, json, '"message"')],
  'no UTF-8': [400, [request(POST, { ...json, 'Content-Length': '3' }), Buffer.from([0x22, 0xff, 0x22])]],
  'deep lists': [400, request(POST, json, '['.repeat(100_000))],
  'deep objects': [400, request(POST, json, `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`)],
  'a deep value': [
    400,
    request(POST, json, good.replace('{', `{"value":${'['.repeat(500)}${']'.repeat(500)},`)),
  ],
};

/** Each change of a good message that makes it none, by what is wrong with it; the answer names the field. */
const wrong: [string, Record<string, unknown>][] = [
  ['type', { type: undefined }],
  ['type', { type: '' }],
  ['type', { type: 7 }],
  ['type', { type: ['message'] }],
  ['id', { id: undefined }],
  ['id', { id: '' }],
  ['id', { id: 5 }],
  ['id', { id: null }],
  ['id', { id: 'x'.repeat(1001) }],
  ['channelId', { channelId: undefined }],
  ['channelId', { channelId: '' }],
  ['channelId', { channelId: {} }],
  ['channelId', { channelId: 'x'.repeat(101) }],
  ['conversation', { conversation: undefined }],
  ['conversation', { conversation: null }],
  ['conversation', { conversation: 'c' }],
  ['conversation.id', { conversation: {} }],
  ['conversation.id', { conversation: { id: '' } }],
  ['conversation.id', { conversation: { id: 1 } }],
  ['conversation.id', { conversation: { id: '😀'.repeat(1001) } }],
  ['from', { from: undefined }],
  ['from', { from: [] }],
  ['from.id', { from: { name: 'Sam' } }],
  ['from.id', { from: { id: '' } }],
  ['from.id', { from: { id: true } }],
  ['from.id', { from: { id: 'x'.repeat(1001) } }],
  ['serviceUrl', { serviceUrl: undefined }],
  ['serviceUrl', { serviceUrl: '' }],
  ['serviceUrl', { serviceUrl: 7 }],
  ['serviceUrl', { serviceUrl: 'localhost' }],
  ['serviceUrl', { serviceUrl: 'file:///etc/passwd' }],
  ['serviceUrl', { serviceUrl: 'http://' }],
  ['serviceUrl', { serviceUrl: 'javascript:alert(1)' }],
  ['text', { text: 7 }],
  ['text', { text: ['hello'] }],
  ['text', { text: { toString: 'x' } }],
];

/** Changes that are no error: what is wrong counts as not given. */
const tolerated: Record<string, unknown>[] = [
  { text: undefined },
  { text: null },
  { text: '' },
  { text: 'x'.repeat(8_000) },
  { text: 'x'.repeat(100_000) },
  { locale: 'no language' },
  { locale: 7 },
  { locale: {} },
  { locale: 'x'.repeat(5_000) },
  { from: { id: 'u', name: 7 } },
  { from: { id: 'u', name: { first: 'Sam' } } },
  { from: { id: 'u', name: null } },
  { recipient: undefined },
  { recipient: null },
  { recipient: 'bot' },
  { recipient: {} },
  { replyToId: 7 },
  { channelData: 'text' },
  { channelData: { tenant: 5 } },
  { entities: 'none' },
  { entities: [null, 7, { type: 'mention' }] },
  { attachments: { 0: 'photo' } },
  { attachments: [null, 'x'] },
  { timestamp: 'yesterday' },
  { timestamp: 7 },
  { deliveryMode: 7 },
  { value: null },
  { value: 'text' },
  { unheardOf: [[[]]] },
  { conversation: { id: 'c', isGroup: 'yes', tenantId: 7 } },
  { id: 'x'.repeat(1000), conversation: { id: '😀'.repeat(1000) }, from: { id: '会'.repeat(1000) } },
];

describe('the doors, whatever is sent to them,', () => {
  test('refuse it, say nothing of the inside, and live', async () => {
    const doors = await openDoors({ patience: { body: 500 } });
    const statuses: Record<string, number> = {};
    for (const [name, [, bytes]] of Object.entries(refused)) {
      const raw = await sendRaw(doors.port, bytes);
      statuses[name] = statusOf(raw);
      expect(raw, name).not.toMatch(insides);
      if (raw !== '' && name !== 'no Host') {
        expect(raw.toLowerCase(), name).toContain('x-content-type-options: nosniff');
      }
    }
    expect(statuses).toEqual(
      Object.fromEntries(Object.entries(refused).map(([name, [status]]) => [name, status])),
    );
    expect(doors.inbound).toEqual([]);
    await expectAlive(doors);
  });

  test.each(wrong)('answer 400 and name %s', async (field, changes) => {
    const doors = await openDoors();
    const answer = await doors.post(message(changes));
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({ field, error: expect.stringContaining(field) });
    expect(answer.text).not.toMatch(insides);
    expect(doors.inbound).toEqual([]);
  });

  test.each(tolerated.map((changes) => [JSON.stringify(changes).slice(0, 60), changes] as const))(
    'take %s',
    async (_name, changes) => {
      const doors = await openDoors();
      expect(await doors.post(message(changes))).toMatchObject({ status: 200 });
      expect(doors.inbound.length).toBe(1);
      expect(typeof doors.inbound[0]?.inbound.text).toBe('string');
    },
  );

  test('take any words, and pass them on to the letter', async () => {
    const doors = await openDoors({ settings: { rateLimit: false } });
    const texts = [...naughty, '\0', '\ud800', '\u202e'];
    for (const text of texts) expect((await doors.post(message({ text }))).status).toBe(200);
    expect(doors.inbound.map(({ inbound }) => inbound.text)).toEqual(texts);
  });

  test('let no key reach a prototype', async () => {
    const doors = await openDoors();
    const poison = '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}';
    const body = good.replace('{', `{${poison},"value":{${poison},"kept":[{${poison}}]},`);
    expect(await postJson(`${doors.url}/api/messages`, body)).toMatchObject({ status: 200 });
    expect(JSON.stringify(doors.inbound[0]?.inbound.value)).toBe('{"kept":[{}]}');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test('answer 200 or 400 to any JSON, and to any field replaced by any JSON', async () => {
    const doors = await openDoors({ settings: { rateLimit: false } });
    const field = fc.constantFrom(
      ...Object.keys(message()),
      'locale',
      'value',
      'entities',
      'membersAdded',
      'name',
    );
    const odd = fc.oneof(
      fc.json().filter((text) => text !== ''),
      fc.tuple(field, fc.jsonValue()).map(([name, value]) => JSON.stringify(message({ [name]: value }))),
    );
    await fc.assert(
      fc.asyncProperty(odd, async (body) => {
        const { status, text } = await postJson(`${doors.url}/api/messages`, body);
        expect([200, 400, 403]).toContain(status);
        expect(text).not.toMatch(insides);
      }),
      { numRuns: 300 },
    );
    await expectAlive(doors);
  });

  test('live on when a client leaves in the middle of a head, of a body, and before the answer', async () => {
    const doors = await openDoors();
    const starts = [
      'POST /api/mess',
      request(POST, { ...json, 'Content-Length': '500' }, '{"type"'),
      request(POST, json, good),
    ];
    for (const start of starts) {
      const socket = connect(doors.port, '127.0.0.1');
      await once(socket, 'connect');
      await new Promise((resolve) => socket.write(start, resolve));
      socket.resetAndDestroy();
    }
    await expectAlive(doors);
  });

  test('stop waiting for a body that does not come', async () => {
    const doors = await openDoors({ patience: { body: 50 } });
    const raw = await sendRaw(doors.port, request(POST, { ...json, 'Content-Length': '500' }, '{"type"'));
    expect(statusOf(raw)).toBe(408);
    await expectAlive(doors);
  });

  test('take a request that asks for an upgrade as an ordinary one', async () => {
    const doors = await openDoors();
    const raw = await sendRaw(
      doors.port,
      `GET /live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n`,
    );
    expect(statusOf(raw)).toBe(200);
  });

  test('answer 500 without a word of the inside when the far side fails, and log it', async () => {
    const doors = await openDoors({
      receive: () => {
        throw new Error('the secret of the inside');
      },
    });
    const answer = await doors.post(message());
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('secret');
    expect(doors.logged.join()).toContain('the secret of the inside');
  });
});
