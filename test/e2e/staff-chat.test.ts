import { describe, expect, test } from 'vitest';
import type { Answer } from '../helpers/channel.ts';
import { buttonIn, buttonsIn, inputIn, type StaffChat, sentTo, staffChat } from '../helpers/staff-chat.ts';
import { at, type Json } from '../helpers/staff-client.ts';
import { openWendy, type Running } from '../helpers/wendy.ts';
import { queuedCase, talkWith } from './talk.ts';

const words = (answer: Answer): string => answer.texts.join('\n');

/** What the case says was sent by a person, in order. */
async function repliesIn(wendy: Running, id: string, by = 'tom'): Promise<Json[]> {
  const { body } = await wendy.staff.get(`/${id}`);
  const said = at(body, 'transcript') as Json[];
  return said.filter((row) => at(row, 'from') === by).map((row) => at(row, 'text') as Json);
}

const inCase = async (wendy: Running, id: string, path: string) =>
  at((await wendy.staff.get(`/${id}`)).body, path);

/** As Teams delivers: the answers come to the far end, and the card that was pressed is known. */
const APART = { deliveryMode: undefined, replyToId: 'card-1' };

const changesOf = (wendy: Running, chat: StaffChat) =>
  sentTo(wendy, chat).filter(({ activity }) => at(activity as Json, 'id') === 'card-1');

async function open() {
  const wendy = await openWendy({ at: '2026-03-02T02:00:00Z' });
  const { id, talk } = await queuedCase(wendy);
  return { wendy, id, customer: talk, tom: await staffChat(wendy, 'tom') };
}

