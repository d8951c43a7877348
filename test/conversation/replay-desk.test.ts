import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { readVoice, type Voice } from '../../src/app.ts';
import { type Report, replayCase } from '../../src/commands/replay.ts';
import { deedsOf } from '../../src/conversation/recorded-deeds.ts';
import type { CaseRecord } from '../../src/desk/case.ts';
import { importCustomers } from '../../src/desk/customers.ts';
import { createStaffList } from '../../src/desk/staff.ts';
import { staffKey } from '../../src/desk/team.ts';
import { queuedCase, type Talk, talkWith, WALK } from '../e2e/talk.ts';
import { at } from '../helpers/staff-client.ts';
import { copyOfData, openStored } from '../helpers/stored.ts';
import { openWendy, type Running } from '../helpers/wendy.ts';

/** Monday 10:00 in Shenzhen. */
const MONDAY = '2026-03-02T02:00:00Z';
const HOUR = 3_600_000;

let voice: Voice;
beforeAll(async () => {
  voice = await readVoice();
});

async function replayed(wendy: Running, id: string, today: Voice = voice): Promise<Report> {
  const store = await openStored(await copyOfData(wendy.dataDir));
  try {
    return await replayCase(store, today, id);
  } finally {
    await store.close();
  }
}

async function expectSame(wendy: Running, id: string, today: Voice = voice): Promise<readonly string[]> {
  const { lines, differs } = await replayed(wendy, id, today);
  expect(differs, lines.join('\n')).toBe(false);
  return lines;
}

/** Acts on the case as it then is. */
async function act(wendy: Running, id: string, action: Record<string, unknown>): Promise<void> {
  const { body } = await wendy.staff.get(`/${id}`);
  const answer = await wendy.staff.act(id, { version: at(body, 'version'), ...action });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
}

/** Resolves once these words have come to the talk by themselves. */
function arrives(wendy: Running, { speaker }: Talk, words: string): Promise<void> {
  const came = (): boolean =>
    wendy.farEnd.taken.some(
      ({ conversation, activity }) =>
        conversation === speaker.conversation && activity.text?.includes(words) === true,
    );
  return wendy.farEnd.until(came, words);
}

async function heldCase(wendy: Running, as: string, talk = talkWith(wendy)) {
  const { id } = await queuedCase(wendy, talk);
  await act(wendy, id, { type: 'claim', as });
  await arrives(wendy, talk, voice.staffList.byId(as)?.name ?? as);
  return { id, talk };
}

test('two cases that became one are replayed together, each conversation in its place', async () => {
  const wendy = await openWendy({ at: MONDAY });
  const kept = await heldCase(wendy, 'tom', talkWith(wendy, { channel: 'telegram' }));
  const other = await heldCase(wendy, 'li');
  await act(wendy, other.id, { type: 'merge', as: 'li', into: kept.id });
  await arrives(wendy, other.talk, kept.id);
  await arrives(wendy, kept.talk, other.id);
  await act(wendy, kept.id, { type: 'reply', as: 'tom', text: 'Is the adapter warm?' });
  await arrives(wendy, other.talk, 'adapter warm');
  await kept.talk.say('yes, it is');
  await act(wendy, kept.id, { type: 'resolve', as: 'tom' });
  await arrives(wendy, kept.talk, 'solved');
  await other.talk.say('no');
  const lines = await expectSame(wendy, kept.id);
  expect(lines.filter((line) => line.includes('  conversation 1  '))).not.toEqual([]);
  expect(lines.filter((line) => line.includes('  conversation 2  '))).not.toEqual([]);
  expect(await expectSame(wendy, other.id)).toHaveLength(lines.length);
});

test('promises that were broken one after another, a reminder and the close are replayed at their instants', async () => {
  const wendy = await openWendy({ at: MONDAY });
  const { id, talk } = await queuedCase(wendy);
  const delayed = 'nobody has answered you in time';
  for (const hours of [5, 24]) {
    const before = wendy.farEnd.taken.length;
    wendy.later(hours * HOUR);
    const again = (): boolean =>
      wendy.farEnd.taken.slice(before).some(({ activity }) => activity.text?.includes(delayed));
    await wendy.farEnd.until(again, delayed);
  }
  await act(wendy, id, { type: 'claim', as: 'li' });
  await act(wendy, id, { type: 'reply', as: 'li', text: 'Which lamp is lit?' });
  await arrives(wendy, talk, 'Which lamp');
  wendy.later(72 * HOUR);
  await arrives(wendy, talk, 'is waiting for you here');
  wendy.later(7 * 24 * HOUR);
  await arrives(wendy, talk, "I haven't heard from you");
  await talk.say('still dead');
  await expectSame(wendy, id);
  const rules = { ...voice.rules, remindAfter: 1_000, closeAfter: 1_000 };
  await expectSame(wendy, id, { ...voice, rules });
  const { byId, ...list } = voice.staffList;
  const withoutLi = { ...list, byId: (one: string) => (one === 'li' ? undefined : byId(one)) };
  const { lines } = await replayed(wendy, id, { ...voice, staffList: withoutLi });
  expect(lines).toContainEqual(`    refused now: li claim ${id}: is not on the list of staff`);
});

