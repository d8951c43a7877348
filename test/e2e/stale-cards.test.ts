import { describe, expect, test } from 'vitest';
import type { Answer } from '../helpers/channel.ts';
import { at, type Json } from '../helpers/staff-client.ts';
import { openWendy, type Running } from '../helpers/wendy.ts';
import { type Talk, talkWith } from './talk.ts';

interface Data {
  choice: string;
  question: string;
}

const EARLIER = 'belongs to an earlier question';

/** What the buttons of an answer submit. */
function buttonsOf({ activities }: Answer): Data[] {
  const found: Data[] = [];
  JSON.stringify(activities, (_key, value) => {
    if (value?.type === 'Action.Submit') found.push(value.data);
    return value;
  });
  return found;
}

function button(answer: Answer, choice: string): Data {
  const data = buttonsOf(answer).find((one) => one.choice === choice);
  if (!data) throw new Error(`there is no button ${choice}: ${answer.texts.join('\n')}`);
  return data;
}

/** As Teams sends a press, or (`bare`) as other clients do: the data alone. */
const press = (talk: Talk, data: unknown, bare = false): Promise<Answer> => {
  const { choice } = data as Partial<Data>;
  return talk.say(bare ? '' : (choice ?? ''), { value: data });
};

const inTeams = (wendy: Running, more = {}): Talk => talkWith(wendy, { channel: 'msteams', ...more });

async function onlyCase(wendy: Running): Promise<Json> {
  const { body } = await wendy.staff.get('');
  expect(at(body, 'cases.length')).toBe(1);
  return at(body, 'cases.0') as Json;
}

describe.each([
  ['as Teams sends it', false],
  ['as bare data', true],
])('a press %s', (_how, bare) => {
  test('answers the question that it belongs to, once', async () => {
    const wendy = await openWendy();
    const talk = inTeams(wendy);
    const list = await talk.say('my camera has no power');
    const safety = await press(talk, button(list, 'done'), bare);
    expect(safety.texts.join()).toContain('Safety first');
    const next = await press(talk, button(safety, 'no'), bare);
    expect(next.texts.join()).not.toContain(EARLIER);
    const again = await press(talk, button(safety, 'no'), bare);
    expect(again.texts.join()).toContain(EARLIER);
    expect(buttonsOf(again)).toEqual(buttonsOf(next));
    expect(at(await onlyCase(wendy), 'faults.0.steps')).toMatchObject([{ result: 'no' }]);
  });

  test('on an earlier question changes nothing, and the standing question is put again', async () => {
    const wendy = await openWendy();
    const talk = inTeams(wendy);
    const list = await talk.say('my camera has no power');
    const safety = await talk.say('done');
    const before = await onlyCase(wendy);
    for (const choice of ['done', 'add', 'correct']) {
      const answer = await press(talk, button(list, choice), bare);
      expect(answer.texts.join()).toContain(EARLIER);
      expect(answer.texts.join()).toContain('Safety first');
      expect(buttonsOf(answer)).toEqual(buttonsOf(safety));
    }
    expect(at(await onlyCase(wendy), 'faults')).toEqual(at(before, 'faults'));
  });

  test('on a question that was put twice counts from either card, and after a restart', async () => {
    const wendy = await openWendy();
    const talk = inTeams(wendy);
    await talk.say('my camera has no power');
    const safety = await talk.say('done');
    await talk.say('why');
    await wendy.restart();
    const next = await press(talk, button(safety, 'no'), bare);
    expect(next.texts.join()).not.toContain(EARLIER);
    expect(at(await onlyCase(wendy), 'faults.0.steps')).toMatchObject([{ result: 'no' }]);
  });

  test('on the same kind of question about something else does not count', async () => {
    const wendy = await openWendy();
    const talk = inTeams(wendy);
    const list = await talk.say('my camera has no power');
    const longer = await talk.say('and the recorder beeps');
    const answer = await press(talk, button(list, 'done'), bare);
    expect(answer.texts.join()).toContain(EARLIER);
    expect(buttonsOf(answer)).toEqual(buttonsOf(longer));
    expect((await press(talk, button(longer, 'done'), bare)).texts.join()).toContain('Safety first');
  });

  test("of another's card has no effect", async () => {
    const wendy = await openWendy();
    const own = inTeams(wendy);
    const other = inTeams(wendy);
    const list = await other.say('my camera has no power');
    await own.say('my camera has no power');
    const answer = await press(own, button(list, 'done'), bare);
    expect(answer.texts.join()).toContain(EARLIER);
    expect(answer.texts.join()).toContain('Anything missing on the list, or wrong?');
  });
});

test('a suggested action of the page is held to its question as well', async () => {
  const wendy = await openWendy();
  const talk = talkWith(wendy, { channel: 'webchat' });
  await talk.say('my camera has no power');
  const safety = await talk.say('done');
  const actions = at(safety.activities.at(-1) as Json, 'suggestedActions.actions') as Json[];
  const no = actions.find((action) => at(action, 'text') === 'no') as Json;
  expect(at(no, 'displayText')).toBe('No');
  const pressNo = (): Promise<Answer> => talk.say('no', { value: at(no, 'value') });
  expect((await pressNo()).texts.join()).not.toContain(EARLIER);
  expect((await pressNo()).texts.join()).toContain(EARLIER);
  expect(at(await onlyCase(wendy), 'faults.0.steps')).toMatchObject([{ result: 'no' }]);
});