describe('a card', () => {
  test('is put anew in its place after its button did its work, without that button', async () => {
    const { wendy, id, tom } = await open();
    const card = await tom.say(`case ${id}`);
    await tom.press(buttonIn(card, 'claim'), {}, APART);
    await wendy.farEnd.until(() => sentTo(wendy, tom).length >= 2, 'the card and the word');
    const [changed, ...more] = changesOf(wendy, tom);
    expect(more).toEqual([]);
    const shown = buttonsIn({ activities: changed ? [changed.activity] : [] }).map(({ data }) => data.staff);
    expect(shown).toContain('reply');
    expect(shown).not.toContain('claim');
    expect(sentTo(wendy, tom).at(-1)?.text).toContain(`${id} (Ann Hill) is yours.`);
  });

  test('of a list shows the list anew, and the case below it', async () => {
    const { wendy, id, tom } = await open();
    const other = await queuedCase(wendy);
    const list = await tom.say('queue');
    await tom.press(buttonIn(list, 'claim', id), {}, APART);
    const below = (): boolean =>
      sentTo(wendy, tom).some(({ text }) => text.includes(`${id} (Ann Hill) is yours.`));
    await wendy.farEnd.until(below, 'the list and the case');
    const [changed] = changesOf(wendy, tom);
    const claims = buttonsIn({ activities: changed ? [changed.activity] : [] }).filter(
      ({ data }) => data.staff === 'claim',
    );
    expect(claims.map(({ data }) => data.case)).toEqual([other.id]);
    expect(changed?.text).toContain(`Open ${id}`);
  });

  test('does its work once, however often it is pressed', async () => {
    const { wendy, id, tom } = await open();
    const claimed = await tom.press(buttonIn(await tom.say(`case ${id}`), 'claim'));
    const reply = buttonIn(claimed, 'reply');
    expect(words(await tom.press(reply, { reply: 'Is the light on?' }))).toContain(
      `Sent to Ann Hill (${id})`,
    );
    const again = await tom.press(reply, { reply: 'Is the light on?' });
    expect(words(again)).toContain(`That is done already: ${id} (Ann Hill)`);
    expect(inputIn(again, 'reply')).toBeUndefined();
    expect(await repliesIn(wendy, id)).toEqual(['Is the light on?']);
  });

  test('keeps what was written in its other inputs', async () => {
    const { id, tom } = await open();
    const claimed = await tom.say(`claim ${id}`);
    const after = await tom.press(buttonIn(claimed, 'note'), { inside: 'disk 2', reply: 'half a sentence' });
    expect(words(after)).toContain(`Noted in ${id} (Ann Hill)`);
    expect(inputIn(after, 'reply')).toBe('half a sentence');
    expect(inputIn(after, 'inside')).toBeUndefined();
  });

  test('does not take for words what its own button bears', async () => {
    const { id, tom } = await open();
    const claimed = await tom.say(`claim ${id}`);
    const handed = await tom.press(buttonIn(claimed, 'handoff'), { inside: 'a price is asked', reply: '' });
    expect(words(handed)).toContain(`${id} (Ann Hill) is handed over`);
    expect(words(handed)).not.toContain('not sent');
    const late = await tom.press(buttonIn(claimed, 'handoff'), { inside: '', reply: '' });
    expect(words(late)).toContain('has changed since this card');
    expect(words(late)).not.toContain('kept below');
  });

  test("gives a draft back that another's change overtook, and sends it with one more press (zammad#5953)", async () => {
    const { wendy, id, tom, customer } = await open();
    const claimed = await tom.say(`claim ${id}`);
    await tom.say('note looked at it');
    const draft = 'Please <at>seat</at> the disk anew.\nThen tell me.';
    const overtaken = await tom.press(buttonIn(claimed, 'reply'), { reply: draft }, APART);
    expect(overtaken.status).toBe(200);
    await wendy.farEnd.until(() => sentTo(wendy, tom).length >= 2, 'the old card and the new one');
    expect(buttonsIn({ activities: changesOf(wendy, tom).map(({ activity }) => activity) })).toEqual([]);
    const fresh = { activities: [sentTo(wendy, tom).at(-1)?.activity ?? { type: '' }] };
    expect(inputIn(fresh, 'reply')).toBe(draft);
    expect(await repliesIn(wendy, id)).toEqual([]);
    await tom.press(buttonIn({ ...overtaken, ...fresh }, 'reply'), { reply: draft });
    expect(await repliesIn(wendy, id)).toEqual([draft]);
    await wendy.farEnd.until(
      () => wendy.farEnd.taken.some(({ conversation }) => conversation === customer.speaker.conversation),
      'the words at the customer',
    );
  });

  test('whose case somebody else has by now shows the words all the same, and sends nothing', async () => {
    const { wendy, id, tom } = await open();
    const claimed = await tom.say(`claim ${id}`);
    const mei = await staffChat(wendy, 'mei');
    expect(words(await mei.say(`assign ${id} li`))).toContain(`${id} (Ann Hill) is with Li now`);
    const late = await tom.press(buttonIn(claimed, 'reply'), { reply: 'my long answer' });
    expect(words(late)).toContain('my long answer');
    expect(words(late)).toContain('with Li');
    expect(buttonsIn(late).map(({ data }) => data.staff)).not.toContain('reply');
    expect(await repliesIn(wendy, id)).toEqual([]);
  });

  test('of any forged shape is answered, and changes nothing', async () => {
    const { wendy, id, tom } = await open();
    await tom.say(`claim ${id}`);
    const before = (await wendy.staff.get(`/${id}`)).body;
    for (const value of [
      { staff: 'reply' },
      { staff: 'reply', case: 'C-9', version: 1, reply: 'x' },
      { staff: 'reply', case: [id], version: '1', reply: ['x'] },
      { staff: 'assign', case: id, version: at(before, 'version'), to: '__proto__' },
      { staff: 'answer', case: id, version: at(before, 'version'), 'answer-99': 'x', 'answer-x': 'y' },
      {
        staff: 'decide',
        case: id,
        version: at(before, 'version'),
        unit: 'U9',
        clause: '2',
        excluded: 'yes',
        inside: 'x',
      },
      { staff: 'queue', page: 'all' },
      { staff: ['claim'], case: id },
      { staff: 'toString' },
      { staff: {} },
    ]) {
      const answer = await tom.talk.say('', { value });
      expect(answer.status, JSON.stringify(value)).toBe(200);
      expect(words(answer), JSON.stringify(value)).not.toBe('');
    }
    expect((await wendy.staff.get(`/${id}`)).body).toEqual(before);
    expect(wendy.errors).toEqual([]);
  });
});

