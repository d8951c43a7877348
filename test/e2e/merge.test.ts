import { describe, expect, test } from 'vitest';
import { at, type Json } from '../helpers/staff-client.ts';
import { openWendy, type Running } from '../helpers/wendy.ts';
import { queuedCase, type Talk, talkWith } from './talk.ts';

/** A case that somebody has claimed. */
async function held(wendy: Running, as: string, talk = talkWith(wendy), email = 'ann@example.com') {
  const { id, version } = await queuedCase(wendy, talk, email);
  const { status } = await wendy.staff.act(id, { type: 'claim', as, version });
  expect(status).toBe(200);
  return { talk, id };
}

/** What came to a conversation by itself, by now. */
function cameTo(wendy: Running, { speaker }: Talk): string[] {
  return wendy.farEnd.taken
    .filter(({ conversation }) => conversation === speaker.conversation)
    .map(({ activity }) => activity.text ?? '');
}

const arrives = (wendy: Running, talk: Talk, words: string): Promise<void> =>
  wendy.farEnd.until(() => cameTo(wendy, talk).some((text) => text.includes(words)), words);

const ids = (json: Json | undefined, path: string): Json[] =>
  (at(json, path) as Json[]).map((one) => at(one, 'id') ?? null);

async function merged(wendy: Running) {
  const kept = await held(wendy, 'tom', talkWith(wendy, { channel: 'telegram' }));
  const other = await held(wendy, 'li');
  await wendy.staff.act(other.id, { type: 'note', as: 'li', text: 'the same again' });
  const answer = await wendy.staff.act(other.id, { type: 'merge', as: 'li', into: kept.id });
  expect(answer.status).toBe(200);
  await arrives(wendy, other.talk, other.id);
  return { kept, other, answer };
}

