import { beforeAll, expect, it } from 'vitest';
import { readVoice, type Voice } from '../../src/app.ts';
import { onDuty } from '../../src/desk/calendar.ts';
import { type CaseRecord, caseKey } from '../../src/desk/case.ts';
import { promiseAt } from '../../src/desk/promise.ts';
import { temporaryFolder } from '../store/helpers.ts';
import { type Life, live, placeCase, type World } from './lives.ts';

const HOUR = 60 * 60 * 1000;
/** How many cases of each kind, and how often she is started anew: WENDY_TIMER_CASES, WENDY_TIMER_RESTARTS. */
const EACH = Number(process.env.WENDY_TIMER_CASES ?? 60);
const RESTARTS = Number(process.env.WENDY_TIMER_RESTARTS ?? 100);

let voice: Voice;
beforeAll(async () => {
  voice = await readVoice();
});

it('timers over restarts, by a clock that jumps an hour both ways, have their effect once each and none early', async () => {
  let now = Date.parse('2026-03-02T01:00:00Z');
  const world: World = {
    ...{ voice, dir: await temporaryFolder(), sent: new Map(), errors: [] },
    clock: { now: () => new Date(now) },
  };
  const begun: CaseRecord[] = [];
  const first = await live(world);
  for (let nth = 0; nth < EACH; nth++) {
    now = Date.parse('2026-03-02T01:00:00Z') + ((nth * 7) % 180) * 60_000;
    const at = new Date(now).toISOString();
    begun.push(
      await placeCase(first, { id: `W-${nth}`, status: 'waiting_customer', assignee: 'tom' }, at),
      await placeCase(first, { id: `R-${nth}`, status: 'resolved', assignee: 'tom' }, at),
      await placeCase(first, { id: `Q-${nth}`, status: 'queued' }, at),
    );
  }
  await first.close();
  const hours = 400;
  for (let restart = 0; restart < RESTARTS; restart++) {
    now += (hours / RESTARTS) * HOUR;
    // Set an hour ahead, and back again in the next life.
    now += restart % 4 === 1 ? HOUR : restart % 4 === 2 ? -HOUR : 0;
    const life = await live(world);
    // Every third life ends in the middle of its work.
    if (restart % 3 !== 0) await life.settle();
    await life.close();
  }
  const last = await live(world);
  await last.settle();
  const timers = await checked(last, begun, world);
  await last.close();
  expect(world.errors).toEqual([]);
  process.stdout.write(`${timers} timers of ${begun.length} cases over ${RESTARTS} restarts\n`);
}, 900_000);

/** Checks each case against what its timers were to do; gives back how many did something. */
async function checked(
  { store, parts }: Life,
  begun: readonly CaseRecord[],
  { sent }: World,
): Promise<number> {
  let timers = 0;
  for (const before of begun) {
    const after = (await store.get<CaseRecord>(caseKey(before.id)))?.value as CaseRecord;
    const did = after.history.map((entry) => entry.did);
    const heard = sent.get(before.conversation) ?? [];
    timers += did.length;
    if (before.status === 'waiting_customer') {
      expect(did).toEqual(['remind', 'close']);
      const [remind, close] = after.history;
      expect(Date.parse(remind?.at ?? '')).toBeGreaterThanOrEqual(Date.parse(before.waiting?.remindAt ?? ''));
      expect(onDuty(parts.calendar, remind?.at ?? '')).toEqual({ open: true });
      expect(after.status).toBe('closed');
      expect(Date.parse(close?.at ?? '') - Date.parse(remind?.at ?? '')).toBeGreaterThan(24 * HOUR);
      expect(heard).toHaveLength(2);
    } else if (before.status === 'resolved') {
      expect(did).toEqual(['close']);
      expect(Date.parse(after.history[0]?.at ?? '')).toBeGreaterThanOrEqual(
        Date.parse(before.ended?.closeAt ?? ''),
      );
      expect(heard).toEqual([]);
    } else {
      checkPromises(before, after, parts);
      expect(heard).toHaveLength(did.filter((what) => what === 'promise_broken').length);
    }
  }
  return timers;
}

/** Warned at most once a promise, broken once, each not before its time; the next promise counts from there. */
function checkPromises(before: CaseRecord, after: CaseRecord, parts: Life['parts']): void {
  let promise = before.promise;
  let warned = false;
  const history: CaseRecord['history'] = [];
  for (const entry of after.history) {
    history.push(entry);
    if (!promise) throw new Error(`${before.id}: ${entry.did} without a promise`);
    if (entry.did === 'warned') {
      expect(warned).toBe(false);
      expect(Date.parse(entry.at)).toBeGreaterThanOrEqual(Date.parse(promise.warnAt));
      warned = true;
    } else {
      expect(entry.did).toBe('promise_broken');
      expect(Date.parse(entry.at)).toBeGreaterThanOrEqual(Date.parse(promise.dueAt));
      promise = promiseAt({ ...before, history }, entry.at, parts);
      warned = false;
    }
  }
  expect(after.promise?.dueAt).toBe(promise?.dueAt);
  expect(after.history.length).toBeGreaterThan(5);
}