describe('two technicians and one customer', () => {
  test('one of them answers; the other is told who has it (chatwoot#12079, #11062)', async () => {
    const { wendy, id, tom } = await open();
    const li = await staffChat(wendy, 'li');
    const [one, two] = [await tom.say('queue'), await li.say('queue')];
    expect(words(await tom.press(buttonIn(one, 'claim', id)))).toContain(`${id} (Ann Hill) is yours`);
    const late = await li.press(buttonIn(two, 'claim', id));
    expect(words(late)).toContain(`${id} (Ann Hill) is with Tom, so I left it as it is.`);
    expect(words(late)).not.toContain('is yours');
    expect(words(late)).not.toContain('not sent');
    expect(words(await li.say(`reply ${id} hello`))).toContain(`${id} (Ann Hill) is with Tom`);
    expect(await repliesIn(wendy, id, 'li')).toEqual([]);
    expect(await inCase(wendy, id, 'assignee')).toBe('tom');
  });

  test('at the same moment: one has it, and the other hears so', async () => {
    const { wendy, id, tom } = await open();
    const li = await staffChat(wendy, 'li');
    const [one, two] = [await tom.say('queue'), await li.say('queue')];
    const both = await Promise.all([
      tom.press(buttonIn(one, 'claim', id)),
      li.press(buttonIn(two, 'claim', id)),
    ]);
    expect(both.filter((answer) => words(answer).includes('is yours.'))).toHaveLength(1);
    expect(['tom', 'li']).toContain(await inCase(wendy, id, 'assignee'));
  });

  test('nobody is locked out: the other notes, and a supervisor gives it on (osTicket#1434)', async () => {
    const { wendy, id, tom } = await open();
    await tom.say(`claim ${id}`);
    const li = await staffChat(wendy, 'li');
    expect(words(await li.say(`note ${id} I know this camera`))).toContain(`Noted in ${id}`);
    const mei = await staffChat(wendy, 'mei');
    const all = await mei.say('all');
    const choice = await mei.press(buttonIn(all, 'assign', id));
    expect(words(choice)).toContain('To whom');
    expect(words(await mei.press(buttonIn(choice, 'assign'), { to: 'li' }))).toContain('is with Li now');
    expect(words(await li.say(`reply ${id} I go on`))).toContain('Sent to Ann Hill');
  });
});

test('two technicians in one room have a case in hand each, and neither is taken for the other (intermediator-bot-sample#39)', async () => {
  const { wendy, id } = await open();
  const other = await queuedCase(wendy);
  const room = { channel: 'emulator', conversation: 'the-room' };
  const [tom, li] = [await staffChat(wendy, 'tom', room), await staffChat(wendy, 'li', room)];
  await tom.say(`claim ${id}`);
  await li.say(`claim ${other.id}`);
  expect(words(await tom.say('reply hello'))).toBe(`Sent to Ann Hill (${id}).`);
  expect(words(await li.say('reply hello'))).toBe(`Sent to Ann Hill (${other.id}).`);
});

describe('several cases in hand', () => {
  async function two() {
    const { wendy, id, customer, tom } = await open();
    const other = await queuedCase(wendy);
    await tom.say(`claim ${id}`);
    await tom.say(`claim ${other.id}`);
    return { wendy, first: { id, customer }, second: { id: other.id, customer: other.talk }, tom };
  }

  test('words without a number go to the one named last, and the answer names it', async () => {
    const { wendy, first, second, tom } = await two();
    expect(words(await tom.say('reply hello'))).toBe(`Sent to Ann Hill (${second.id}).`);
    await tom.say(`case ${first.id}`);
    expect(words(await tom.say('reply hello you'))).toBe(`Sent to Ann Hill (${first.id}).`);
    expect(await repliesIn(wendy, second.id)).toEqual(['hello']);
  });

  test('once another customer has written since, it is asked whose answer it is', async () => {
    const { wendy, first, second, tom } = await two();
    await first.customer.say('it is green');
    const asked = await tom.say('reply then all is well');
    expect(words(asked)).toContain('Which customer is it for? Nothing is sent yet.');
    expect(buttonsIn(asked).map(({ data }) => data.case)).toEqual([first.id, second.id]);
    expect(inputIn(asked, 'reply')).toBe('then all is well');
    const sent = await tom.press(buttonIn(asked, 'reply', first.id), { reply: 'then all is well' });
    expect(words(sent)).toBe(`Sent to Ann Hill (${first.id}).`);
    expect(words(await tom.say('reply anything else?'))).toBe(`Sent to Ann Hill (${first.id}).`);
    expect(await repliesIn(wendy, second.id)).toEqual([]);
  });

  test.each(['C-1001', 'send C-1001', 'c1001'])(
    'the number alone is an answer to that: %s',
    async (typed) => {
      const { wendy, first, second, tom } = await two();
      await first.customer.say('it is green');
      await tom.say('reply then all is well');
      expect(words(await tom.say(typed))).toBe(`Sent to Ann Hill (${first.id}).`);
      expect([await repliesIn(wendy, first.id), await repliesIn(wendy, second.id)]).toEqual([
        ['then all is well'],
        [],
      ]);
    },
  );

  test('solving one of them is asked about as well', async () => {
    const { wendy, first, second, tom } = await two();
    await first.customer.say('it works');
    expect(words(await tom.say('resolve'))).toContain('Which of your cases do you mean?');
    expect(await inCase(wendy, second.id, 'status')).toBe('claimed');
    expect(words(await tom.say(first.id))).toContain(`${first.id} (Ann Hill) is marked as solved`);
    expect(await inCase(wendy, second.id, 'status')).toBe('claimed');
  });

  test('the answer to a quoted message goes to whom that message is from', async () => {
    const { wendy, first, second, tom } = await two();
    await first.customer.say('it is green');
    const relayed = (): number =>
      wendy.farEnd.taken.findIndex(({ activity }) => JSON.stringify(activity).includes('it is green'));
    await wendy.farEnd.until(() => relayed() >= 0, 'the relay');
    const quoted = { replyToId: `sent-${relayed() + 1}` };
    await expect
      .poll(async () => words(await tom.say('reply then all is well', quoted)))
      .toBe(`Sent to Ann Hill (${first.id}).`);
    expect(await repliesIn(wendy, second.id)).toEqual([]);
  });
});

