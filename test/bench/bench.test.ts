import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startIssuer } from '../helpers/issuer.ts';
import { type Client, createClient, SERVICE_URL } from './client.ts';
import { peerFolder, startEcho, startProduct, startWaterfall, startWithAppId } from './contenders.ts';
import { answerTo, playToQueue } from './customer.ts';
import { createLoad } from './load.ts';
import type { Contender } from './process.ts';
import { renderingTable } from './rendering.ts';
import { figuresOf, formatTable, median, quantile } from './table.ts';

/** A client of a bot that lives as long as the test. */
async function talkTo(starting: Promise<Contender>): Promise<Client> {
  const contender = await starting;
  const client = createClient(contender.url);
  onTestFinished(async () => {
    client.close();
    await contender.stop();
  });
  return client;
}

function textsIn(body: string): string[] {
  const { activities } = JSON.parse(body) as { activities: { text?: string }[] };
  return activities.map((activity) => activity.text ?? '');
}

const waterfall = await peerFolder();
if (!existsSync(waterfall)) {
  console.info('skipped: the waterfall peer is not installed; npm run bench installs it on first use');
}

describe('the contenders', () => {
  it('echo what is said', async () => {
    const client = await talkTo(startEcho());
    const { status, body } = await client.say('c', 'Hello?');
    expect(status).toBe(200);
    expect(textsIn(body)).toEqual(['Echo: Hello?']);
  });

  it('lead through the whole conversation to the queue', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'wendy-bench-test-'));
    onTestFinished(() => rm(dir, { recursive: true, force: true }));
    const client = await talkTo(startProduct(dir));
    const script = await playToQueue(client, 'c');
    expect(script[0]).toBe('hello');
    expect(script.at(-1)).toBe('send');
    expect(await playToQueue(client, 'another')).toEqual(script);
  });

  it('lead there with an app id too, by tokens that are checked', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'wendy-bench-test-'));
    const issuer = await startIssuer(SERVICE_URL, ['emulator']);
    onTestFinished(async () => {
      await issuer.close();
      await rm(dir, { recursive: true, force: true });
    });
    const contender = await startWithAppId(dir, issuer.settings);
    const clients = [issuer.token(), issuer.token({ claims: { aud: 'another' } }), undefined].map((token) =>
      createClient(contender.url, token),
    );
    onTestFinished(async () => {
      for (const client of clients) client.close();
      await contender.stop();
    });
    const [good, bad, none] = clients;
    expect((await playToQueue(good as Client, 'c')).at(-1)).toBe('send');
    expect((await bad?.say('c', 'hello'))?.status).toBe(401);
    expect((await none?.say('c', 'hello'))?.status).toBe(401);
    expect(issuer.fetched()).toBe(2);
  });

  it.skipIf(!existsSync(waterfall))('ask six questions, one at a time', async () => {
    const client = await talkTo(startWaterfall(waterfall));
    const questions: string[] = [];
    for (const text of ['hello', 'no power', 'RS-D200', 'RS2210045', 'a shop', 'Sam', 'sam@example.com']) {
      questions.push(...textsIn((await client.say('c', text)).body));
    }
    expect(questions).toHaveLength(7);
    expect(questions[0]).toBe('What is wrong?');
    expect(questions.at(-1)).toBe('Thank you, a technician will look at RS-D200.');
  });
});

describe('the scripted customer', () => {
  const choices = (...values: string[]) => values.map((value) => ({ value, title: value }));

  it('is never helped by an instruction', () => {
    const asked = { prompt: 'triage.no_power.reseat', choices: choices('helped', 'not_helped', 'cannot') };
    expect(answerTo(asked)).toBe('not_helped');
  });

  it('tells what is asked in words', () => {
    expect(answerTo({ prompt: 'product.model', choices: [] })).toBe('RS-D200');
  });

  it('leaves out a question that it knows no answer to', () => {
    expect(answerTo({ prompt: 'product.since', choices: [] })).toBe('skip');
  });
});

describe('the load', () => {
  /** Records what is said to it and answers at once. */
  function listener(answer: (text: string) => { status: number; body: string }) {
    const heard: string[] = [];
    const say = async (conversation: string, text: string) => {
      heard.push(`${conversation}: ${text}`);
      await new Promise((resolve) => setImmediate(resolve));
      return answer(text);
    };
    return { heard, client: { say, close: () => {} } };
  }

  it('says the script from its beginning to its end, and begins anew under another id', async () => {
    const { heard, client } = listener(() => ({ status: 200, body: '{}' }));
    await createLoad({ client, name: 'n', script: ['a', 'b'] }).round(1, 0.05);
    expect(heard.slice(0, 4)).toEqual(['n-1: a', 'n-1: b', 'n-2: a', 'n-2: b']);
  });

  it('goes on in the next round where the last one ended', async () => {
    const { heard, client } = listener(() => ({ status: 200, body: '{}' }));
    const load = createLoad({ client, name: 'n', script: Array.from({ length: 1e6 }, (_, i) => String(i)) });
    await load.round(1, 0.01);
    await load.round(1, 0.01);
    expect(heard).toEqual(heard.map((_, i) => `n-1: ${i}`));
  });

  it('stops at an answer that is none, and at a conversation that does not end as it must', async () => {
    const refusing = listener(() => ({ status: 500, body: 'no' }));
    const load = createLoad({ client: refusing.client, name: 'n', script: ['a'] });
    await expect(load.round(1, 0.05)).rejects.toThrow('"a" was answered with 500');
    const endless = listener(() => ({ status: 200, body: '{}' }));
    const other = createLoad({ client: endless.client, name: 'n', script: ['a', 'b'], ending: 'queued' });
    await expect(other.round(1, 0.05)).rejects.toThrow('"b" was answered with 200');
  });
});

describe('the table', () => {
  it('takes a quantile by nearest rank, and the median between two', () => {
    const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
    expect(quantile(hundred, 0.5)).toBe(50);
    expect(quantile(hundred, 0.99)).toBe(99);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([3, 1, 2])).toBe(2);
  });

  it('pairs each round with the round of the base beside it', () => {
    const rounds = [10, 20, 60].map((turns) => ({ latencies: Array(turns).fill(2), seconds: 2, cpu: turns }));
    const base = [20, 20, 40].map((turns) => ({ latencies: Array(turns).fill(1), seconds: 2 }));
    expect(figuresOf(rounds, base)).toEqual({ turnsPerSecond: 10, p50: 2, p99: 2, ratio: 1, cpu: 1 });
    expect(figuresOf(base, base).ratio).toBe(1);
  });

  it('says what rendering takes, for each kind of message on each class of channel', () => {
    const [head, ...rows] = renderingTable().split('\n');
    expect(head?.split(/\s{2,}/)).toEqual(['rendering, µs', 'msteams', 'webchat', 'sms']);
    expect(rows.map((row) => row.split(/\s{2,}/)[0])).toEqual([
      'text',
      'question',
      'list',
      'verdict',
      'staff card',
      'long text',
    ]);
    for (const row of rows) {
      for (const cell of row.split(/\s{2,}/).slice(1)) expect(Number(cell)).toBeGreaterThan(0);
    }
  });

  it('aligns names to the left and numbers to the right', () => {
    expect(
      formatTable([
        ['', 'n'],
        ['echo', '1000'],
        ['a', '7'],
      ]),
    ).toBe('         n\necho  1000\na        7');
  });
});