test('a case that was left by who is back by now is replayed as left', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'wendy-'));
  const before = await openWendy({ at: MONDAY, dataDir });
  const { id, talk } = await heldCase(before, 'tom');
  const copy = await copyOfData(dataDir);
  const others = createStaffList(voice.staffList.all.filter((one) => one.id !== 'tom'));
  const later = '2026-03-02T02:05:00Z';
  const wendy = await openWendy({ at: later, dataDir: copy, content: { ...voice, staffList: others } });
  await arrives(before, talk, 'other colleagues');
  const lines = await expectSame(wendy, id);
  expect(lines.filter((line) => line.includes('(after what the desk did)'))).toHaveLength(2);
});

test('a verdict that was decided and confirmed, a handoff and a consult are replayed as they were', async () => {
  const wendy = await openWendy();
  const talk = talkWith(wendy);
  await talk.sayAll(...WALK);
  const { trace } = await talk.say('send');
  const id = trace?.case?.id ?? '';
  await act(wendy, id, { type: 'claim', as: 'tom' });
  const decision = { unitId: 'U1', clause: '2', excluded: true, reason: 'The board was soldered by hand.' };
  await act(wendy, id, { type: 'decide', as: 'tom', ...decision });
  await act(wendy, id, { type: 'confirm', as: 'tom', unitId: 'U1' });
  await arrives(wendy, talk, 'soldered by hand');
  await act(wendy, id, { type: 'handoff', as: 'tom', to: 'sales', reason: 'They want an offer.' });
  await arrives(wendy, talk, 'sales');
  await act(wendy, id, { type: 'claim', as: 'anna' });
  await act(wendy, id, { type: 'consult', as: 'anna', text: 'Can the board be bought?' });
  await act(wendy, id, { type: 'advise', as: 'tom', text: 'Yes.' });
  await act(wendy, id, { type: 'reply', as: 'anna', text: 'The board is 40 dollars.' });
  await arrives(wendy, talk, '40 dollars');
  await expectSame(wendy, id);
});

test('whom the list of customers, an earlier case and days away name is named again', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'wendy-'));
  const store = await openStored(dataDir);
  const away = { from: '2026-03-01', to: '2026-03-06' };
  const value = { v: 1, conversation: null, away };
  await store.commit({ writes: [{ key: staffKey('wei'), expectedVersion: 0, value }] });
  const listed = { name: 'Hill', email: 'ann@example.com', domain: null, phone: null, owner: 'wei' };
  await importCustomers(store, [listed]);
  await store.close();
  const wendy = await openWendy({ at: MONDAY, dataDir });
  const first = await queuedCase(wendy, talkWith(wendy), 'bo@example.org');
  await act(wendy, first.id, { type: 'assign', as: 'mei', to: 'anna' });
  await act(wendy, first.id, { type: 'close', as: 'anna' });
  const second = await queuedCase(wendy, talkWith(wendy), 'bo@example.org');
  const third = await queuedCase(wendy, talkWith(wendy), 'ann@example.com');
  expect((await wendy.staff.get(`/${second.id}`)).body).toMatchObject({ owner: 'anna', offered: 'anna' });
  expect((await wendy.staff.get(`/${third.id}`)).body).toMatchObject({ owner: 'wei', offered: 'anna' });
  for (const { id } of [first, second, third]) await expectSame(wendy, id);
});

test('answers that were given together are one deed, each with its own words', () => {
  const entry = (at: string, did: string, more?: Record<string, string>) => ({
    ...{ at, by: 'anna', did },
    ...(more && { more }),
  });
  const history = [
    entry('1', 'claim'),
    entry('2', 'answer', { questionId: 'Q1' }),
    entry('2', 'answer', { questionId: 'Q2' }),
    { at: '3', by: 'wendy', did: 'remind' },
    { at: '4', by: 'wendy', did: 'close' },
    { at: '5', by: 'wendy', did: 'close' },
  ];
  const rows = ['It is.', 'They are.'].map((text) => ({ at: '2', from: 'anna', text }));
  const record = { id: 'C-1', history, consults: [] } as unknown as CaseRecord;
  const deeds = deedsOf(record, [{ at: '1', from: 'bot', text: 'no' }, ...rows], new Set(['4']));
  expect(deeds.map(({ by, acts }) => [by, acts.map(({ did, text }) => [did, text])])).toEqual([
    ['anna', [['claim', undefined]]],
    [
      'anna',
      [
        ['answer', 'It is.'],
        ['answer', 'They are.'],
      ],
    ],
    ['wendy', [['remind', undefined]]],
    ['wendy', [['close', undefined]]],
  ]);
});
