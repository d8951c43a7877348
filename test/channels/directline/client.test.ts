import { ConnectionStatus } from 'botframework-directlinejs';
import { describe, expect, test } from 'vitest';
import { POSTS } from '../../../src/channels/directline/admission.ts';
import { at } from '../../helpers/staff-client.ts';
import { openWendy } from '../../helpers/wendy.ts';
import { generate, isOnline, openChat, openClient } from './client.ts';
import { ask, type Reply } from './requests.ts';

const JOURNEY = ['my camera has no power', 'person', 'Ann Hill', 'ann@example.com', 'skip'];
const HALF_AN_HOUR = 30 * 60_000;

describe.each([
  ['over a WebSocket', true],
  ['by polling', false],
])('the official client %s', (_way, webSocket) => {
  test('is greeted at once, and leads a customer to the queue', async () => {
    const wendy = await openWendy();
    const chat = await openChat(wendy.url, { webSocket });
    await chat.until(() => chat.shown.length > 0, 'a greeting');
    expect(chat.shown[0]).toMatchObject({ type: 'message', from: { id: 'wendy', role: 'bot' } });
    for (const text of JOURNEY) await chat.say(text);
    const { body } = await wendy.staff.get('?status=queued');
    expect(at(body, 'cases.length')).toBe(1);
    expect(at(body, 'cases.0.contact.name')).toBe('Ann Hill');
    const mine = chat.shown.filter(({ from }) => from.id === chat.pass.userId);
    expect(mine.map(({ text }) => text)).toEqual(JOURNEY);
    expect(wendy.errors).toEqual([]);
  });

  test('sees each message of its own once, before its answer, as the one that it sent', async () => {
    const wendy = await openWendy();
    const chat = await openChat(wendy.url, { webSocket });
    const id = await chat.say('my camera has no power', 'mine');
    const echoes = chat.shown.filter(({ channelData }) => channelData?.clientActivityID === 'mine');
    expect(echoes).toMatchObject([{ id, text: 'my camera has no power', from: { id: chat.pass.userId } }]);
    const places = [id, id].map((one, which) =>
      chat.shown.findIndex((shown) => (which === 0 ? shown.id : shown.replyToId) === one),
    );
    expect(places[0]).toBeLessThan(places[1] ?? -1);
  });

  test('finds the whole conversation when its tab is opened again, and goes on', async () => {
    const wendy = await openWendy();
    const before = await openChat(wendy.url, { webSocket });
    for (const text of JOURNEY.slice(0, 3)) await before.say(text);
    const watermark = before.line as unknown as { watermark: string };
    before.line.end();
    const { conversationId, token } = before.pass;
    const after = openClient(wendy.url, { webSocket, token, conversationId });
    await after.until(() => after.shown.length >= before.shown.length, 'the history');
    await after.say('ann@example.com');
    expect(after.shown.slice(0, before.shown.length)).toEqual(before.shown);
    const onlyNew = openClient(wendy.url, {
      webSocket,
      token,
      conversationId,
      watermark: watermark.watermark,
    });
    await onlyNew.until(() => onlyNew.texts().includes('ann@example.com'), 'what came meanwhile');
    expect(onlyNew.shown.map(({ id }) => id)).not.toContain(before.shown[0]?.id);
  });

  test('is told that its token has expired, and goes on with the one that the page keeps', async () => {
    const wendy = await openWendy();
    const chat = await openChat(wendy.url, { webSocket });
    await chat.say('my camera has no power');
    wendy.later(HALF_AN_HOUR);
    expect(await chat.say('person')).toBe('retry');
    expect(chat.statuses.at(-1)).toBe(ConnectionStatus.ExpiredToken);
    const { conversationId, token, resume } = await generate(wendy.url, { resume: chat.pass.resume });
    expect(conversationId).toBe(chat.pass.conversationId);
    expect(resume).not.toBe(chat.pass.resume);
    const opened = await ask(`${wendy.url}/v3/directline/conversations/${conversationId}?watermark=`, token);
    chat.line.reconnect(JSON.parse(opened.text));
    await chat.say('person');
    // The client's old stream may be open still, and show the same message again.
    const persons = chat.shown.filter(({ text }) => text === 'person');
    expect(new Set(persons.map(({ id }) => id)).size).toBe(1);
  });

  test('ends where the conversation is gone', async () => {
    const wendy = await openWendy();
    const { conversationId, token } = await generate(wendy.url);
    const chat = openClient(wendy.url, { webSocket, token, conversationId });
    await chat.until(() => chat.statuses.includes(ConnectionStatus.FailedToConnect), 'a refusal');
    expect(isOnline(chat)).toBe(false);
    expect(chat.shown).toEqual([]);
  });
});

test('a client that polls a conversation that is gone is told so, and ends', async () => {
  const wendy = await openWendy();
  const { conversationId, token } = await generate(wendy.url);
  const streamUrl = 'ws://127.0.0.1:9';
  const chat = openClient(wendy.url, { webSocket: false, token, conversationId, streamUrl });
  await chat.until(() => chat.statuses.includes(ConnectionStatus.Ended), 'the end');
});

