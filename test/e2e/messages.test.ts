import { describe, expect, test } from 'vitest';
import { type Activity, messageOf, newActivityId, post } from '../helpers/channel.ts';
import { at } from '../helpers/staff-client.ts';
import { openWendy } from '../helpers/wendy.ts';
import { queuedCase, talkWith, WALK } from './talk.ts';

const TIMESTAMP = '2026-03-02T10:00:00.123Z';

/** Without the id of the message that it answers. */
const unaddressed = ({ replyToId: _id, ...activity }: Activity) => activity;

describe('a repeated message', () => {
  test('has one effect and the same activities, by its id', async () => {
    const wendy = await openWendy();
    const talk = talkWith(wendy);
    await talk.sayAll('my camera has no power', 'done');
    const id = newActivityId();
    const first = await talk.say('no', { id });
    for (let time = 0; time < 9; time++) {
      expect((await talk.say('no', { id })).activities).toEqual(first.activities);
    }
    await talk.say('nothing');
    expect((await talk.say('no', { id })).activities).toEqual(first.activities);
    await wendy.restart();
    expect((await talk.say('no', { id })).activities).toEqual(first.activities);
    const { body } = await wendy.staff.get(`/${first.trace?.case?.id}`);
    expect(at(body, 'faults.0.steps')).toMatchObject([{ result: 'no' }, { result: 'nothing' }]);
    expect(at(body, 'transcript')).toHaveLength(8);
  });

  test('counts by sender, words and timestamp where its id is another', async () => {
    const wendy = await openWendy();
    const talk = talkWith(wendy);
    const first = await talk.say('hello', { timestamp: TIMESTAMP });
    const again = await talk.say('hello', { timestamp: TIMESTAMP });
    expect(again.activities.map(unaddressed)).toEqual(first.activities.map(unaddressed));
    const later = await talk.say('hello', { timestamp: '2026-03-02T10:00:00.124Z' });
    expect(later.texts).not.toEqual(first.texts);
    expect((await talk.say('hello!', { timestamp: TIMESTAMP })).texts).not.toEqual(first.texts);
  });

  test('counts by its id alone where it has no timestamp', async () => {
    const talk = talkWith(await openWendy());
    const first = await talk.say('hello');
    expect((await talk.say('hello')).texts).not.toEqual(first.texts);
  });

  test('of two senders or of two conversations is not the same', async () => {
    const wendy = await openWendy();
    const id = newActivityId();
    const said = { id, timestamp: TIMESTAMP };
    const ana = talkWith(wendy, { conversation: 'room' });
    const bob = talkWith(wendy, { conversation: 'room' });
    await ana.say('my camera has no power', said);
    const { trace } = await bob.say('my camera has no power', said);
    expect(trace?.case?.id).toBe('C-1002');
  });

  test('of two conversations whose ids differ by half a character is not the same', async () => {
    const wendy = await openWendy();
    await talkWith(wendy, { conversation: 'x\ud83d' }).say('my camera has no power');
    const other = await talkWith(wendy, { conversation: 'x\ud83e' }).say('my camera has no picture');
    expect(other.trace?.case?.id).toBe('C-1002');
  });

  test('is answered as the first time while a person holds the conversation, and never relayed twice', async () => {
    const wendy = await openWendy();
    const { talk, id } = await queuedCase(wendy);
    const told = newActivityId();
    const first = await talk.say('the gate one', { id: told });
    expect(first.texts).toHaveLength(1);
    const version = at((await wendy.staff.get(`/${id}`)).body, 'version');
    expect((await wendy.staff.act(id, { type: 'claim', as: 'tom', version })).status).toBe(200);
    expect((await talk.say('the gate one', { id: told })).activities).toEqual(first.activities);
    const held = newActivityId();
    const silent = await talk.say('hello Tom', { id: held });
    expect(silent.texts).toEqual([]);
    expect(silent.trace).toMatchObject({ state: 'case.held', expects: null, case: { status: 'claimed' } });
    expect((await talk.say('hello Tom', { id: held })).activities).toEqual(silent.activities);
    const { body } = await wendy.staff.get(`/${id}`);
    const said = at(body, 'transcript') as { from: string; text: string }[];
    for (const words of ['the gate one', 'hello Tom']) {
      expect(said.filter(({ text }) => text === words)).toHaveLength(1);
    }
  });

  test('sent at the same time many times over has one effect', async () => {
    const wendy = await openWendy();
    const talk = talkWith(wendy);
    const activity = messageOf(talk.speaker, 'my camera has no power');
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(wendy.url, activity)));
    for (const { activities } of answers) expect(activities).toEqual(answers[0]?.activities);
    const { body } = await wendy.staff.get('');
    expect(at(body, 'cases.length')).toBe(1);
    expect(at(body, 'cases.0.faults.length')).toBe(1);
    expect(at(body, 'cases.0.transcript.length')).toBe(2);
  });

  test('of ordinary delivery is sent to the far end again', async () => {
    const wendy = await openWendy();
    const talk = talkWith(wendy);
    const id = newActivityId();
    const traces = () => wendy.farEnd.taken.filter(({ activity }) => activity.type === 'trace').length;
    for (const time of [1, 2]) {
      const answer = await talk.say('hello', { id, deliveryMode: undefined });
      expect(answer).toMatchObject({ status: 200, body: '' });
      await wendy.farEnd.until(() => traces() === time, 'the trace');
    }
    const texts = wendy.farEnd.taken.map(({ activity }) => activity.text ?? activity.type);
    expect(texts).toHaveLength(4);
    expect(texts.slice(2)).toEqual(texts.slice(0, 2));
  });
});

