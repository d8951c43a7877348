import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { MISUNDERSTOOD, type MisunderstoodRow } from '../../src/conversation/misunderstood.ts';
import { LEARNED_KEY, type LearnedRecord } from '../../src/conversation/tutor.ts';
import type { Store } from '../../src/store/port.ts';
import { openPostgresStore } from '../../src/store/postgres/open.ts';
import { type Answer, messageOf, post, textOf } from '../helpers/channel.ts';
import { type PostgresServer, startPostgres } from '../helpers/postgres.ts';
import { openWendy, type Running } from '../helpers/wendy.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.remove());

const DISCO = 'my thing is a disco now';
const BLIND = '摄像头眼睛瞎了';

interface Talk {
  says(who: string, text: string, changes?: Record<string, unknown>): Promise<Answer>;
  /** Presses a button of a card. */
  presses(who: string, staff: string, text: string): Promise<string>;
  /** What a staff member is answered, as one text. */
  staff(who: string, text: string): Promise<string>;
}

function talkWith(wendy: Running): Talk {
  const says: Talk['says'] = (who, text, changes) =>
    post(
      wendy.url,
      messageOf({ id: who, conversation: `of-${who}`, serviceUrl: wendy.farEnd.url }, text, changes),
    );
  const textIn = (answer: Answer): string => answer.activities.map(textOf).join('\n');
  return {
    says,
    presses: async (who, staff, text) => textIn(await says(who, '', { value: { staff, text } })),
    staff: async (who, text) => textIn(await says(who, text)),
  };
}

async function asMei(wendy: Running): Promise<Talk> {
  const talk = talkWith(wendy);
  await talk.says('mei', '/staff mei');
  return talk;
}

async function onPostgres(): Promise<{ databaseUrl: string; store: Store }> {
  const databaseUrl = await server.database();
  const store = await openPostgresStore({ url: databaseUrl, log: { info() {}, warn() {} } });
  onTestFinished(() => store.close());
  return { databaseUrl, store };
}

async function rowsIn(store: Store): Promise<MisunderstoodRow[]> {
  return (await store.rows<MisunderstoodRow>(MISUNDERSTOOD)).map(({ row }) => row);
}

describe.each(['embedded', 'postgres'])('what was misunderstood, on the %s store', (kind) => {
  const open = async () => openWendy(kind === 'postgres' ? { databaseUrl: await server.database() } : {});

  test('is shown to a supervisor, and understood by one press, also after a restart', async () => {
    const wendy = await open();
    const talk = await asMei(wendy);
    expect((await talk.says('ana', DISCO)).trace?.state).toBe('fault.label');
    await talk.says('ben', `Hello, ${DISCO.toUpperCase()}!`);
    await talk.says('ben', 'night_vision');
    await wendy.restart();
    const shown = await talk.staff('mei', 'misunderstood');
    expect(shown).toMatch(/1 · “my thing is a disco now” · 1 time|once/);
    expect(shown).toContain('trouble at night × 1');
    expect(await talk.presses('mei', 'phrase', '1 night_vision')).toContain('means trouble at night');
    const once = await talk.says('cem', DISCO);
    expect(once.trace?.state).toBe('fault.more');
    expect(once.texts.join()).toContain('trouble at night');
    await wendy.restart();
    expect((await talk.says('dan', DISCO)).trace?.state).toBe('fault.more');
    expect(await talk.staff('mei', 'misunderstood')).not.toContain(`“${DISCO}”`);
    expect(wendy.errors).toEqual([]);
  });

  test('is shown and understood in Chinese, to a supervisor who writes Chinese', async () => {
    const wendy = await open();
    const talk = talkWith(wendy);
    await talk.says('mei', '/staff mei', { locale: 'zh-CN' });
    expect((await talk.says('li-lei', BLIND)).trace?.state).toBe('fault.label');
    expect(await talk.staff('mei', 'misunderstood')).toContain(`1 · “${BLIND}” · 1 次`);
    expect(await talk.staff('mei', 'phrase 1 无图像')).toContain('归到哪一类');
    expect(await talk.staff('mei', 'phrase 1 no_video')).toContain('已添加');
    const once = await talk.says('han-mei', `${BLIND}。`);
    expect(once.trace).toMatchObject({ state: 'fault.more', locale: 'zh' });
    expect(wendy.errors).toEqual([]);
  });

  test('has one effect, however often it is pressed or the message is repeated', async () => {
    const wendy = await open();
    const talk = await asMei(wendy);
    await talk.says('ana', DISCO);
    await talk.staff('mei', 'misunderstood');
    const press = { id: 'one-press', value: { staff: 'phrase', text: '1 night_vision' } };
    const first = await talk.says('mei', '', press);
    expect((await talk.says('mei', '', press)).texts).toEqual(first.texts);
    expect(await talk.presses('mei', 'phrase', '1 night_vision')).toContain('done already');
    expect(await talk.presses('mei', 'phrase', '1 audio')).toContain('means sound');
    expect((await talk.says('cem', DISCO)).texts.join()).toContain('sound');
    expect(await talk.staff('mei', 'dismiss 1')).toContain('Taken back');
    expect(await talk.staff('mei', 'dismiss 1')).toContain('already');
    expect(wendy.errors).toEqual([]);
  });
});

