import { beforeAll, expect, it } from 'vitest';
import { readVoice, type Voice } from '../../src/app.ts';
import { wakeAbandoned } from '../../src/conversation/abandoned.ts';
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
  expect(await wakeAbandoned(before.parts)).toBe(0);
  await before.close();

  world.voice = {
    ...voice,
    staffList: createStaffList(voice.staffList.all.filter(({ id }) => id !== 'tom')),
  };
  const after = await live(world);
  expect(await wakeAbandoned(after.parts)).toBe(2);
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
