import { describe, expect, test } from 'vitest';
import { postJson } from '../channels/helpers/doors.ts';
import { APP_ID, openIssuer } from '../channels/helpers/issuer.ts';
import { queuedCase, talkWith } from '../e2e/talk.ts';
import { newActivityId } from '../helpers/channel.ts';
import { openFarEnd } from '../helpers/far-end.ts';
import { foreignKey } from '../helpers/issuer.ts';
import { at } from '../helpers/staff-client.ts';
import { openWendy, type Running } from '../helpers/wendy.ts';
import { CHANNELS, casesWithPeople, expectHonestServed, INSIDE, openHonestCase } from './stage.ts';

describe('a forged turn', () => {
  async function openBot() {
    const [own, other] = [await openFarEnd(), await openFarEnd()];
    const issuer = await openIssuer(own.url, CHANNELS);
    const wendy = await openWendy({
      credentials: issuer.credentials,
      env: {
        ...issuer.settings.botFramework,
        MicrosoftAppId: APP_ID,
        MicrosoftAppPassword: 'secret',
        RATE_LIMIT: '',
      },
    });
    const say = async (text: string, token: string | undefined, changes: Record<string, unknown> = {}) => {
      const response = await fetch(`${wendy.url}/api/messages`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({
          type: 'message',
          id: newActivityId(),
          channelId: 'msteams',
          serviceUrl: own.url,
          conversation: { id: 'a:honest', conversationType: 'personal', tenantId: 'tenant-1' },
          from: { id: '29:honest', name: 'Ann Hill', aadObjectId: 'object-1' },
          recipient: { id: '28:bot', name: 'Wendy' },
          text,
          deliveryMode: 'expectReplies',
          ...changes,
        }),
      });
      return { status: response.status, body: await response.text() };
    };
    return { wendy, issuer, own, other, say };
  }

  test('never changes where a later message goes, nor what is said in the conversation', async () => {
    const { wendy, issuer, own, other, say } = await openBot();
    for (const text of ['my camera has no power', 'person', 'Ann Hill', 'ann@example.com', 'skip']) {
      expect(await say(text, issuer.token())).toMatchObject({ status: 200 });
    }
    const [[id = '', version] = []] = (await casesWithPeople(wendy)) as [string, number][];
    const elsewhere = { serviceUrl: other.url };
    const forgeries: [string | undefined, Record<string, unknown>][] = [
      [undefined, {}],
      [undefined, elsewhere],
      [issuer.token(), elsewhere],
      [issuer.token({ claims: { serviceurl: other.url }, key: foreignKey() }), elsewhere],
      [issuer.token({ claims: { serviceurl: other.url, exp: 1 } }), elsewhere],
      [issuer.token({ claims: { serviceurl: other.url, aud: 'another' } }), elsewhere],
      [issuer.token({ claims: { serviceurl: other.url, iss: 'https://evil.example' } }), elsewhere],
      [issuer.hmacToken(), elsewhere],
      [issuer.token(), { serviceUrl: `${own.url}@evil.example` }],
      [issuer.token(), { serviceUrl: own.url.replace('127.0.0.1', 'localhost') }],
      [issuer.token({ claims: { serviceurl: undefined } }), elsewhere],
    ];
    for (const [token, changes] of forgeries) {
      for (const type of ['message', 'conversationUpdate', 'typing', 'invoke', 'event']) {
        const answer = await say('this is not Ann', token, { ...changes, type, membersAdded: [{ id: 'x' }] });
        expect(answer.status).toBe(401);
        expect(answer.body).not.toMatch(INSIDE);
      }
    }
    const { body, status } = await wendy.staff.act(id, { type: 'claim', as: 'tom', version });
    expect(status).toBe(200);
    expect(JSON.stringify(body)).not.toContain('not Ann');
    expect((await wendy.staff.act(id, { type: 'reply', as: 'tom', text: 'Hello Ann.' })).status).toBe(200);
    await own.until(
      () => own.taken.some(({ activity }) => activity.text?.includes('Hello Ann.')),
      'the reply',
    );
    expect(other.taken).toEqual([]);
    await Promise.all([own.close(), other.close()]);
  });

  test('with the id of somebody else in the same conversation is another person’s', async () => {
    const { wendy, issuer, own, other, say } = await openBot();
    for (const text of ['my camera has no power', 'person', 'Ann Hill', 'ann@example.com', 'skip']) {
      await say(text, issuer.token());
    }
    const before = await casesWithPeople(wendy);
    const stranger = { from: { id: '29:stranger', name: 'Ann Hill', aadObjectId: 'object-1' } };
    const elsewhere = { conversation: { id: 'a:stranger', conversationType: 'personal' }, ...stranger };
    const { body } = await say('where is my case?', issuer.token(), elsewhere);
    expect(body).not.toContain('ann@example.com');
    expect(await casesWithPeople(wendy)).toEqual(before);
    await Promise.all([own.close(), other.close()]);
  });
});