test('what one of two instances was taught, the other understands in the next message', async () => {
  const { databaseUrl, store } = await onPostgres();
  const [here, there] = [await openWendy({ databaseUrl }), await openWendy({ databaseUrl })];
  const talk = await asMei(here);
  await talkWith(there).says('ana', DISCO);
  await talk.staff('mei', 'misunderstood');
  await talk.presses('mei', 'phrase', '1 night_vision');
  expect((await talkWith(there).says('ben', DISCO)).trace?.state).toBe('fault.more');
  expect((await talkWith(here).says('cem', DISCO)).trace?.state).toBe('fault.more');
  // Pressed on both at the same time, it is still one phrase.
  await talkWith(there).says('ana', 'new problem: all glittery jelly wobbles');
  await talk.staff('mei', 'misunderstood');
  await Promise.all([here, there].map((one) => talkWith(one).presses('mei', 'phrase', '2 poor_image')));
  const learned = await store.get<LearnedRecord>(LEARNED_KEY);
  expect(learned?.value).toMatchObject({
    v: 1,
    phrases: [
      { language: 'en', label: 'night_vision', text: DISCO, by: 'mei' },
      { label: 'poor_image', by: 'mei' },
    ],
  });
  expect([...here.errors, ...there.errors]).toEqual([]);
});

test('an instance hears by itself of what another was taught, where it believes to understand', async () => {
  const { databaseUrl } = await onPostgres();
  const [here, there] = [await openWendy({ databaseUrl }), await openWendy({ databaseUrl })];
  const text = 'the porch camera has no power whatsoever today';
  const talk = await asMei(here);
  const first = await talkWith(there).says('ana', text);
  expect(first.texts.join()).toContain('no power:');
  for (const words of ['correct', 'label', 'audio']) await talkWith(there).says('ana', words);
  await talk.staff('mei', 'misunderstood');
  await talk.presses('mei', 'phrase', '1 audio');
  let asked = 0;
  await vi.waitFor(
    async () => {
      const { texts } = await talkWith(there).says(`customer-${++asked}`, text);
      expect(texts.join()).toContain('sound:');
    },
    { timeout: 15_000, interval: 200 },
  );
});

test('what a customer picks, and what they correct, is kept with it', async () => {
  const { databaseUrl, store } = await onPostgres();
  const talk = talkWith(await openWendy({ databaseUrl }));
  await talk.says('ana', DISCO);
  await talk.says('ana', 'other');
  await talk.says('ben', 'gate dome is dead');
  for (const text of ['correct', 'label', 'audio']) await talk.says('ben', text);
  expect(await rowsIn(store)).toMatchObject([
    { v: 1, kind: 'unsure', language: 'en', text: DISCO, prompt: 'need', chose: null },
    { kind: 'chose', text: DISCO, chose: 'other' },
    { kind: 'corrected', text: 'gate dome is dead', prompt: 'fault.label', chose: 'audio' },
  ]);
  for (const { guesses } of await rowsIn(store)) expect(guesses).toHaveLength(3);
});