describe('every message is answered', () => {
  test.each([
    ['nothing', { text: '' }],
    ['no text at all', { text: undefined }],
    ['blanks and line breaks', { text: ' \n\t ' }],
    ['null', { text: null }],
    ['a photo alone', { text: '', attachments: [{ contentType: 'image/jpeg', contentUrl: 'http://x/1' }] }],
    ['a locale that is none', { locale: 'no such locale!' }],
    ['a locale of the wrong type', { locale: 7 }],
    ['a name that is a sentence', { from: { id: 'x', name: '<b>{{case}}</b> \u0000 '.repeat(50) } }],
    ['ids of 1,000 characters', { from: { id: '字'.repeat(1000) }, conversation: { id: '🎥'.repeat(1000) } }],
    ['ids like paths', { from: { id: '../../x' }, conversation: { id: 'a/../b\n%00' } }],
  ])('%s', async (_what, changes) => {
    const wendy = await openWendy();
    const talk = talkWith(wendy);
    const { status, texts, trace } = await talk.say('hello', changes);
    expect(status).toBe(200);
    expect(texts.join('')).toContain('Wendy');
    expect(trace).toMatchObject({ state: 'need', expects: { prompt: 'need' }, locale: 'en', case: null });
    expect(wendy.errors).toEqual([]);
  });

  test.each([
    ['8,000 characters', 'my camera has no power ', 8_000, 'fault.more'],
    ['8,000 characters of two units each', '📷', 8_000, 'fault.describe'],
    ['8,001 characters', 'my camera has no power ', 8_001, 'need'],
    ['50,000 characters', 'my camera has no power ', 50_000, 'need'],
  ])('%s', async (_what, words, length, prompt) => {
    const wendy = await openWendy();
    const talk = talkWith(wendy);
    const text = [...words.repeat(length)].slice(0, length).join('');
    if (prompt === 'fault.describe') await talk.sayAll('hello', 'fault');
    const { status, texts, trace } = await talk.say(text);
    expect(status).toBe(200);
    expect(trace?.expects?.prompt).toBe(prompt);
    const isLong = length > 8_000;
    expect(texts.some((said) => said.includes('main point'))).toBe(isLong);
    const { trace: after } = await talk.say('person');
    const { body } = await wendy.staff.get(`/${after?.case?.id}`);
    const said = at(body, 'transcript') as { text: string }[];
    expect(said.filter((row) => row.text === text)).toHaveLength(1);
  });
});

describe('the words that work everywhere', () => {
  test.each(['en', 'zh-CN'])('skip and person at each question of a whole walk (%s)', async (locale) => {
    const wendy = await openWendy();
    const walker = talkWith(wendy, { locale });
    const refusing = new Set<string>();
    const asked: string[] = [];
    for (const says of WALK) {
      const { trace } = await walker.say(says);
      const prompt = trace?.expects?.prompt ?? '';
      asked.push(prompt);
      const skipper = talkWith(wendy, { locale });
      const before = await skipper.sayAll(...WALK.slice(0, asked.length));
      expect(before.trace?.expects).toEqual(trace?.expects);
      const skipped = await skipper.say('skip');
      expect(skipped.texts).not.toEqual([]);
      if (skipped.trace?.expects?.prompt === prompt) refusing.add(prompt);
      const person = await skipper.say('person');
      expect(person.trace?.case?.status, prompt).toBe('queued');
    }
    expect(asked).toContain('summary.confirm');
    expect([...refusing]).toEqual(['product.model', 'contact.name']);
  });

  test.each(['en', 'zh-CN'])('the values of choices are answers in every language (%s)', async (locale) => {
    const wendy = await openWendy();
    const talk = talkWith(wendy, { locale });
    const { trace } = await talk.sayAll('my camera has no power', 'done');
    let { expects } = trace ?? {};
    for (let turn = 0; turn < 60 && expects?.prompt.startsWith('triage.'); turn++) {
      const { prompt, choices } = expects;
      const value = choices
        .map((choice) => choice.value)
        .find((one) => /^(no|not_helped|unknown)$/.test(one));
      ({ expects } = (await talk.say(value ?? choices[0]?.value ?? '')).trace ?? {});
      expect(expects?.prompt).not.toBe(prompt);
    }
    expect(expects?.prompt).toBe('product.model');
  });
});

describe('the turn trace', () => {
  test('says exactly what the contract has, and comes last', async () => {
    const talk = talkWith(await openWendy());
    await talk.say('hello');
    const { activities } = await talk.say('my camera has no power');
    const last = activities.at(-1);
    expect(last).toMatchObject({ type: 'trace', name: 'turn', label: 'Conversation state' });
    expect(activities.filter(({ type }) => type === 'trace')).toHaveLength(1);
    expect(last?.value).toEqual({
      state: 'fault.more',
      expects: {
        prompt: 'fault.more',
        choices: [
          { value: 'done', title: expect.any(String) },
          { value: 'add', title: expect.any(String) },
          { value: 'correct', title: expect.any(String) },
        ],
      },
      locale: 'en',
      case: { id: 'C-1001', status: 'open' },
    });
  });

  test('is for the emulator alone', async () => {
    const talk = talkWith(await openWendy(), { channel: 'webchat' });
    const { activities } = await talk.say('hello');
    expect(activities.map(({ type }) => type)).toEqual(['message']);
  });
});