describe('forged card data', () => {
  const nested = (depth: number): unknown => (depth === 0 ? 'deep' : { a: nested(depth - 1) });
  const data = (id: string, version: number): unknown[] => [
    ...['claim', 'release', 'resolve', 'handoff', 'reply', 'assign'].flatMap((verb) => [
      { staff: verb, case: id, version },
      { staff: verb, case: id, version, as: 'tom', text: 'x' },
      { type: verb, as: 'tom', case: id, version },
      { action: { data: { staff: verb, case: id, version } } },
      { msteams: { type: 'messageBack', text: `${verb} ${id}` }, staff: verb, case: id },
    ]),
    { choice: `approve:${id}:1` },
    { choice: 'send' },
    { choice: { toString: 'send' } },
    { choice: ['send'] },
    { choice: 'x'.repeat(100_000) },
    JSON.parse('{"__proto__":{"staff":"tom","id":"tom"},"constructor":{"prototype":{"staff":true}}}'),
    { staff: '__proto__', case: 'constructor', version: 'toString' },
    { staff: 'hasOwnProperty', case: '../../case', version: -1 },
    { review: { kind: 'teach', label: 'no_power' }, staff: 'teach' },
    nested(55),
    Array.from({ length: 20_000 }, () => 0),
    Object.fromEntries(Array.from({ length: 5_000 }, (_, key) => [`key${key}`, key])),
    null,
    0,
    'claim',
    [],
  ];

  async function expectNothing(wendy: Running, channel: string): Promise<void> {
    const { id, version } = await queuedCase(wendy);
    const mallory = talkWith(wendy, { channel, name: 'Tom' });
    await mallory.say('hello');
    const before = await casesWithPeople(wendy);
    for (const value of data(id, version)) {
      const { status, body } = await mallory.say('', { value, text: undefined });
      expect([channel, status]).toEqual([channel, 200]);
      expect(body).not.toMatch(INSIDE);
      expect(body).not.toContain('ann@example.com');
      const action = { type: 'Action.Execute', verb: 'claim', data: value };
      const invoke = { type: 'invoke', name: 'adaptiveCard/action', value: { action }, text: undefined };
      expect(await statusOf(wendy, { ...invoke, ...addressOf(mallory.speaker) })).toBe(200);
    }
    expect(await casesWithPeople(wendy)).toEqual(before);
    const { body } = await wendy.staff.get(`/${id}`);
    expect([at(body, 'assignee'), at(body, 'status')]).toEqual([null, 'queued']);
    expect(({} as { staff?: unknown }).staff).toBeUndefined();
  }

  async function statusOf(wendy: Running, activity: object): Promise<number> {
    const answer = await postJson(`${wendy.url}/api/messages`, activity);
    expect(answer.text).not.toMatch(INSIDE);
    return answer.status;
  }

  const addressOf = ({ id, conversation, serviceUrl, channel }: ReturnType<typeof talkWith>['speaker']) => ({
    id: newActivityId(),
    channelId: channel,
    serviceUrl,
    conversation: { id: conversation },
    from: { id },
    recipient: { id: 'wendy' },
  });

  test.each(CHANNELS)('of a customer does nothing to anyone’s case on %s', async (channel) => {
    const wendy = await openWendy();
    await expectNothing(wendy, channel);
    await expectHonestServed(wendy);
  });

  test('and commands of staff in words do nothing for a customer who says whose name they bear', async () => {
    const wendy = await openWendy({ env: { PUBLIC_URL: '', MicrosoftAppId: '' } });
    const { id } = await queuedCase(wendy);
    const before = await casesWithPeople(wendy);
    const mallory = talkWith(wendy, { name: 'tom', id: 'tom' });
    for (const text of [
      `claim ${id}`,
      `resolve ${id}`,
      `release ${id}`,
      `case ${id}`,
      'queue',
      `reply ${id} hello`,
    ]) {
      const { body } = await mallory.say(text);
      expect(body).not.toContain('ann@example.com');
    }
    expect(await casesWithPeople(wendy)).toEqual(before);
  });
});

test('the names of sample staff are nobody’s where it is no local start', async () => {
  const issuer = await openIssuer('https://smba.example/', CHANNELS);
  const wendy = await openWendy({
    credentials: issuer.credentials,
    env: {
      ...issuer.settings.botFramework,
      MicrosoftAppId: APP_ID,
      MicrosoftAppPassword: 'secret',
      RATE_LIMIT: '',
    },
  });
  const say = async (text: string): Promise<string> => {
    const response = await fetch(`${wendy.url}/api/messages`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${issuer.token()}` },
      body: JSON.stringify({
        type: 'message',
        id: newActivityId(),
        channelId: 'msteams',
        serviceUrl: 'https://smba.example/',
        conversation: { id: 'a:1' },
        from: { id: '29:1', name: 'tom' },
        text,
        deliveryMode: 'expectReplies',
      }),
    });
    expect(response.status).toBe(200);
    return response.text();
  };
  const texts = [await say('/staff tom'), await say('queue'), await say('/staff mei')];
  expect(texts.join()).not.toMatch(/Nothing waits|queue is empty/i);
  expect(wendy.errors).toEqual([]);
});

test('nobody’s case is told to anyone who names it', async () => {
  const wendy = await openWendy();
  await openHonestCase(wendy);
  const [[id] = []] = (await casesWithPeople(wendy)) as string[][];
  for (const channel of CHANNELS) {
    const mallory = talkWith(wendy, { channel, name: 'Zebulon' });
    for (const text of [
      `${id}`,
      `my case is ${id}`,
      `what is the status of ${id}?`,
      `add to ${id}: cancel it`,
    ]) {
      const { status, body } = await mallory.say(text);
      expect(status).toBe(200);
      expect(body.replaceAll(String(id), '')).not.toMatch(/Quist|zebulon@|queued/);
    }
  }
  expect(wendy.errors).toEqual([]);
});