test('of addresses, numbers and names nothing is kept, and of contact and product questions nothing at all', async () => {
  const { databaseUrl, store } = await onPostgres();
  const talk = talkWith(await openWendy({ databaseUrl }));
  const from = { from: { id: 'ana', name: 'Ana Pérez (Lima)' } };
  await talk.says('ana', 'my thing RS2024A00171 is a disco now says Ana', from);
  await talk.says('ana', 'hm, ring +51 1 555 12345 or ana@example.com', from);
  await talk.says('ben', 'the recorder beeps, I need a technician');
  for (const text of ['Ben Zwingli', 'zzz at work', 'ben@example.com', 'wibble wobble', 'skip']) {
    await talk.says('ben', text);
  }
  await talk.says('ben', 'zwingli says fnord blorp gnarf');
  const kept = JSON.stringify(await rowsIn(store));
  expect(kept).toContain('"my thing is a disco now says"');
  expect(kept).toContain('"says fnord blorp gnarf"');
  for (const part of [
    'RS2024',
    '555',
    '12345',
    'ana@',
    'Ana',
    'Zwingli',
    'zwingli',
    'ben@',
    'wibble',
    'zzz',
  ]) {
    expect(kept).not.toContain(part);
  }
});

test('an understood conversation leaves nothing, and a text of any length little', async () => {
  const { databaseUrl, store } = await onPostgres();
  const talk = talkWith(await openWendy({ databaseUrl }));
  for (const text of ['my camera has no power', 'done', 'no']) await talk.says('ana', text);
  expect(await rowsIn(store)).toEqual([]);
  await talk.says('ben', 'flubber wobbles gnarf '.repeat(300));
  const [row, more] = await rowsIn(store);
  expect(more).toBeUndefined();
  expect(row?.text.length).toBeLessThanOrEqual(300);
});

describe('a supervisor is told why', () => {
  test('a phrase can not be added', async () => {
    const talk = await asMei(await openWendy());
    await talk.says('ana', 'gate dome is dead');
    for (const text of ['correct', 'label', 'audio']) await talk.says('ana', text);
    await talk.says('ben', 'zq');
    await talk.says('cem', 'flubber wobbles gnarf '.repeat(30));
    const shown = await talk.staff('mei', 'misunderstood');
    const numberOf = (text: string): string =>
      new RegExp(`(\\d+) · “${text}`).exec(shown)?.[1] ?? `${text} is not shown`;
    expect(await talk.staff('mei', `phrase ${numberOf('gate')} audio`)).toContain(
      'a phrase of no power already',
    );
    expect(await talk.staff('mei', `phrase ${numberOf('zq')} audio`)).toContain('too short');
    expect(await talk.staff('mei', `phrase ${numberOf('flubber')} audio`)).toContain('too long');
    expect(await talk.staff('mei', `phrase ${numberOf('zq')} other`)).toContain('Which label');
    expect(await talk.staff('mei', `phrase ${numberOf('zq')}`)).toContain('Which label');
    expect(await talk.staff('mei', 'phrase')).toContain('Which text');
    expect(await talk.staff('mei', 'phrase 99 audio')).toContain('no text 99');
    expect(await talk.staff('mei', 'dismiss everything')).toContain('Which text');
    expect((await talk.says('dan', 'gate dome is dead')).texts.join()).toContain('no power');
  });

  test('that nothing waits, and others are told whom to ask', async () => {
    const talk = await asMei(await openWendy());
    expect(await talk.staff('mei', 'misunderstood')).toContain('understood everything');
    await talk.says('ana', DISCO);
    for (const who of ['tom', 'anna']) {
      await talk.says(who, `/staff ${who}`);
      for (const text of ['misunderstood', 'phrase 1 audio', 'dismiss 1']) {
        expect(await talk.staff(who, text)).toContain('supervisor');
      }
      expect(await talk.presses(who, 'phrase', '1 audio')).toContain('supervisor');
    }
    expect((await talk.says('ben', DISCO)).trace?.state).toBe('fault.label');
    expect(await talk.staff('mei', 'misunderstood')).toContain('2 times');
  });
});
