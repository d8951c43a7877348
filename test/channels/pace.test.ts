import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPacer, type Lane, type Pace, TEAMS } from '../../src/channels/pace.ts';

const lane = (thread: string, tenant = 'tenant'): Lane => ({ channel: 'msteams', thread, tenant });

/** When sends that are begun as soon as they may, and take `durations` ms each, begin and end. */
function sends(pace: Pace, durations: readonly number[]): { began: number; ended: number }[] {
  const pacer = createPacer({ msteams: pace });
  let now = 0;
  return durations.map((duration) => {
    for (;;) {
      const wait = pacer.begin(lane('a'), now);
      if (wait === 0) break;
      now += wait;
    }
    const began = now;
    now += duration;
    pacer.ended(lane('a'), now);
    return { began, ended: now };
  });
}

/** The most instants that lie within one span of `within` ms. */
function mostWithin(instants: readonly number[], within: number): number {
  const sorted = instants.toSorted((a, b) => a - b);
  return Math.max(...sorted.map((from) => sorted.filter((at) => at >= from && at < from + within).length));
}

describe('the pace of Teams', () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 150 });

  test('keeps within every published bound, wherever between its ends a send is counted', () => {
    fc.assert(
      fc.property(sizes, fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (durations, chances) => {
        const arrived = sends(TEAMS, durations).map(
          ({ began, ended }, at) => began + (ended - began) * (chances[at % chances.length] ?? 0.5),
        );
        for (const { most, within } of TEAMS.thread)
          expect(mostWithin(arrived, within)).toBeLessThanOrEqual(most);
      }),
    );
  });

  test('holds 1,800 sends to an hour, and not by less', () => {
    const began = sends(
      TEAMS,
      Array.from({ length: 1_801 }, () => 0),
    ).map((send) => send.began);
    expect(began[1_799]).toBeLessThan(3_600_000);
    expect(began[1_800]).toBe(3_600_000);
  });

  test('lets seven through at once, and an eighth after a second', () => {
    const began = sends(TEAMS, [0, 0, 0, 0, 0, 0, 0, 0, 0]).map((send) => send.began);
    expect(began).toEqual([0, 0, 0, 0, 0, 0, 0, 1_000, 2_000]);
  });
});

describe('the pacer', () => {
  test('lets one send of a conversation be under way, and those of others beside it', () => {
    const pacer = createPacer();
    expect(pacer.begin(lane('a'), 0)).toBe(0);
    expect(pacer.begin(lane('a'), 0)).toBeGreaterThan(0);
    expect(pacer.begin(lane('b'), 0)).toBe(0);
    pacer.ended(lane('a'), 1);
    expect(pacer.begin(lane('a'), 1)).toBe(0);
  });

  test('counts all conversations of a tenant together, and another tenant apart', () => {
    const pacer = createPacer();
    const [bound] = TEAMS.app;
    for (let number = 0; number < (bound?.most ?? 0); number++)
      expect(pacer.begin(lane(`c${number}`), 0)).toBe(0);
    expect(pacer.begin(lane('one more'), 0)).toBeGreaterThan(0);
    expect(pacer.begin(lane('one more', 'another tenant'), 0)).toBe(0);
  });

  test('keeps a conversation quiet as long as its channel asked for, on every channel', () => {
    const pacer = createPacer();
    const sms = { ...lane('a'), channel: 'sms' };
    expect(pacer.begin(sms, 0)).toBe(0);
    pacer.ended(sms, 10, 7_000);
    expect(pacer.begin(sms, 10)).toBe(7_000);
    expect(pacer.begin({ ...sms, thread: 'b' }, 10)).toBe(0);
    expect(pacer.begin(sms, 7_010)).toBe(0);
  });
});
