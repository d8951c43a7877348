import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { QUOTAS } from '../../src/channels/quotas.ts';
import type { Inbound, Outgoing, Received } from '../../src/conversation/types.ts';
import { message, openDoors } from './helpers/doors.ts';
import { request } from './helpers/raw.ts';

const trace: Outgoing = {
  text: '',
  choices: [],
  trace: { state: 'need', expects: { prompt: 'need', choices: [] }, locale: 'en', case: null },
};

describe('POST /api/messages', () => {
  test('answers expectReplies with what was said, in order, the turn trace last', async () => {
    const replies = (): Outgoing[] => [
      { text: 'First.', choices: [] },
      { text: 'Second?', choices: [{ value: 'yes', title: 'Yes' }] },
      trace,
    ];
    const doors = await openDoors({ replies });
    const answer = await doors.post(message());
    expect(answer.status).toBe(200);
    const { activities } = JSON.parse(answer.text);
    expect(activities).toMatchObject([
      { type: 'message', text: 'First.', replyToId: 'activity-1', conversation: { id: 'conversation-1' } },
      { type: 'message', text: 'Second?', recipient: { id: 'customer-1' }, from: { id: 'bot-1' } },
      { type: 'trace', name: 'turn', label: 'Conversation state', value: trace.trace },
    ]);
    expect(await doors.settled[0]).toBe(true);
  });

  test('shows the turn trace on the emulator alone', async () => {
    const doors = await openDoors({ replies: () => [trace] });
    const answer = await doors.post(message({ channelId: 'webchat' }));
    expect(JSON.parse(answer.text)).toEqual({ activities: [] });
  });

  test('answers an ordinary message at once, with nothing in it', async () => {
    const doors = await openDoors();
    const answer = await doors.post(message({ deliveryMode: undefined }));
    expect(answer).toMatchObject({ status: 200, text: '' });
    expect(doors.inbound).toMatchObject([{ inline: false, inbound: { text: 'hello' } }]);
    expect(await doors.settled[0]).toBe(true);
  });

  test('says that an answer was not delivered when the connection closes before it', async () => {
    const asked = Promise.withResolvers<void>();
    const gone = Promise.withResolvers<void>();
    const settled = Promise.withResolvers<boolean>();
    const doors = await openDoors({
      async receive(): Promise<Received> {
        asked.resolve();
        await gone.promise;
        return { replies: [{ text: 'Too late.', choices: [] }], settle: settled.resolve };
      },
    });
    const socket = connect(doors.port, '127.0.0.1');
    const body = JSON.stringify(message());
    socket.write(request('POST /api/messages', { 'Content-Type': 'application/json' }, body));
    await asked.promise;
    socket.resetAndDestroy();
    await once(socket, 'close');
    // Another request over a connection of its own is answered only after the server has seen the first one close.
    await fetch(`${doors.url}/live`);
    await fetch(`${doors.url}/live`);
    gone.resolve();
    expect(await settled.promise).toBe(false);
  });

  test('hears of an arrival once, and not of its own', async () => {
    const doors = await openDoors();
    const arrival = {
      type: 'conversationUpdate',
      text: undefined,
      membersAdded: [{ id: 'bot-1' }, { id: 'c-1' }, { id: 'c-2' }],
    };
    expect(await doors.post(message(arrival))).toMatchObject({ status: 200 });
    expect(await doors.post(message({ ...arrival, membersAdded: [{ id: 'bot-1' }] }))).toMatchObject({
      status: 200,
    });
    expect(await doors.post(message({ ...arrival, membersAdded: undefined }))).toMatchObject({ status: 200 });
    expect(doors.inbound).toMatchObject([
      { inbound: { kind: 'arrived', sender: { id: 'c-1' }, address: { user: { id: 'c-1' } } } },
    ]);
  });

  test.each([
    'typing',
    'messageReaction',
    'messageUpdate',
    'endOfConversation',
    'event',
    'trace',
    'unheard-of',
  ])('passes over %s', async (type) => {
    const doors = await openDoors();
    const without = { type, text: undefined, id: undefined, from: undefined, deliveryMode: undefined };
    expect(await doors.post(message(without))).toMatchObject({ status: 200, text: '' });
    expect(doors.inbound).toEqual([]);
  });

  test("takes a card's button as a message, and refuses any other invoke", async () => {
    const doors = await openDoors();
    const invoke = { type: 'invoke', text: undefined, deliveryMode: undefined };
    const value = { action: { type: 'Action.Execute', data: { claim: 'C-1042' } } };
    const taken = await doors.post(message({ ...invoke, name: 'adaptiveCard/action', value }));
    expect(taken.status).toBe(200);
    expect(JSON.parse(taken.text)).toMatchObject({ statusCode: 200 });
    expect(doors.inbound).toMatchObject([{ inbound: { kind: 'message', value: { claim: 'C-1042' } } }]);
    expect(await doors.post(message({ ...invoke, name: 'task/fetch' }))).toMatchObject({
      status: 400,
      text: expect.stringContaining('adaptiveCard/action'),
    });
    expect(await doors.post(message({ ...invoke, deliveryMode: 'expectReplies' }))).toMatchObject({
      status: 400,
    });
    expect(doors.inbound.length).toBe(1);
  });

  test('asks one sender who sends without end to wait, and no other', async () => {
    const doors = await openDoors();
    const statuses = new Set<number>();
    let last = await doors.post(message());
    for (let i = 0; i < QUOTAS.sender.burst * 2 && last.status === 200; i++)
      last = await doors.post(message());
    statuses.add(last.status);
    expect([...statuses]).toEqual([429]);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await doors.post(message({ from: { id: 'customer-2' } }))).toMatchObject({ status: 200 });
  });

  test('passes on what the channel says of a message', async () => {
    const doors = await openDoors();
    await doors.post(
      message({
        timestamp: '2026-03-02T10:00:00.123Z',
        locale: 'zh-hans-cn',
        attachments: [{ contentType: 'image/jpeg' }, { contentType: 'text/html', content: '<p>hello</p>' }],
        from: { id: 'u', name: 'Sam', aadObjectId: 'object' },
        conversation: { id: 'c', tenantId: 't', isGroup: false },
      }),
    );
    const expected: Inbound = {
      kind: 'message',
      address: {
        channel: 'emulator',
        serviceUrl: 'http://localhost:9',
        conversation: { id: 'c', isGroup: false, tenantId: 't' },
        bot: { id: 'bot-1', name: 'Wendy' },
        user: { id: 'u', name: 'Sam' },
      },
      sender: { id: 'u', name: 'Sam' },
      activityId: 'activity-1',
      text: 'hello',
      timestamp: '2026-03-02T10:00:00.123Z',
      locale: 'zh-Hans-CN',
      attachments: { files: [], refused: [{ name: '', number: 1, reason: 'unreachable' }] },
    };
    expect(doors.inbound[0]?.inbound).toEqual(expected);
  });

  test('takes the bot’s own name out of a message in Teams, and nothing else', async () => {
    const doors = await openDoors();
    const entities = [
      { type: 'mention', mentioned: { id: 'bot-1' }, text: '<at>Wendy</at>' },
      { type: 'mention', mentioned: { id: 'tom' }, text: '<at>Tom</at>' },
    ];
    const text = '<at>Wendy</at> ask <at>Tom</at>\n';
    for (const channelId of ['msteams', 'webchat']) await doors.post(message({ channelId, entities, text }));
    expect(doors.inbound.map(({ inbound }) => inbound.text)).toEqual(['ask <at>Tom</at>', text]);
  });

  test("takes the button of a choice as its text, and a card's as its value", async () => {
    const doors = await openDoors();
    await doors.post(
      message({ text: undefined, value: { choice: 'yes', msteams: { type: 'messageBack' } } }),
    );
    await doors.post(message({ text: 'yes', value: { choice: 'yes' } }));
    await doors.post(message({ text: undefined, value: { action: 'claim', case: 'C-1' } }));
    expect(doors.inbound.map(({ inbound }) => [inbound.text, inbound.value])).toEqual([
      ['yes', undefined],
      ['yes', undefined],
      ['', { action: 'claim', case: 'C-1' }],
    ]);
  });

  test('answers what is under way when the doors close, and then lets the connection go', async () => {
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<Received>();
    const doors = await openDoors({
      receive() {
        asked.resolve();
        return answer.promise;
      },
    });
    const answered = doors.post(message());
    await asked.promise;
    const closed = doors.close();
    answer.resolve({ replies: [{ text: 'Just in time.', choices: [] }], settle: () => undefined });
    expect((await answered).text).toContain('Just in time.');
    await closed;
    await expect(fetch(`${doors.url}/live`)).rejects.toThrow();
  });
});
