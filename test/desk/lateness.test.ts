import { beforeAll, describe, expect, it, vi } from 'vitest';
import { readVoice, type Voice } from '../../src/app.ts';
import { type Calendar, WEEKDAYS, type Week } from '../../src/desk/calendar-types.ts';
import type { ReplyPromise } from '../../src/desk/case.ts';
import { type CaseRecord, caseKey } from '../../src/desk/case.ts';
import { temporaryFolder } from '../store/helpers.ts';
import { type Life, live, placeCase, type World } from './lives.ts';

/** The bounds of the design's fourth promise, ms. */
const RUNNING = 2_000;
const STARTED = 5_000;
const CASES = 200;

const always = ['00:00-24:00'];
const calendar: Calendar = {
  zone: 'UTC',
  week: Object.fromEntries(WEEKDAYS.map((day) => [day, always])) as unknown as Week,
  ...{ holidays: () => new Set<string>(), workdays: {}, absences: [] },
};

let voice: Voice;
beforeAll(async () => {
  voice = { ...(await readVoice()), calendar };
});

async function realWorld(): Promise<World> {
  const clock = { now: () => new Date() };
  return { voice, dir: await temporaryFolder(), sent: new Map(), errors: [], clock };
}

/** Cases whose promises break within the next seconds. */
async function placeSoon(life: Life, seconds: number): Promise<Map<string, ReplyPromise>> {
  const promises = new Map<string, ReplyPromise>();
  const now = Date.now();
  const place = async (nth: number): Promise<void> => {
    const due = (ms: number): string => new Date(now + ms).toISOString();
    const dueAt = due(3_000 + (nth / CASES) * seconds * 1_000);
    const promise: ReplyPromise = { kind: 'first', madeAt: due(0), warnAt: dueAt, dueAt, warned: true };
    const id = `C-${nth}`;
    await placeCase(life, { id, status: 'queued', promise }, due(0));
    promises.set(id, promise);
  };
  await Promise.all(Array.from({ length: CASES }, (_, nth) => place(nth)));
  return promises;
}

/** How late each broke, ms. */
async function lateness(life: Life, promises: Map<string, ReplyPromise>): Promise<number[]> {
  return Promise.all(
    [...promises].map(async ([id, { dueAt }]) => {
      const record = (await life.store.get<CaseRecord>(caseKey(id)))?.value;
      const broken = record?.history.find(({ did }) => did === 'promise_broken');
      return broken ? Date.parse(broken.at) - Date.parse(dueAt) : Number.NaN;
    }),
  );
}

describe('timers on the real clock', () => {
  it('are late by at most two seconds while she runs', async () => {
    const world = await realWorld();
    const life = await live(world);
    const promises = await placeSoon(life, 3);
    const late = await vi.waitFor(
      async () => {
        const all = await lateness(life, promises);
        expect(all.every((ms) => !Number.isNaN(ms))).toBe(true);
        return all;
      },
      { timeout: 30_000, interval: 50 },
    );
    await life.close();
    expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...late)).toBeLessThanOrEqual(RUNNING);
    expect(world.errors).toEqual([]);
    process.stdout.write(`${CASES} timers, at most ${Math.max(...late)} ms late\n`);
  }, 60_000);

  it('that came due while she was down have their effect within five seconds of a start', async () => {
    const world = await realWorld();
    const before = await live(world);
    const promises = await placeSoon(before, 0);
    await before.close();
    const down = Math.max(...[...promises.values()].map(({ dueAt }) => Date.parse(dueAt)));
    await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(down), { timeout: 10_000, interval: 20 });
    const start = Date.now();
    const life = await live(world);
    await vi.waitFor(
      async () => {
        expect((await lateness(life, promises)).every((ms) => ms >= 0)).toBe(true);
      },
      { timeout: 30_000, interval: 20 },
    );
    const took = Date.now() - start;
    await life.close();
    expect(took).toBeLessThanOrEqual(STARTED);
    process.stdout.write(`${CASES} timers, all done ${took} ms after the start\n`);
  }, 60_000);
});
