import { createServer, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readRetryAfter } from '../../src/channels/outcome.ts';
import type { Address, Outgoing, SendOutcome } from '../../src/conversation/types.ts';
import { openConnector, reply } from './helpers/connector.ts';
import { message, openDoors } from './helpers/doors.ts';
import { openIssuer } from './helpers/issuer.ts';

const hello: Outgoing = { text: 'Hello.', choices: [] };

function at(serviceUrl: string, changes: Partial<Address> = {}): Address {
  return {
    channel: 'emulator',
    serviceUrl,
    conversation: { id: 'c/1 ?' },
    bot: { id: 'bot-1' },
    user: { id: 'customer-1' },
    ...changes,
  };
}

const failure = (code: string): string => JSON.stringify({ error: { code, message: 'no' } });

/** A port that nobody listens on. */
async function closedPort(): Promise<number> {
  const connector = createServer();
  await new Promise<void>((resolve) => connector.listen(0, '127.0.0.1', resolve));
  const { port } = connector.address() as { port: number };
  await new Promise((resolve) => connector.close(resolve));
  return port;
}

/** A server that takes connections and does with each what it is told. */
async function openSocket(onSocket: (socket: Socket) => void): Promise<{ url: string; taken: () => number }> {
  let taken = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    taken++;
    sockets.add(socket.on('error', () => undefined));
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: `127.0.0.1:${(server.address() as { port: number }).port}`, taken: () => taken };
}

