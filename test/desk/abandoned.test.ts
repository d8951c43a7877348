import { beforeAll, expect, it } from 'vitest';
import { readVoice, type Voice } from '../../src/app.ts';
import { wakeNeglected } from '../../src/conversation/neglected.ts';
import { type CaseRecord, caseKey } from '../../src/desk/case.ts';
import { createStaffList } from '../../src/desk/staff.ts';
import { temporaryFolder } from '../store/helpers.ts';
import { live, placeCase, type World } from './lives.ts';

let voice: Voice;
beforeAll(async () => {
  voice = await readVoice();
});

it('a case of who left the list of staff goes to the others with the next start, and the customer is told', async () => {
  const world: World = {
    ...{ voice, dir: await temporaryFolder(), sent: new Map(), errors: [] },
    clock: { now: () => new Date('2026-03-02T02:00:00Z') },
  };
  const before = await live(world);
  const at = '2026-03-02T02:00:00.000Z';
  const held = await placeCase(
    before,
    { id: 'C-1', status: 'claimed', assignee: 'tom', observers: ['anna'] },
    at,
  );
  const waiting = await placeCase(before, { id: 'C-2', status: 'waiting_customer', assignee: 'tom' }, at);
  const other = await placeCase(before, { id: 'C-3', status: 'claimed', assignee: 'li' }, at);
  expect(await wakeNeglected(before.parts)).toBe(0);
  await before.close();

  world.voice = {
    ...voice,
    staffList: createStaffList(voice.staffList.all.filter(({ id }) => id !== 'tom')),
  };
  const after = await live(world);
  expect(await wakeNeglected(after.parts)).toBe(2);
  await after.settle();
  const read = async (id: string) => (await after.store.get<CaseRecord>(caseKey(id)))?.value;
  for (const { id, conversation } of [held, waiting]) {
    expect(await read(id)).toMatchObject({ status: 'queued', queue: 'technicians', assignee: null });
    expect((await read(id))?.promise?.kind).toBe('first');
    expect(world.sent.get(conversation)).toEqual([expect.stringContaining('has gone to other colleagues')]);
  }
  expect(await read(other.id)).toEqual(other);
  // Li, who is left in the queue, hears of both by mail; Anna, who looks after the first, of that one.
  expect(world.sent.get('li@ratingsecu.example')).toHaveLength(2);
  expect(world.sent.get('anna@ratingsecu.example')).toHaveLength(1);
  await after.close();
  expect(world.errors).toEqual([]);
});

it('a case of an older program, which promised nothing, gets its clock with the start', async () => {
  const at = '2026-03-02T02:00:00.000Z';
  const world: World = {
    ...{ voice, dir: await temporaryFolder(), sent: new Map(), errors: [] },
    clock: { now: () => new Date(at) },
  };
  const life = await live(world);
  const none = { promise: null, waiting: null, ended: null, alarm: null };
  for (const status of ['queued', 'waiting_customer', 'resolved'] as const) {
    const { id } = await placeCase(
      life,
      { id: `C-${status}`, status, assignee: status === 'queued' ? null : 'tom' },
      at,
    );
    const stored = await life.store.get<CaseRecord>(caseKey(id));
    if (!stored) throw new Error('it is not there');
    const value = { ...stored.value, ...none };
    const listing = { id, createdAt: at, status, assignee: value.assignee, queue: value.queue };
    await life.store.commit({
      writes: [{ key: caseKey(id), expectedVersion: stored.version, value, listing }],
    });
  }
  expect(await wakeNeglected(life.parts)).toBe(3);
  await life.settle();
  const clocks = await Promise.all(
    ['queued', 'waiting_customer', 'resolved'].map(async (status) => {
      const { promise, waiting, ended, alarm } =
        (await life.store.get<CaseRecord>(caseKey(`C-${status}`)))?.value ?? none;
      return { owes: promise?.kind, waits: waiting?.since, ended: ended?.at, isSet: alarm !== null };
    }),
  );
  expect(clocks).toEqual([
    { owes: 'first', waits: undefined, ended: undefined, isSet: true },
    { owes: undefined, waits: at, ended: undefined, isSet: true },
    { owes: undefined, waits: undefined, ended: at, isSet: true },
  ]);
  expect(await wakeNeglected(life.parts)).toBe(0);
  await life.close();
  expect(world.errors).toEqual([]);
});