describe('plain words', () => {
  test('go to the customer after one press', async () => {
    const { wendy, id, tom } = await open();
    await tom.say(`claim ${id}`);
    const offered = await tom.say('Close the housing please, Ann.');
    expect(words(offered)).toContain(`Shall I send this to Ann Hill (${id})?`);
    expect(await repliesIn(wendy, id)).toEqual([]);
    const button = buttonIn(offered, 'reply');
    await tom.press(button, { reply: inputIn(offered, 'reply') ?? '' });
    expect(await repliesIn(wendy, id)).toEqual(['Close the housing please, Ann.']);
  });

  test('or are kept as a note, or sent by a word, where there are no buttons', async () => {
    const { wendy, id, tom } = await open();
    const phone = await staffChat(wendy, 'tom', { channel: 'sms' });
    await tom.say(`claim ${id}`);
    expect(words(await phone.say('Back in 5 minutes'))).toContain(`Send to Ann Hill: send ${id}`);
    expect(words(await phone.say('yes'))).toBe(`Sent to Ann Hill (${id}).`);
    expect(await repliesIn(wendy, id)).toEqual(['Back in 5 minutes']);
    const note = await tom.say('she is angry');
    await tom.press(buttonIn(note, 'note'), { reply: 'she is angry' });
    expect(await inCase(wendy, id, 'notes.0.text')).toBe('she is angry');
    expect(await repliesIn(wendy, id)).toEqual(['Back in 5 minutes']);
  });

  test('of somebody without a case, and a "yes" that nothing waits for, are answered kindly', async () => {
    const { tom } = await open();
    expect(words(await tom.say('yes'))).toContain('You have no case in hand'.toLowerCase());
    expect(words(await tom.say('send'))).toContain('nothing that waits to be sent');
    expect(words(await tom.say('C-4711'))).toContain('There is no case C-4711');
  });

  test('of 20,000 characters are neither lost nor sent twice', async () => {
    const { wendy, id, tom } = await open();
    await tom.say(`claim ${id}`);
    const long = 'Bitte '.repeat(3_300).trim();
    const offered = await tom.say(long);
    expect(words(offered)).toContain(`send ${id}`);
    await tom.say('send');
    expect(await repliesIn(wendy, id)).toEqual([long]);
    expect(words(await tom.say('send'))).toContain('nothing that waits');
  });
});