describe('an answered card', () => {
  const SENT = { deliveryMode: undefined, replyToId: 'sent-1' };

  test('is put again without its buttons, with the answer in their place, in Teams', async () => {
    const wendy = await openWendy();
    const talk = inTeams(wendy);
    const list = await talk.say('my camera has no power');
    await talk.say('done', { value: button(list, 'done'), ...SENT });
    const changed = () => wendy.farEnd.taken.filter(({ activity }) => activity.id === 'sent-1');
    await wendy.farEnd.until(() => wendy.farEnd.taken.length >= 2, 'the change and the next question');
    expect(changed()).toHaveLength(1);
    expect(wendy.farEnd.taken[0]).toBe(changed()[0]);
    const text = JSON.stringify(changed()[0]?.activity);
    expect(text).toContain('my camera has no power');
    expect(text).toContain("✓ That's all");
    expect(text).not.toContain('Action.Submit');
    const said = at(await onlyCase(wendy), 'transcript') as Json[];
    expect(said.filter((row) => JSON.stringify(row).includes('✓'))).toEqual([]);
  });

  test('stays as it is where its button did nothing, and on channels that change nothing', async () => {
    const wendy = await openWendy();
    const talk = inTeams(wendy);
    const list = await talk.say('my camera has no power');
    const safety = await talk.say('done');
    await talk.say('done', { value: button(list, 'done'), ...SENT });
    const onPage = talkWith(wendy, { channel: 'webchat' });
    await onPage.say('my camera has no power');
    await onPage.say('done', SENT);
    await wendy.farEnd.until(() => wendy.farEnd.taken.length >= 2, 'both answers');
    await talk.say('no', { value: button(safety, 'no'), ...SENT, replyToId: undefined });
    await wendy.farEnd.until(() => wendy.farEnd.taken.length >= 3, 'the next question');
    expect(wendy.farEnd.taken.filter(({ activity }) => activity.id !== undefined)).toEqual([]);
  });

  test('that can not be changed any more costs nothing', async () => {
    const wendy = await openWendy();
    const talk = inTeams(wendy);
    const list = await talk.say('my camera has no power');
    const { texts } = await talk.say('done', { value: button(list, 'done'), replyToId: 'long/gone?' });
    expect(texts.join()).toContain('Safety first');
    expect(texts.join()).not.toContain('✓');
  });
});

describe('forged card data', () => {
  test('of any shape changes nothing, and is answered', async () => {
    const wendy = await openWendy();
    const talk = inTeams(wendy);
    await talk.say('my camera has no power');
    const safety = await talk.say('done');
    const { question } = button(safety, 'no');
    const before = await onlyCase(wendy);
    const forged: unknown[] = [
      { choice: 'no' },
      { choice: 'no', question: 'another' },
      { choice: 'no', question: [question] },
      { choice: ['no'], question },
      { choice: { value: 'no' }, question },
      { choice: 'send', question },
      { choice: 'cannot', question },
      { choice: '__proto__', question },
      { choice: '', question },
      { staff: 'claim', case: 'C-1001', version: 1 },
      { staff: 'resolve', case: 'C-1001', version: 1 },
      { __proto__: { choice: 'no', question } },
      { action: 'approve', quote: 1, version: 2 },
      [question],
      'no',
      7,
      true,
    ];
    for (const value of forged) {
      const answer = await talk.say('', { value });
      expect(answer.status, JSON.stringify(value)).toBe(200);
      expect(answer.texts.join(), JSON.stringify(value)).toContain('Safety first');
    }
    const after = await onlyCase(wendy);
    for (const part of ['faults', 'units', 'status', 'assignee', 'queue']) {
      expect(at(after, part)).toEqual(at(before, part));
    }
    expect(wendy.errors).toEqual([]);
    expect((await press(talk, button(safety, 'no'))).texts.join()).not.toContain(EARLIER);
  });

  test('beside a text leaves the text what it is: a typed answer always works', async () => {
    const wendy = await openWendy();
    const talk = inTeams(wendy);
    await talk.say('my camera has no power');
    const safety = await talk.say('done', { value: { choice: 'add', question: 'x' } });
    expect(safety.texts.join()).toContain('Safety first');
  });

  test('reaches no person who holds the conversation', async () => {
    const wendy = await openWendy();
    const talk = inTeams(wendy);
    await talk.say('my camera has no power');
    const safety = await talk.say('done');
    await talk.say('person');
    for (const text of ['Ann Hill', 'ann@example.com', 'skip']) await talk.say(text);
    const tom = talkWith(wendy);
    await tom.sayAll('/staff tom', 'claim C-1001');
    const toTom = () =>
      wendy.farEnd.taken.filter(({ activity }) => at(activity as Json, 'recipient.id') === tom.speaker.id);
    expect((await press(talk, button(safety, 'no'))).texts).toEqual([]);
    await talk.say('hello Tom');
    await wendy.farEnd.until(() => toTom().length > 0, 'what the customer says');
    expect(toTom().map(({ activity }) => activity.text)).toEqual([expect.stringContaining('hello Tom')]);
    expect(at(await onlyCase(wendy), 'assignee')).toBe('tom');
    expect(wendy.errors).toEqual([]);
  });
});