test('a token is refreshed before it expires, and both talk on', async () => {
  const wendy = await openWendy();
  const chat = await openChat(wendy.url, { webSocket: true });
  await chat.say('hello');
  wendy.later(HALF_AN_HOUR / 2);
  const refreshed = await ask(`${wendy.url}/v3/directline/tokens/refresh`, chat.pass.token, {
    method: 'POST',
  });
  expect(refreshed.status).toBe(200);
  const { token, expires_in, conversationId } = JSON.parse(refreshed.text);
  expect([expires_in, conversationId]).toEqual([1800, chat.pass.conversationId]);
  wendy.later(HALF_AN_HOUR * 0.75);
  const activities = `${wendy.url}/v3/directline/conversations/${conversationId}/activities`;
  expect(await ask(activities, chat.pass.token)).toMatchObject({ status: 403 });
  expect(await ask(activities, token)).toMatchObject({ status: 200 });
});

test('a page in Chinese is greeted in Chinese', async () => {
  const wendy = await openWendy();
  const { token, conversationId } = await generate(wendy.url);
  await ask(`${wendy.url}/v3/directline/conversations`, token, { method: 'POST', json: { locale: 'zh-CN' } });
  const chat = openClient(wendy.url, { webSocket: true, token, conversationId });
  await chat.until(() => chat.shown.length > 0, 'a greeting');
  expect(chat.texts()[0]).toMatch(/您好/);
});

test('the session has an id', async () => {
  const wendy = await openWendy();
  const chat = await openChat(wendy.url, { webSocket: true });
  const id = await new Promise((resolve, reject) => chat.line.getSessionId().subscribe(resolve, reject));
  expect(id).toBe(chat.pass.conversationId);
});

test('typing and events are taken, and nobody is bothered with them', async () => {
  const wendy = await openWendy();
  const chat = await openChat(wendy.url, { webSocket: true });
  await chat.until(() => chat.shown.length > 0, 'a greeting');
  const from = { id: 'me' };
  for (const type of ['typing', 'event', 'conversationUpdate', 'endOfConversation', 'invoke']) {
    expect(await chat.post({ type, from, name: 'x', membersAdded: [{ id: 'another' }] })).toMatch(/^[\w-]+$/);
  }
  await chat.say('hello');
  expect(chat.shown.filter(({ type }) => type !== 'message')).toEqual([]);
  expect(chat.texts().filter((text) => text === chat.texts()[0])).toHaveLength(1);
});

test('a photo is refused kindly, and the words with it are read', async () => {
  const wendy = await openWendy();
  const chat = await openChat(wendy.url, { webSocket: true });
  await chat.until(() => chat.shown.length > 0, 'a greeting');
  const id = await chat.post({
    type: 'message',
    text: '',
    from: { id: 'me' },
    channelData: { clientActivityID: 'with-photo' },
    attachments: [
      { contentType: 'image/png', contentUrl: 'data:image/png;base64,iVBORw0KGgo=', name: 'label.png' },
    ],
  });
  await chat.until(() => chat.shown.some(({ replyToId }) => replyToId === id), 'an answer');
  const echo = chat.shown.filter(({ channelData }) => channelData?.clientActivityID === 'with-photo');
  expect(echo).toMatchObject([{ id, from: { id: chat.pass.userId } }]);
  const answers = chat.shown.filter(({ replyToId }) => replyToId === id).map(({ text }) => text);
  expect(answers.join('\n')).toMatch(/photo|picture|file/i);
  expect(wendy.errors).toEqual([]);
});

test('who posts too much is asked to wait, and no other conversation is', async () => {
  const wendy = await openWendy({ env: { RATE_LIMIT: 'on' } });
  const chat = await openChat(wendy.url, { webSocket: true });
  await chat.until(() => chat.shown.length > 0, 'a greeting');
  const typing = (): Promise<string> => chat.post({ type: 'typing', from: { id: 'me' } });
  const flood = await Promise.all(Array.from({ length: 2 * POSTS.burst }, typing));
  expect(flood).toContain('retry');
  const { token, conversationId } = chat.pass;
  const activities = `${wendy.url}/v3/directline/conversations/${conversationId}/activities`;
  const again = (): Promise<Reply> => ask(activities, token, { method: 'POST', json: { type: 'typing' } });
  const replies = await Promise.all(Array.from({ length: 100 }, again));
  const refused = replies.find(({ status }) => status !== 200);
  expect(refused).toMatchObject({ status: 429, error: 'TooManyRequests' });
  expect(Number(refused?.headers.get('Retry-After'))).toBeGreaterThan(0);
  const other = await openChat(wendy.url, { webSocket: true });
  expect(await other.post({ type: 'typing', from: { id: 'me' } })).not.toBe('retry');
});
