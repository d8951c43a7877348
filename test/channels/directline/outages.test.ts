import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Gateway, openGateway } from '../../helpers/gateway.ts';
import { type PostgresServer, run, startPostgres } from '../../helpers/postgres.ts';
import { openProcess } from '../../helpers/process.ts';
import { at } from '../../helpers/staff-client.ts';
import { openWendy, type Running } from '../../helpers/wendy.ts';
import { type Client, generate, openChat, openClient, type Shown } from './client.ts';
import { ask } from './requests.ts';

const portOf = (url: string): number => Number(new URL(url).port);

async function gatewayTo(url: () => string): Promise<Gateway> {
  const gateway = await openGateway(() => portOf(url()));
  onTestFinished(() => gateway.close());
  return gateway;
}

/** What the server keeps of a conversation. */
async function kept(url: string, { conversationId, token }: { conversationId: string; token: string }) {
  const all: Shown[] = [];
  let watermark = '';
  for (;;) {
    const address = `${url}/v3/directline/conversations/${conversationId}/activities?watermark=${watermark}`;
    const page = JSON.parse((await ask(address, token)).text);
    if (page.activities.length === 0) return all;
    all.push(...page.activities);
    watermark = page.watermark;
  }
}

/** Each message has one echo, one answer or more, and nothing stands there twice. */
function expectWhole(shown: readonly Shown[], texts: readonly string[]): void {
  const ids = shown.map(({ id }) => id);
  expect(ids.filter((id, place) => ids.indexOf(id) !== place)).toEqual([]);
  const mine = shown.filter(({ from }) => from.id.startsWith('dl_'));
  expect(mine.map(({ text }) => text)).toEqual(texts);
  for (const { id } of mine) {
    const answers = shown.filter(({ replyToId }) => replyToId === id);
    expect(answers.length).toBeGreaterThan(0);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(answers.length);
  }
}

/** As a customer does: sends it again as long as the page says that it was not sent. */
async function sayUntilTaken(chat: Client, text: string): Promise<void> {
  const mark = `mark-${text}`;
  for (let tries = 0; tries < 50; tries++) {
    const id = await chat.say(text, mark).catch(() => 'retry');
    if (id !== 'retry') return;
  }
  throw new Error(`${text} was not taken`);
}

describe('a connection that breaks', () => {
  test('is opened again, and shows what came meanwhile once', async () => {
    const wendy = await openWendy();
    const gateway = await gatewayTo(() => wendy.url);
    const chat = await openChat(gateway.url, { webSocket: true });
    await chat.say('my camera has no power');
    gateway.drop();
    const direct = openClient(wendy.url, {
      webSocket: true,
      token: chat.pass.token,
      conversationId: chat.pass.conversationId,
    });
    await direct.say('person');
    await chat.until(() => chat.texts().includes('person'), 'what came meanwhile');
    await chat.say('Ann Hill');
    expectWhole(chat.shown, ['my camera has no power', 'person', 'Ann Hill']);
    expect(await kept(wendy.url, chat.pass)).toEqual(chat.shown);
  });

  test('is opened again after a proxy has answered 502 for a while', async () => {
    const wendy = await openWendy();
    const gateway = await gatewayTo(() => wendy.url);
    const chat = await openChat(gateway.url, { webSocket: true, timeout: 500 });
    await chat.say('my camera has no power');
    gateway.serverIsAway();
    expect(await chat.say('person', 'mine')).toBe('retry');
    await gateway.nextRefusal();
    gateway.serverIsBack();
    await chat.say('person', 'mine');
    expectWhole(await kept(wendy.url, chat.pass), ['my camera has no power', 'person']);
  });

  test('after a message was taken costs no second turn when it is sent again', async () => {
    const wendy = await openWendy();
    const gateway = await gatewayTo(() => wendy.url);
    const { token, conversationId } = await generate(wendy.url);
    await ask(`${wendy.url}/v3/directline/conversations`, token, { method: 'POST' });
    const activity = { type: 'message', text: 'person', channelData: { clientActivityID: 'mine' } };
    const post = (url: string) =>
      ask(`${url}/v3/directline/conversations/${conversationId}/activities`, token, {
        method: 'POST',
        json: activity,
      });
    gateway.loseNextAnswer();
    await expect(post(gateway.url)).rejects.toThrow();
    const again = await Promise.all([post(wendy.url), post(gateway.url)]);
    expect(again.map(({ status }) => status)).toEqual([200, 200]);
    expect(again[0]?.text).toBe(again[1]?.text);
    const chat = openClient(wendy.url, { webSocket: true, token, conversationId });
    await chat.say('Ann Hill');
    expectWhole(await kept(wendy.url, { token, conversationId }), ['person', 'Ann Hill']);
  });
});