describe('everything else by text', () => {
  test('ready texts are listed, put in and sent in the language of the customer', async () => {
    const { wendy, id, tom } = await open();
    await tom.say(`claim ${id}`);
    expect(words(await tom.say('canned'))).toContain('1. Greeting (/greeting)');
    const filled = await tom.say('canned 1');
    const ready = `Hello Ann Hill, this is Tom. I have read what you told Wendy and am looking into ${id} now.`;
    expect(inputIn(filled, 'reply')).toBe(ready);
    expect(words(await tom.say('reply /greeting'))).toBe(`Sent to Ann Hill (${id}).`);
    expect(await repliesIn(wendy, id)).toEqual([ready]);
    expect(words(await tom.say('reply /nonsense'))).toContain('no ready text "nonsense"');
    const chosen = await tom.press(buttonIn(filled, 'canned'), { canned: 'photo', reply: 'Hello again.' });
    expect(inputIn(chosen, 'reply')).toMatch(/^Hello again\.\nCould you send a photo/);
  });

  test("one's own case is handed over in one step before it was claimed", async () => {
    const { wendy, id, tom } = await open();
    expect(words(await tom.say(`handoff ${id}`))).toContain(`Why do you hand ${id} (Ann Hill) over?`);
    expect(words(await tom.say(`handoff ${id} sales she asks for prices`))).toContain('is handed over');
    const { body } = await wendy.staff.get(`/${id}`);
    expect([at(body, 'queue'), at(body, 'assignee')]).toEqual(['sales', null]);
    const did = (at(body, 'history') as Json[]).map((entry) => at(entry, 'did'));
    expect(did.slice(-2)).toEqual(['claim', 'handoff']);
  });

  test('who is away is not offered anything; it goes to who stands in', async () => {
    const { wendy, id, tom } = await open();
    expect(await inCase(wendy, id, 'offered')).toBe('tom');
    const said = words(await tom.say('away until Friday'));
    expect(await inCase(wendy, id, 'offered')).toBe('li');
    expect(said).toBe(
      'You are marked as away from 2 March 2026 to 6 March 2026. What comes for you goes to Li meanwhile.',
    );
    expect(words(await tom.say('who'))).toContain('Tom (tom), technician: away until 6 March 2026');
    const next = await queuedCase(wendy);
    expect(await inCase(wendy, next.id, 'offered')).toBe('li');
    expect(words(await tom.say('back'))).toContain('Welcome back');
    expect(words(await tom.say('back'))).toContain('not marked as away');
    expect(words(await tom.say('away 2026-02-01'))).toContain('is over already');
    expect(words(await tom.say('away somehow'))).toContain('From when until when?');
  });

  test('several questions are answered at once, by text and on the card', async () => {
    const { wendy, tom } = await open();
    const talk = talkWith(wendy);
    for (const text of ['how much is the RS-D200?', 'yes', 'Bo Li', 'bo@example.com', 'skip'])
      await talk.say(text);
    await talk.say('do you ship to Kenya?');
    const { body } = await wendy.staff.get('');
    const id = (at(body, 'cases') as Json[]).map((one) => String(at(one, 'id'))).at(-1) ?? '';
    const asked = Number(at(body, 'cases.1.questions.length'));
    expect(asked).toBeGreaterThan(0);
    const anna = await staffChat(wendy, 'anna');
    const card = await anna.say(`claim ${id}`);
    expect(words(await anna.say(`answer ${id} 9 no`))).toContain('has no question 9');
    expect(words(await anna.say('answer soon'))).toContain('Which question?');
    const answers = Object.fromEntries(
      Array.from({ length: asked }, (_, n) => [`answer-${n + 1}`, `answer ${n}`]),
    );
    expect(words(await anna.press(buttonIn(card, 'answer'), answers))).toContain('Answered to Bo Li');
    expect(await inCase(wendy, id, 'questions.0.answer')).toBe('answer 0');
    expect(words(await tom.say(`advise ${id} hello`))).toContain('Sales has asked nothing');
  });

  test('what the desk refuses is said in words of the person, with the case and its customer', async () => {
    const { wendy, id } = await open();
    const li = await staffChat(wendy, 'li', { locale: 'zh-CN' });
    expect(words(await li.say(`回复 ${id} 您好`))).toBe(`${id}（Ann Hill）还没有人认领，请先认领。`);
    expect(words(await li.say('认领 C-999'))).toBe('没有工单 C-999。');
    expect(words(await li.say(`重开 ${id}`))).toBe(`${id}（Ann Hill）还没有结束。`);
    const wei = await staffChat(wendy, 'wei', { locale: 'zh-CN' });
    expect(words(await wei.say(`认领 ${id}`))).toContain(`${id}（Ann Hill）不在您的队列`);
    const mei = await staffChat(wendy, 'mei', { locale: 'zh-CN' });
    expect(words(await mei.say(`认领 ${id}`))).toContain('主管不直接接单');
    expect(words(await mei.say(`转派 ${id} nobody`))).toContain('这里没有“nobody”这个人');
    await li.say(`认领${id}`);
    await li.say(`解决 ${id}`);
    expect(words(await li.say(`回复 ${id} 您好`))).toContain('请先重新打开');
  });

  test('lists have pages, and "more" turns them', async () => {
    const { wendy, tom } = await open();
    for (let nth = 0; nth < 6; nth++) await queuedCase(wendy);
    const first = await tom.say('queue');
    expect(words(first)).toContain('Page 1 of 2');
    expect(words(await tom.say('more'))).toContain('Page 2 of 2');
    expect(words(await tom.say('more'))).toContain('nothing more');
    expect(words(await tom.press(buttonIn(first, 'queue')))).toContain('Page 2 of 2');
  });
});
