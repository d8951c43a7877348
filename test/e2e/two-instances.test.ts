import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { conversationId } from '../../src/conversation/record.ts';
import { type TranscriptRow, transcriptStream } from '../../src/desk/case.ts';
import type { Store } from '../../src/store/port.ts';
import { openPostgresStore } from '../../src/store/postgres/open.ts';
import { messageOf, post, type Speaker } from '../helpers/channel.ts';
import { type PostgresServer, startPostgres } from '../helpers/postgres.ts';
import { openWendy, type Running } from '../helpers/wendy.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.remove());

/** Two instances on one database, and a look into it. */
async function openTwo(): Promise<{ wendys: [Running, Running]; store: Store }> {
  const databaseUrl = await server.database();
  const wendys: [Running, Running] = [await openWendy({ databaseUrl }), await openWendy({ databaseUrl })];
  const store = await openPostgresStore({ url: databaseUrl, log: { info() {}, warn() {} } });
  onTestFinished(() => store.close());
  return { wendys, store };
}

const speaker = (wendy: Running, conversation: string): Speaker => ({
  id: 'ana',
  conversation,
  serviceUrl: wendy.farEnd.url,
});

/** What a customer said in a conversation, in the order of the record. */
async function saidIn(store: Store, { id, conversation, serviceUrl }: Speaker): Promise<string[]> {
  const address = {
    channel: 'emulator',
    serviceUrl,
    conversation: { id: conversation },
    bot: { id: 'wendy' },
    user: { id },
  };
  const rows = await store.rows<TranscriptRow>(transcriptStream(conversationId(address)));
  return rows.filter(({ row }) => row.from === 'customer').map(({ row }) => row.text);
}

test('500 messages at once of one conversation, to two instances, have one turn each', async () => {
  const { wendys, store } = await openTwo();
  const ana = speaker(wendys[0], 'busy');
  const texts = Array.from({ length: 500 }, (_, at) => `message ${at}`);
  const answers = await Promise.all(
    texts.map((text, at) => post(wendys[at % 2 ? 1 : 0].url, messageOf(ana, text))),
  );
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  expect(answers.filter((answer) => answer.texts.length === 0)).toEqual([]);
  expect((await saidIn(store, ana)).toSorted()).toEqual(texts.toSorted());
  expect(wendys.flatMap(({ errors }) => errors)).toEqual([]);
});

test('1,000 conversations at once, each message to both instances, have one effect and one answer each', async () => {
  const { wendys, store } = await openTwo();
  const people = Array.from({ length: 1000 }, (_, at) => speaker(wendys[0], `c${at}`));
  const answers = await Promise.all(
    people.map((person) => {
      const message = messageOf(person, 'my camera has no power');
      return Promise.all(wendys.map(({ url }) => post(url, message)));
    }),
  );
  for (const [one, other] of answers) {
    expect(one?.status).toBe(200);
    expect(other?.activities).toEqual(one?.activities);
  }
  for (const person of people) expect(await saidIn(store, person)).toEqual(['my camera has no power']);
  expect(wendys.flatMap(({ errors }) => errors)).toEqual([]);
});