test('a server that is restarted in the middle loses and doubles nothing', async () => {
  const wendy = await openWendy();
  const gateway = await gatewayTo(() => wendy.url);
  const chat = await openChat(gateway.url, { webSocket: true, timeout: 2_000 });
  await chat.say('my camera has no power');
  await wendy.restart();
  await sayUntilTaken(chat, 'person');
  await sayUntilTaken(chat, 'Ann Hill');
  const all = await kept(wendy.url, chat.pass);
  expectWhole(all, ['my camera has no power', 'person', 'Ann Hill']);
  await chat.until(() => chat.shown.length >= all.length, 'the whole conversation');
  expect(chat.shown).toEqual(all);
  expect(wendy.errors).toEqual([]);
});

test('a reader that is cut off again and again, and comes back with its watermark, misses and repeats nothing', async () => {
  const wendy = await openWendy();
  const pass = await generate(wendy.url);
  const base = `${wendy.url}/v3/directline/conversations`;
  await ask(base, pass.token, { method: 'POST' });
  const own = `${base}/${pass.conversationId}`;
  const write = async (): Promise<void> => {
    for (let count = 0; count < 60; count++) {
      await ask(`${own}/activities`, pass.token, {
        method: 'POST',
        json: { type: 'message', text: `${count}` },
      });
    }
  };
  const seen: Shown[] = [];
  let watermark = '';
  /** Reads a few frames, and breaks the connection. */
  const readSome = async (frames: number): Promise<void> => {
    const { streamUrl } = JSON.parse((await ask(`${own}?watermark=${watermark}`, pass.token)).text);
    const socket = new WebSocket(streamUrl);
    const done = once(socket, 'close');
    let left = frames;
    socket.on('message', (data) => {
      if (left-- <= 0) return;
      const frame = JSON.parse(data.toString());
      seen.push(...frame.activities);
      watermark = frame.watermark;
      // The answer to the last message may come in the same frame.
      if (left === 0 || isOver()) socket.terminate();
    });
    await done;
  };
  const isOver = (): boolean => seen.some(({ text }) => text === 'the end');
  const read = async (): Promise<void> => {
    for (let round = 0; !isOver(); round++) await readSome(1 + (round % 3));
  };
  const writing = write().then(() =>
    ask(`${own}/activities`, pass.token, { method: 'POST', json: { type: 'message', text: 'the end' } }),
  );
  await Promise.all([read(), writing]);
  const all = await kept(wendy.url, pass);
  expect(all.length).toBeGreaterThan(120);
  expect(seen).toEqual(all.slice(0, seen.length));
  for (const after of [1, 50, 51, 99, all.length - 1]) {
    const page = JSON.parse((await ask(`${own}/activities?watermark=${after}`, pass.token)).text);
    expect(page.activities).toEqual(all.slice(after, after + page.activities.length));
    expect(page.watermark).toBe(String(after + page.activities.length));
  }
});

test.each([
  ['a WebSocket', true],
  ['polling', false],
])('a server that is killed in the middle loses and doubles nothing (%s)', async (_way, webSocket) => {
  const wendy = await openProcess();
  await wendy.start();
  const pass = await generate(wendy.url);
  const first = openClient(wendy.url, { webSocket, token: pass.token, timeout: 2_000 });
  const said = ['my camera has no power', 'person', 'Ann Hill', 'ann@example.com', 'skip'];
  await sayUntilTaken(first, said[0] ?? '');
  await sayUntilTaken(first, said[1] ?? '');
  await wendy.kill();
  await wendy.start();
  // A client that polls stops at the first refused connection: the customer loads the page again.
  const chat = webSocket
    ? first
    : openClient(wendy.url, { webSocket, token: pass.token, conversationId: pass.conversationId });
  for (const text of said.slice(2)) await sayUntilTaken(chat, text);
  await chat.until(() => chat.shown.length > 0 && chat.texts().includes('skip'), 'the last echo');
  const all = await kept(wendy.url, pass);
  expectWhole(all, said);
  await chat.until(() => chat.shown.length >= all.length, 'the whole conversation');
  expect(chat.shown).toEqual(all);
  const { body } = await wendy.staff.get('?status=queued');
  expect(at(body, 'cases.length')).toBe(1);
});

