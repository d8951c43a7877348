import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { message, type OpenDoors, openDoors } from '../channels/helpers/doors.ts';
import { request, sendRaw, statusOf } from '../channels/helpers/raw.ts';

const JSON_TYPE = { 'Content-Type': 'application/json' };
const POST = 'POST /api/messages';
const INSIDE = /\bat \S+ \(|node_modules|\.ts:\d|restify|Error:/;

/** A whole request to be smuggled: were it served, the doors would hear of it. */
const hidden = request(POST, JSON_TYPE, JSON.stringify(message({ id: 'smuggled', text: 'smuggled' })));
const good = JSON.stringify(message());

const uncaught: unknown[] = [];
const note = (error: unknown): void => void uncaught.push(error);
process.on('uncaughtExceptionMonitor', note);
afterAll(() => void process.off('uncaughtExceptionMonitor', note));

async function expectAlive(doors: OpenDoors): Promise<void> {
  expect(await doors.post(message({ id: 'after all of it' }))).toMatchObject({ status: 200 });
  expect(uncaught).toEqual([]);
  expect(doors.logged.filter((line) => line.includes('failed'))).toEqual([]);
}

/** Heads whose length two readers would take differently, each before a body with a hidden request in it. */
const head = (...lines: string[]): string =>
  [`${POST} HTTP/1.1`, 'Host: localhost', 'Content-Type: application/json', ...lines, '', ''].join('\r\n');
const whole = String(hidden.length);
const smuggled: Record<string, string> = {
  'a length and chunks': `${head(`Content-Length: ${whole}`, 'Transfer-Encoding: chunked')}0\r\n\r\n${hidden}`,
  'chunks and a length': `${head('Transfer-Encoding: chunked', 'Content-Length: 4')}5c\r\n${hidden}\r\n0\r\n\r\n`,
  'two lengths': `${head('Content-Length: 0', `Content-Length: ${whole}`)}${hidden}`,
  'two equal lengths and more': `${head('Content-Length: 2', 'Content-Length: 2')}{}${hidden}`,
  'a length in a list': `${head('Content-Length: 0, 5')}${hidden}`,
  'a length below nothing': `${head('Content-Length: -1')}${hidden}`,
  'a length with a plus': `${head('Content-Length: +0')}${hidden}`,
  'a length in hexadecimal': `${head('Content-Length: 0x0')}${hidden}`,
  'a length with a space in its name': `${head('Content-Length : 0')}${hidden}`,
  'a length that is too long a number': `${head('Content-Length: 99999999999999999999999')}${hidden}`,
  'chunks twice': `${head('Transfer-Encoding: chunked', 'Transfer-Encoding: chunked')}0\r\n\r\n${hidden}`,
  'chunks by another name': `${head('Transfer-Encoding: xchunked')}0\r\n\r\n${hidden}`,
  'chunks and identity': `${head('Transfer-Encoding: chunked, identity')}0\r\n\r\n${hidden}`,
  'chunks behind a tab': `${head('Transfer-Encoding:\tchunked', 'Content-Length: 3')}0\r\n\r\n${hidden}`,
  'chunks in a folded line': `${head('X: a', ' Transfer-Encoding: chunked')}${hidden}`,
  'chunks behind a bare line feed': `${POST} HTTP/1.1\r\nHost: localhost\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`,
  'chunks behind a bare return': `${POST} HTTP/1.1\r\nHost: localhost\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`,
  'a chunk with a size that is none': `${head('Transfer-Encoding: chunked')}zz\r\n${hidden}\r\n0\r\n\r\n`,
  'a chunk below nothing': `${head('Transfer-Encoding: chunked')}-1\r\n${hidden}\r\n0\r\n\r\n`,
  'a chunk larger than any': `${head('Transfer-Encoding: chunked')}fffffffffffffffff\r\n${hidden}`,
  'a chunk that is longer than it says': `${head('Transfer-Encoding: chunked')}1\r\n${hidden}\r\n0\r\n\r\n`,
  'a chunk with an endless extension': `${head('Transfer-Encoding: chunked')}1;${'a'.repeat(40_000)}\r\n{\r\n0\r\n\r\n`,
  'trailers that say who it is': `${head('Transfer-Encoding: chunked', 'Connection: close')}2\r\n{}\r\n0\r\nHost: evil\r\nContent-Length: 5\r\n\r\n`,
  'a header with a null in it': `${head('X: a\0b')}${hidden}`,
  'a header name with a return in it': `${head('X\rY: a')}${hidden}`,
  'a method by another name': hidden.replace('POST', 'G3T'),
  'a method in small letters': hidden.replace('POST', 'post'),
  'a version of its own': hidden.replace('HTTP/1.1', 'HTTP/9.9'),
  'no version': `${POST}\r\n\r\n${hidden}`,
  'spaces before all': ` ${hidden}`,
};

test.each(Object.keys(smuggled))('%s hides no second request', async (name) => {
  const doors = await openDoors({ patience: { body: 300, head: 300 } });
  const socket = connect(doors.port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk)).on('error', () => undefined);
  const closed = once(socket, 'close');
  socket.end(smuggled[name] ?? '');
  await closed;
  const raw = Buffer.concat(chunks).toString('latin1');
  expect(statusOf(raw)).not.toBe(200);
  expect(raw).not.toMatch(INSIDE);
  expect(doors.inbound).toEqual([]);
  await expectAlive(doors);
});