describe('a duplicate', () => {
  test('becomes part of the other case: faults, units, notes and both talks, and the customer hears of it', async () => {
    const wendy = await openWendy();
    const { kept, other, answer } = await merged(wendy);
    expect(answer.body).toMatchObject({ id: other.id, status: 'closed', mergedInto: kept.id, promise: null });
    const { body } = await wendy.staff.get(`/${kept.id}`);
    expect(body).toMatchObject({ status: 'claimed', assignee: 'tom', mergedInto: null });
    expect(ids(body, 'faults')).toEqual(['F1', 'F2']);
    expect(ids(body, 'units')).toEqual(['U1', 'U2']);
    expect(at(body, 'faults.1.unitIds')).toEqual(['U2']);
    expect(at(body, 'notes.0.text')).toBe('the same again');
    expect((at(body, 'history') as Json[]).at(-1)).toMatchObject({ did: 'take_in', to: other.id, by: 'li' });
    expect((at(answer.body, 'history') as Json[]).at(-1)).toMatchObject({ did: 'merge', to: kept.id });
    const lines = at(body, 'transcript') as { at: string; from: string; text: string }[];
    expect(lines.filter(({ text }) => text === 'my camera has no power')).toHaveLength(2);
    expect(lines.map((line) => line.at)).toEqual(lines.map((line) => line.at).toSorted());
    for (const { talk } of [kept, other]) {
      await arrives(wendy, talk, kept.id);
      const told = cameTo(wendy, talk).filter((text) => text.includes(kept.id) && text.includes(other.id));
      expect(told).toHaveLength(1);
    }
  });

  test('leaves one talk with the customer: what is said reaches them where they wrote last', async () => {
    const wendy = await openWendy();
    const { kept, other } = await merged(wendy);
    await wendy.staff.act(kept.id, { type: 'reply', as: 'tom', text: 'first' });
    await arrives(wendy, other.talk, 'first');
    await kept.talk.say('I am back here');
    expect(at((await wendy.staff.get(`/${kept.id}`)).body, 'status')).toBe('claimed');
    await wendy.staff.act(kept.id, { type: 'reply', as: 'tom', text: 'second' });
    await arrives(wendy, kept.talk, 'second');
    await wendy.restart();
    await other.talk.say('and here again');
    await wendy.staff.act(kept.id, { type: 'reply', as: 'tom', text: 'third' });
    await arrives(wendy, other.talk, 'third');
    const said = (talk: Talk) =>
      cameTo(wendy, talk).filter((text) => ['first', 'second', 'third'].includes(text));
    expect([said(other.talk), said(kept.talk)]).toEqual([['first', 'third'], ['second']]);
    const { body } = await wendy.staff.get(`/${kept.id}`);
    const lines = (at(body, 'transcript') as { from: string; text: string }[]).map(({ text }) => text);
    const order = ['first', 'I am back here', 'second', 'and here again', 'third'];
    expect(lines.filter((text) => order.includes(text))).toEqual(order);
  });

  test('is solved in one of the talks and can be taken up again in the other', async () => {
    const wendy = await openWendy();
    const { kept, other } = await merged(wendy);
    await wendy.staff.act(kept.id, { type: 'resolve', as: 'tom' });
    await arrives(wendy, other.talk, 'solved');
    expect(cameTo(wendy, kept.talk).some((text) => text.includes('solved'))).toBe(false);
    await kept.talk.say('no');
    const { body } = await wendy.staff.get(`/${kept.id}`);
    expect(body).toMatchObject({ status: 'claimed', assignee: 'tom' });
  });

  test('is acted on no more, and merged into nothing that is over, itself or part of another', async () => {
    const wendy = await openWendy();
    const { kept, other } = await merged(wendy);
    const third = await held(wendy, 'li');
    const stranger = await held(wendy, 'li', talkWith(wendy), 'bob@example.com');
    const closed = await held(wendy, 'li');
    await wendy.staff.act(closed.id, { type: 'close', as: 'li' });
    const { body: before } = await wendy.staff.get(`/${kept.id}`);
    const table: [string, string, object, number, string][] = [
      ['a note on it', other.id, { type: 'note', as: 'li', text: 'x' }, 409, 'status'],
      ['its reopening', other.id, { type: 'reopen', as: 'mei' }, 409, 'status'],
      ['a circle', kept.id, { type: 'merge', as: 'tom', into: other.id }, 409, 'into'],
      ['into itself', third.id, { type: 'merge', as: 'li', into: third.id }, 409, 'into'],
      ['into what is over', third.id, { type: 'merge', as: 'li', into: closed.id }, 409, 'into'],
      ['into nothing', third.id, { type: 'merge', as: 'li', into: 'C-9' }, 400, 'into'],
      ['of another’s case', third.id, { type: 'merge', as: 'tom', into: kept.id }, 409, 'as'],
      ['of another customer', stranger.id, { type: 'merge', as: 'li', into: kept.id }, 409, 'into'],
      [
        'of another customer by anyone',
        stranger.id,
        { type: 'merge', as: 'mei', into: kept.id },
        409,
        'into',
      ],
    ];
    for (const [what, id, action, status, field] of table) {
      const answer = await wendy.staff.act(id, action);
      expect([what, answer.status, at(answer.body, 'field')]).toEqual([what, status, field]);
    }
    expect((await wendy.staff.get(`/${kept.id}`)).body).toEqual(before);
  });

  test('goes whole or not at all where the other case is written to at the same time', async () => {
    const wendy = await openWendy();
    for (let time = 0; time < 5; time++) {
      const kept = await held(wendy, 'tom');
      const other = await held(wendy, 'li');
      const notes = Array.from({ length: 5 }, (_, nth) =>
        wendy.staff.act(kept.id, { type: 'note', as: 'tom', text: `note ${nth}` }),
      );
      const merge = wendy.staff.act(other.id, { type: 'merge', as: 'li', into: kept.id });
      expect((await Promise.all([...notes, merge])).map(({ status }) => status)).toEqual(Array(6).fill(200));
      const { body } = await wendy.staff.get(`/${kept.id}`);
      expect([at(body, 'notes.length'), ids(body, 'faults')]).toEqual([5, ['F1', 'F2']]);
    }
  });
});