test('a server that is killed while it takes a message takes it once when it is sent again', async () => {
  const wendy = await openProcess();
  await wendy.start();
  const pass = await generate(wendy.url);
  const base = `${wendy.url}/v3/directline/conversations`;
  await ask(base, pass.token, { method: 'POST' });
  const own = `${base}/${pass.conversationId}`;
  const said = ['my camera has no power', 'person', 'Ann Hill'];
  for (const [at, text] of said.entries()) {
    const post = (): Promise<number> =>
      ask(`${own}/activities`, pass.token, {
        method: 'POST',
        json: { type: 'message', text, channelData: { clientActivityID: text } },
      }).then(
        ({ status }) => status,
        () => 0,
      );
    const first = post();
    // Each time a little later: before it came, while it is taken, while it is answered.
    for (let answers = 0; answers < 4 * at; answers++) await fetch(`${wendy.url}/live`);
    await wendy.kill();
    await first;
    await wendy.start();
    expect(await post()).toBe(200);
    expect(await post()).toBe(200);
    const isAnswered = async (): Promise<boolean> => {
      const all = await kept(wendy.url, pass);
      const mine = all.find((one) => one.text === text);
      return all.some(({ replyToId }) => replyToId === mine?.id);
    };
    while (!(await isAnswered())) await fetch(`${wendy.url}/live`);
  }
  expectWhole(await kept(wendy.url, pass), said);
});

describe('two instances on one database', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.remove());

  async function openTwo(): Promise<{ one: Running; other: Running; databaseUrl: string }> {
    const databaseUrl = await server.database();
    const [one, other] = [await openWendy({ databaseUrl }), await openWendy({ databaseUrl })];
    return { one, other, databaseUrl };
  }

  test('know the same tokens and conversations, and wake the streams of each other', async () => {
    const { one, other, databaseUrl } = await openTwo();
    const pass = await generate(one.url);
    const { conversationId, token } = pass;
    const here = openClient(one.url, { webSocket: true, token });
    await here.until(() => here.shown.length > 0, 'a greeting');
    const there = openClient(other.url, { webSocket: true, token, conversationId });
    const said = ['my camera has no power', 'person', 'Ann Hill', 'ann@example.com', 'skip'];
    for (const [at, text] of said.entries()) {
      await (at % 2 === 0 ? here : there).say(text);
      const both = (): boolean => [here, there].every((chat) => chat.texts().includes(text));
      // Far less than a heartbeat: it was told, and did not find it by itself.
      await here.until(both, `${text} here`, 5_000);
      await there.until(both, `${text} there`, 5_000);
    }
    const all = await kept(other.url, pass);
    expectWhole(all, said);
    for (const chat of [here, there]) {
      await chat.until(() => chat.shown.length === all.length, 'all of it');
      expect(chat.shown).toEqual(all);
    }
    expect([...one.errors, ...other.errors]).toEqual([]);
    // What only tells other instances leaves nothing behind.
    expect(await run(databaseUrl, "SELECT FROM wendy.outbox WHERE id_name LIKE 'told/%'")).toEqual([]);
  });

  test('bring a technician’s words to the stream wherever it is', async () => {
    const { one, other } = await openTwo();
    const chat = await openChat(one.url, { webSocket: true });
    for (const text of ['my camera has no power', 'person', 'Ann Hill', 'ann@example.com', 'skip']) {
      await chat.say(text);
    }
    const { body } = await other.staff.get('?status=queued');
    const id = String(at(body, 'cases.0.id'));
    await other.staff.act(id, { type: 'claim', as: 'tom', version: at(body, 'cases.0.version') });
    const reply = await other.staff.act(id, { type: 'reply', as: 'tom', text: 'Tom here: is the LED on?' });
    expect(reply.status).toBe(200);
    await chat.until(() => chat.texts().some((text) => text.includes('is the LED on?')), 'his words', 5_000);
    expect(chat.texts().filter((text) => text.includes('is the LED on?'))).toHaveLength(1);
  });
});