describe('a send', () => {
  test('posts one activity to the conversation, or as the reply to what it answers', async () => {
    const connector = await openConnector();
    const doors = await openDoors();
    expect(await doors.send(at(connector.url), hello)).toEqual({ kind: 'sent' });
    expect(await doors.send(at(connector.url), { ...hello, replyTo: 'a-1' })).toEqual({ kind: 'sent' });
    expect(connector.posts.map(({ path }) => path)).toEqual([
      'POST /v3/conversations/c%2F1%20%3F/activities',
      'POST /v3/conversations/c%2F1%20%3F/activities/a-1',
    ]);
    expect(connector.posts[0]?.activity).toMatchObject({
      type: 'message',
      text: 'Hello.',
      channelId: 'emulator',
      from: { id: 'bot-1' },
      recipient: { id: 'customer-1' },
      conversation: { id: 'c/1 ?' },
    });
    expect(connector.posts[0]?.headers.authorization).toBeUndefined();
  });

  test('keeps its connection and its client between sends', async () => {
    const connector = await openConnector();
    const doors = await openDoors();
    for (let i = 0; i < 5; i++) await doors.send(at(connector.url), hello);
    expect([connector.posts.length, connector.connections]).toEqual([5, 1]);
  });

  test('of a message with a trace sends both to the emulator, and the message alone to others', async () => {
    const connector = await openConnector();
    const doors = await openDoors();
    const trace = { state: 's', expects: null, locale: 'en', case: null };
    expect(await doors.send(at(connector.url), { ...hello, trace })).toEqual({ kind: 'sent' });
    expect(await doors.send(at(connector.url, { channel: 'msteams' }), { ...hello, trace })).toEqual({
      kind: 'sent',
    });
    expect(connector.posts.map(({ activity }) => activity)).toMatchObject([
      { type: 'message', channelId: 'emulator', text: 'Hello.' },
      { type: 'trace', channelId: 'emulator', value: trace },
      { type: 'message', channelId: 'msteams', text: 'Hello.' },
    ]);
  });

  test('in the place of a message changes that message, and is lost with it', async () => {
    let status = 200;
    const connector = await openConnector((res) => reply(res, status));
    const doors = await openDoors();
    const teams = at(connector.url, { channel: 'msteams' });
    const change: Outgoing = { ...hello, replaces: 'card/1', replyTo: 'a-1' };
    expect(await doors.send(teams, change)).toEqual({ kind: 'sent' });
    status = 404;
    expect(await doors.send(teams, change)).toEqual({ kind: 'sent' });
    status = 503;
    expect(await doors.send(teams, change)).toMatchObject({ kind: 'retry' });
    expect(connector.posts.map(({ path }) => path)).toEqual(
      Array(3).fill('PUT /v3/conversations/c%2F1%20%3F/activities/card%2F1'),
    );
    expect(connector.posts[0]?.activity).toMatchObject({ type: 'message', text: 'Hello.' });
  });

  test('of a trace alone sends it to the emulator, and nothing at all to others', async () => {
    const connector = await openConnector();
    const doors = await openDoors();
    const trace: Outgoing = {
      text: '',
      choices: [],
      trace: { state: 's', expects: null, locale: 'en', case: null },
    };
    expect(await doors.send(at(connector.url), trace)).toEqual({ kind: 'sent' });
    expect(await doors.send(at(connector.url, { channel: 'msteams' }), trace)).toEqual({ kind: 'sent' });
    expect(connector.posts.map(({ activity }) => activity)).toMatchObject([
      { type: 'trace', value: trace.trace },
    ]);
  });

  const answers: [string, number, Record<string, string>, string, SendOutcome][] = [
    ['200', 200, {}, '{"id":"1"}', { kind: 'sent' }],
    ['200 with nothing', 200, {}, '', { kind: 'sent' }],
    ['202 with nothing', 202, {}, '', { kind: 'sent' }],
    ['200 with no JSON', 200, {}, 'ok', { kind: 'sent' }],
    [
      '429 with seconds',
      429,
      { 'Retry-After': '7' },
      '',
      { kind: 'retry', after: 7_000, detail: 'HTTP 429' },
    ],
    ['429 with nothing', 429, {}, '', { kind: 'retry', detail: 'HTTP 429' }],
    ['500', 500, {}, failure('ServiceError'), { kind: 'retry', detail: 'HTTP 500 ServiceError' }],
    ['502', 502, {}, '<html>', { kind: 'retry', detail: 'HTTP 502' }],
    [
      '503 with seconds',
      503,
      { 'Retry-After': '2' },
      '',
      { kind: 'retry', after: 2_000, detail: 'HTTP 503' },
    ],
    [
      'a block',
      403,
      {},
      failure('ConversationBlockedByUser'),
      { kind: 'failed', reason: 'blocked', detail: 'HTTP 403 ConversationBlockedByUser' },
    ],
    [
      'no roster',
      403,
      {},
      failure('BotNotInConversationRoster'),
      { kind: 'failed', reason: 'not_in_roster', detail: 'HTTP 403 BotNotInConversationRoster' },
    ],
    [
      'a disabled bot',
      403,
      {},
      failure('BotDisabledByAdmin'),
      { kind: 'failed', reason: 'disabled', detail: 'HTTP 403 BotDisabledByAdmin' },
    ],
    [
      'a conversation that is gone',
      404,
      {},
      failure('ConversationNotFound'),
      { kind: 'failed', reason: 'gone', detail: 'HTTP 404 ConversationNotFound' },
    ],
    [
      'a block, told by its closer code',
      403,
      {},
      '{"error":{"code":"Forbidden","subCode":"MessageWritesBlocked"}}',
      { kind: 'failed', reason: 'blocked', detail: 'HTTP 403 MessageWritesBlocked' },
    ],
    [
      'no installation for this person',
      403,
      {},
      failure('ForbiddenOperationException'),
      { kind: 'failed', reason: 'not_in_roster', detail: 'HTTP 403 ForbiddenOperationException' },
    ],
    ['412', 412, {}, failure('PreconditionFailed'), { kind: 'retry', detail: 'HTTP 412 PreconditionFailed' }],
    [
      '413',
      413,
      {},
      failure('MessageSizeTooBig'),
      { kind: 'failed', reason: 'refused', detail: 'HTTP 413 MessageSizeTooBig' },
    ],
    ['404 for another reason', 404, {}, '', { kind: 'failed', reason: 'refused', detail: 'HTTP 404' }],
    [
      '403 for another reason',
      403,
      {},
      failure('Odd <b>code</b>'),
      { kind: 'failed', reason: 'refused', detail: 'HTTP 403' },
    ],
    [
      '400',
      400,
      {},
      failure('BadSyntax'),
      { kind: 'failed', reason: 'refused', detail: 'HTTP 400 BadSyntax' },
    ],
    ['401', 401, {}, '', { kind: 'failed', reason: 'refused', detail: 'HTTP 401' }],
    [
      'a redirect',
      307,
      { Location: 'http://evil.example/' },
      '',
      { kind: 'failed', reason: 'refused', detail: 'HTTP 307' },
    ],
  ];

  test.each(answers)(
    'that is answered with %s is posted once and told as it is',
    async (_name, status, headers, body, outcome) => {
      const connector = await openConnector((res) => reply(res, status, body, headers));
      const doors = await openDoors();
      expect(await doors.send(at(connector.url), hello)).toEqual(outcome);
      expect(connector.posts.length).toBe(1);
    },
  );

  test('is posted once, and its outcome unknown, when the connection is reset after it was written', async () => {
    const connector = await openConnector((res) => res.socket?.resetAndDestroy());
    const doors = await openDoors();
    expect(await doors.send(at(connector.url), hello)).toMatchObject({ kind: 'unknown' });
    expect(connector.posts.length).toBe(1);
  });

  test('is posted once, and its outcome unknown, when no answer comes in time', async () => {
    const connector = await openConnector(() => undefined);
    const doors = await openDoors({ patience: { send: 100 } });
    expect(await doors.send(at(connector.url), hello)).toMatchObject({ kind: 'unknown' });
    expect(connector.posts.length).toBe(1);
  });

  test('can be tried again when nobody listens, and when no connection comes about', async () => {
    const doors = await openDoors({ patience: { connect: 50 } });
    expect(await doors.send(at(`http://127.0.0.1:${await closedPort()}`), hello)).toMatchObject({
      kind: 'retry',
    });
    const silent = await openSocket(() => undefined);
    expect(await doors.send(at(`https://${silent.url}`), hello)).toEqual({
      kind: 'retry',
      detail: 'RestError CONNECT_TIMEOUT',
    });
    expect(silent.taken()).toBe(1);
  });

  test('goes nowhere but to this machine without an app id', async () => {
    const doors = await openDoors();
    expect(await doors.send(at('https://smba.trafficmanager.net/emea/'), hello)).toMatchObject({
      kind: 'failed',
      reason: 'refused',
    });
    expect(await doors.send(at('http://localhost@evil.example/'), hello)).toMatchObject({
      kind: 'failed',
      reason: 'refused',
    });
    expect(await doors.send(at('no url'), hello)).toMatchObject({ kind: 'failed', reason: 'refused' });
  });

  test("bears the bot's token with an app id, over the client that its turns use", async () => {
    const connector = await openConnector();
    const issuer = await openIssuer(connector.url);
    const doors = await openDoors({ settings: issuer.settings, credentials: issuer.credentials });
    const turn = message({ channelId: 'msteams', serviceUrl: connector.url });
    expect(await doors.post(turn, { Authorization: `Bearer ${issuer.token()}` })).toMatchObject({
      status: 200,
    });
    expect(await doors.send(at(connector.url, { channel: 'msteams' }), hello)).toEqual({ kind: 'sent' });
    expect(connector.posts[0]?.headers.authorization).toBe('Bearer of-the-bot');
  });

  test('can be tried again when the login service can not be reached', async () => {
    const connector = await openConnector();
    const issuer = await openIssuer(connector.url);
    const createCredentials = async (): Promise<never> => {
      throw new Error('no login service');
    };
    const credentials = Object.assign(Object.create(issuer.credentials), { createCredentials });
    const doors = await openDoors({ settings: issuer.settings, credentials });
    expect(await doors.send(at(connector.url), hello)).toMatchObject({ kind: 'retry' });
    expect(await doors.send(at(connector.url), hello)).toMatchObject({ kind: 'retry' });
    expect(connector.posts.length).toBe(0);
  });

  test('of a long text goes out in parts, and stops at the first that fails', async () => {
    const connector = await openConnector((res, _post, number) => reply(res, number === 2 ? 500 : 200));
    const doors = await openDoors();
    const text = Array.from({ length: 40 }, (_, i) => `${i} ${'word '.repeat(50)}`).join('\n\n');
    const long: Outgoing = { text, choices: [{ value: 'yes', title: 'Yes' }] };
    expect(await doors.send(at(connector.url, { channel: 'sms' }), long)).toMatchObject({ kind: 'retry' });
    expect(connector.posts.length).toBe(2);
  });

  test('of a long text that comes again goes on with the part that did not get through', async () => {
    const connector = await openConnector((res, _post, number) => reply(res, number === 2 ? 503 : 200));
    const doors = await openDoors();
    const text = Array.from({ length: 40 }, (_, i) => `${i} ${'word '.repeat(50)}`).join('\n\n');
    const long: Outgoing = { text, choices: [] };
    const address = at(connector.url, { channel: 'sms' });
    expect(await doors.send(address, long, 'row-1')).toMatchObject({ kind: 'retry' });
    expect(await doors.send(address, long, 'row-1')).toEqual({ kind: 'sent' });
    const texts = connector.posts.map(({ activity }) => activity.text);
    expect(texts[2]).toBe(texts[1]);
    expect(new Set(texts).size).toBe(texts.length - 1);
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-03-02T10:00:00Z');
  test.each([
    ['0', 0],
    ['120', 120_000],
    ['Mon, 02 Mar 2026 10:00:30 GMT', 30_000],
    ['Mon, 02 Mar 2026 09:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
  ])('of %j is %s ms', (value, expected) => {
    expect(readRetryAfter(value, now)).toBe(expected);
  });
});