const bytes: Record<string, [string | Buffer, number[]]> = {
  'the preface of HTTP/2': ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', [400]],
  'a TLS hello': [Buffer.from('16030100c8010000c40303', 'hex'), [400]],
  'an SSH greeting': ['SSH-2.0-OpenSSH_9.6\r\n', [400]],
  'a greeting of mail': ['EHLO evil.example\r\n', [400]],
  'bytes of no protocol': [Buffer.from(Array.from({ length: 4_096 }, (_, at) => (at * 37) % 256)), [400]],
  'nothing but returns': ['\r\n'.repeat(20_000), [0, 400, 408, 431]],
  'an absolute address': [request('GET http://localhost/live', {}), [400]],
  'an absolute address of another host': [
    request('POST http://evil.example/api/messages', JSON_TYPE, good),
    [400],
  ],
  'an address with a user': [request('GET //user@localhost/live', {}), [400, 404]],
  'an address of two slashes': [request('GET //evil.example/live', {}), [404]],
  'an address with a back slash': [request('GET \\live', {}), [400]],
  'an address with a fragment': [request('GET /live#x', {}), [200, 400, 404]],
  'an address with a null': [request('GET /live%00', {}), [400, 404]],
  'ten hosts': [`GET /live HTTP/1.1\r\n${'Host: localhost\r\n'.repeat(10)}\r\n`, [400]],
  'a thousand headers': [
    request('GET /live', Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`X-${at}`, 'x']))),
    [200, 400, 431],
  ],
  'two tokens': [
    request('GET /api/staff/cases', { Authorization: 'Bearer x\r\nAuthorization: Bearer a-staff-token' }),
    [400, 401],
  ],
  'two types of body': [
    request(POST, { 'Content-Type': 'application/json\r\nContent-Type: text/plain' }, good),
    [200, 400, 415],
  ],
  'an upgrade to another HTTP': [
    request('GET /live', {
      Upgrade: 'h2c',
      Connection: 'Upgrade, HTTP2-Settings, close',
      'HTTP2-Settings': 'AAMAAABkAAQ',
    }),
    [200],
  ],
  'an upgrade of a post': [
    request(POST, { ...JSON_TYPE, Upgrade: 'websocket', Connection: 'Upgrade, close' }, good),
    [200],
  ],
};

test.each(Object.keys(bytes))('%s end in an answer that says nothing of the inside', async (name) => {
  const doors = await openDoors({ patience: { body: 300, head: 300 } });
  const [sent, statuses] = bytes[name] ?? ['', []];
  const socket = connect(doors.port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk)).on('error', () => undefined);
  const closed = once(socket, 'close');
  socket.end(sent);
  await closed;
  const raw = Buffer.concat(chunks).toString('latin1');
  expect(statuses).toContain(statusOf(raw));
  expect(raw).not.toMatch(INSIDE);
  await expectAlive(doors);
});

test('requests in a row on one connection are answered in their order, each by its own answer', async () => {
  const doors = await openDoors();
  const ids = Array.from({ length: 100 }, (_, at) => `row-${at}`);
  const row = ids.map((id, at) =>
    request(
      POST,
      { ...JSON_TYPE, Connection: at === 99 ? 'close' : 'keep-alive' },
      JSON.stringify(message({ id })),
    ),
  );
  const raw = await sendRaw(doors.port, row.join(''));
  expect([...raw.matchAll(/"replyToId":"(row-\d+)"/g)].map(([, id]) => id)).toEqual(ids);
  await expectAlive(doors);
});

const stream = '/v3/directline/conversations/any/stream';
const upgrade = {
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
};
const upgrades: Record<string, [string, Record<string, string>]> = {
  'without a token': [stream, upgrade],
  'with a token that is none': [`${stream}?t=x`, upgrade],
  'with two tokens': [`${stream}?t=x&t=y`, upgrade],
  'without a key': [`${stream}?t=x`, { ...upgrade, 'Sec-WebSocket-Key': '' }],
  'of an old version': [`${stream}?t=x`, { ...upgrade, 'Sec-WebSocket-Version': '0' }],
  'of a foreign page': [`${stream}?t=x`, { ...upgrade, Origin: 'https://evil.example' }],
  'under a foreign name': [`${stream}?t=x`, { ...upgrade, Host: 'evil.example' }],
  'to a way up': ['/v3/directline/conversations/../../api/staff/cases/stream', upgrade],
  'with an odd host': [`${stream}?t=x`, { ...upgrade, Host: 'foo|bar' }],
  'with a watermark that is none': [`${stream}?t=x&watermark=-1`, upgrade],
};

test.each(Object.keys(upgrades))('an upgrade %s opens no stream', async (name) => {
  const doors = await openDoors();
  const [path, headers] = upgrades[name] ?? ['', {}];
  const socket = connect(doors.port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk)).on('error', () => undefined);
  const closed = once(socket, 'close');
  // Frames and a hidden request behind the head, as if the stream were open.
  socket.write(request(`GET ${path}`, headers));
  socket.end(`${String.fromCharCode(0x81, 0x85)}abcde${hidden}`);
  await closed;
  const raw = Buffer.concat(chunks).toString('latin1');
  expect([400, 401, 403, 404]).toContain(statusOf(raw));
  expect(raw).not.toMatch(INSIDE);
  expect(doors.inbound.map(({ inbound }) => inbound.text)).not.toContain('smuggled');
  expect(uncaught).toEqual([]);
});
