import naughty from 'big-list-of-naughty-strings' with { type: 'json' };
import { expect, test } from 'vitest';
import { generate } from '../channels/directline/client.ts';
import { ask } from '../channels/directline/requests.ts';
import { newActivityId, post } from '../helpers/channel.ts';
import { openWendy } from '../helpers/wendy.ts';
import { CHANNELS, casesWithPeople, expectHonestServed, forEach, INSIDE, openHonestCase } from './stage.ts';

const LANES = 12;

/** A string in every field of an activity that is a text or may hold one, but for the ids that lead to the sender. */
function everywhere(text: string): Record<string, unknown> {
  return {
    text,
    locale: text,
    name: text,
    label: text,
    valueType: text,
    topicName: text,
    summary: text,
    speak: text,
    replyToId: text,
    textFormat: text,
    localTimezone: text,
    code: text,
    action: text,
    importance: text,
    value: { [text]: text, text, staff: text, case: text, verb: text, choice: { [text]: [text] } },
    entities: [
      { type: 'mention', text, mentioned: { id: 'wendy', name: text } },
      { type: text, [text]: text },
    ],
    attachments: [{ contentType: text, name: text, contentUrl: text, content: text, thumbnailUrl: text }],
    channelData: {
      [text]: text,
      tenant: { id: text },
      team: { id: text, name: text },
      clientActivityID: text,
    },
    membersAdded: [{ id: text, name: text }],
    suggestedActions: { to: [text], actions: [{ type: text, title: text, value: text }] },
    semanticAction: { id: text, entities: { [text]: text } },
  };
}

const pairs = CHANNELS.flatMap((channelId) => naughty.map((text, at) => ({ channelId, text, at })));

test('each naughty string in every text field on every channel is answered, and does nothing else', async () => {
  const wendy = await openWendy();
  await openHonestCase(wendy);
  const before = await casesWithPeople(wendy);
  await forEach(pairs, LANES, async ({ channelId, text, at }) => {
    const { status, texts, body } = await post(wendy.url, {
      type: 'message',
      id: newActivityId(),
      channelId,
      serviceUrl: wendy.farEnd.url,
      conversation: { id: `${channelId}-${at}`, name: text, conversationType: text, tenantId: text },
      from: { id: `stranger-${at}`, name: text, role: text, aadObjectId: text },
      recipient: { id: 'wendy', name: text },
      deliveryMode: 'expectReplies',
      ...everywhere(text),
    });
    expect([channelId, text, status]).toEqual([channelId, text, 200]);
    expect(texts.join(''), text).not.toBe('');
    expect(body, text).not.toMatch(INSIDE);
  });
  expect(await casesWithPeople(wendy)).toEqual(before);
  await expectHonestServed(wendy);
});

test('each naughty string as every id on every channel is taken for an id, an empty one for none', async () => {
  const wendy = await openWendy();
  await openHonestCase(wendy);
  const before = await casesWithPeople(wendy);
  await forEach(pairs, LANES, async ({ channelId, text }) => {
    const { status, body } = await post(wendy.url, {
      type: 'message',
      id: text,
      channelId,
      serviceUrl: wendy.farEnd.url,
      conversation: { id: text },
      from: { id: text },
      recipient: { id: text },
      deliveryMode: 'expectReplies',
      text: 'hello',
    });
    expect([channelId, text, status]).toEqual([channelId, text, text === '' ? 400 : 200]);
    expect(body, text).not.toMatch(INSIDE);
  });
  expect(await casesWithPeople(wendy)).toEqual(before);
  await expectHonestServed(wendy);
});

test('each naughty string as a channel, a type and a serviceUrl is answered or refused, without a word of the inside', async () => {
  const wendy = await openWendy();
  const changes = naughty.flatMap((text) => [{ channelId: text }, { type: text }, { serviceUrl: text }]);
  await forEach(changes, LANES, async (change) => {
    const { status, body } = await post(wendy.url, {
      type: 'message',
      id: newActivityId(),
      channelId: 'emulator',
      serviceUrl: wendy.farEnd.url,
      conversation: { id: newActivityId() },
      from: { id: 'stranger' },
      text: 'hello',
      deliveryMode: 'expectReplies',
      ...change,
    });
    expect([change, [200, 400, 403].includes(status)]).toEqual([change, true]);
    expect(body).not.toMatch(INSIDE);
  });
  await expectHonestServed(wendy);
});

test('each naughty string in every text field of the web chat is answered, and does nothing else', async () => {
  const wendy = await openWendy();
  await openHonestCase(wendy);
  const before = await casesWithPeople(wendy);
  const base = `${wendy.url}/v3/directline`;
  await forEach(naughty, LANES, async (text) => {
    const { token, conversationId } = await generate(wendy.url);
    const started = await ask(`${base}/conversations`, token, {
      method: 'POST',
      json: { locale: text, [text]: text },
    });
    expect([text, started.status]).toEqual([text, 201]);
    const posted = await ask(`${base}/conversations/${conversationId}/activities`, token, {
      method: 'POST',
      json: {
        type: 'message',
        id: text,
        from: { id: text, name: text, role: text },
        conversation: { id: text, name: text },
        ...everywhere(text),
      },
    });
    expect([text, posted.status]).toEqual([text, 200]);
    expect(posted.text + started.text.replaceAll(token, ''), text).not.toMatch(INSIDE);
  });
  expect(await casesWithPeople(wendy)).toEqual(before);
  await expectHonestServed(wendy);
});

test('staff get each naughty string to the letter, as JSON that no browser takes for a page', async () => {
  const wendy = await openWendy();
  const texts = naughty.filter((text) => text.trim() !== '');
  const conversation = { serviceUrl: wendy.farEnd.url, channelId: 'emulator', conversation: { id: 'one' } };
  const say = (text: string) =>
    post(wendy.url, {
      type: 'message',
      id: newActivityId(),
      from: { id: 'stranger', name: '<script>alert(1)</script>' },
      ...conversation,
      deliveryMode: 'expectReplies',
      text,
    });
  for (const text of ['my camera has no power', 'person', 'Ann Hill', 'ann@example.com', 'skip'])
    await say(text);
  for (const text of texts) expect((await say(text)).status).toBe(200);
  const [[id] = []] = (await casesWithPeople(wendy)) as string[][];
  const response = await fetch(`${wendy.url}/api/staff/cases/${id}`, {
    headers: { Authorization: 'Bearer a-token-of-tests' },
  });
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  const { transcript } = (await response.json()) as { transcript: { from: string; text: string }[] };
  const heard = transcript.filter(({ from }) => from === 'customer').map(({ text }) => text);
  expect(heard.slice(-texts.length)).toEqual(texts);
  expect(wendy.errors).toEqual([]);
});
