import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addBusiness, businessBetween, type Calendar, onDuty } from '../../src/desk/calendar.ts';
import { WEEKDAYS } from '../../src/desk/calendar-types.ts';
import { countOpen, openMinutes, type Window, walkOpen, windowOf } from './brute-minutes.ts';

const MINUTE = 60_000;
const DAYS = 9;
const CALENDARS = 500;
/** Cases of each calendar: half of them count the minutes of a pair, half look for when some are over. */
const CASES = 200;

/** Around each change of the clocks, where there is one: whole hours, half ones, at midnight, over the date line. */
const STARTS: readonly (readonly [zone: string, ...days: string[]])[] = [
  ['Asia/Shanghai', '2026-09-29', '2026-12-27'],
  ['Europe/Berlin', '2026-03-25', '2026-10-21', '2027-03-24'],
  ['America/New_York', '2026-03-04', '2026-10-28'],
  ['Australia/Lord_Howe', '2026-03-31', '2026-09-30'],
  ['America/Santiago', '2026-04-01', '2026-09-02'],
  ['Africa/Cairo', '2026-04-20', '2026-10-26'],
  ['Atlantic/Azores', '2026-03-25', '2026-10-21'],
  ['America/St_Johns', '2006-10-25', '2007-03-07'],
  ['Africa/Casablanca', '2026-02-11', '2026-03-18'],
  ['Asia/Kathmandu', '2026-02-25'],
  ['Pacific/Chatham', '2026-04-01', '2026-09-23'],
  ['Pacific/Apia', '2011-12-26'],
  ['Antarctica/Troll', '2026-03-25', '2026-10-21'],
];

const windows: Window[] = STARTS.flatMap(([zone, ...days]) =>
  days.map((day) => windowOf(zone, Date.parse(`${day}T00:00:00Z`), DAYS)),
);

const time = fc
  .oneof(
    fc.integer({ min: 0, max: 1439 }),
    fc.integer({ min: 0, max: 47 }).map((half) => half * 30),
  )
  .map((minute) => {
    return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  });
const span = fc
  .tuple(time, fc.oneof({ weight: 6, arbitrary: time }, { weight: 1, arbitrary: fc.constant('24:00') }))
  .filter(([from, to]) => from !== to)
  .map(([from, to]) => (from < to ? `${from}-${to}` : `${to}-${from}`));
const spans = fc.oneof(
  { weight: 1, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.constant(['00:00-24:00']) },
  { weight: 5, arbitrary: fc.array(span, { minLength: 1, maxLength: 4 }) },
);
const week = fc.record({
  monday: spans,
  tuesday: spans,
  wednesday: spans,
  thursday: spans,
  friday: spans,
  saturday: spans,
  sunday: spans,
});

/** The number of a window, and a calendar of its zone with holidays, worked days and absences that fall into it. */
const drawn = fc.nat(windows.length - 1).chain((nth) => {
  const { zone, walls } = windowAt(nth);
  const days = [...new Set(walls.map(({ day }) => day))];
  const some = fc.subarray(days, { maxLength: 4 });
  const minute = fc.nat(walls.length - 1);
  const calendar = fc
    .record({
      week,
      closed: some,
      worked: some,
      weekday: fc.constantFrom(...WEEKDAYS),
      away: fc.subarray(days, { maxLength: 2 }),
    })
    .map(({ week, closed, worked, weekday, away: [from, to = from] }): Calendar => {
      const holidays = new Set(closed);
      return {
        zone,
        week,
        holidays: () => holidays,
        workdays: Object.fromEntries(worked.map((day) => [day, weekday])),
        absences: from && to ? [{ from, to }] : [],
      };
    });
  const pairs = fc.array(fc.tuple(minute, minute), { minLength: CASES / 2, maxLength: CASES / 2 });
  return fc.record({ nth: fc.constant(nth), calendar, pairs });
});

describe('business time', () => {
  it('is what counting the minutes one by one gives, for any calendar, zone and change of the clocks', () => {
    let cases = 0;
    let overAChange = 0;
    fc.assert(
      fc.property(drawn, ({ nth, calendar, pairs }) => {
        const window = windowAt(nth);
        const open = openMinutes(calendar, window);
        for (const pair of pairs) {
          const [from, to] = pair.toSorted((one, other) => one - other) as [number, number];
          expect(reckoned(calendar, window, from, to), `minutes ${from} and ${to}`).toEqual(
            counted(open, from, to),
          );
          cases += 2;
          if (offsetOf(window, from) !== offsetOf(window, to)) overAChange += 2;
        }
      }),
      { numRuns: CALENDARS },
    );
    console.log(
      `business time against counted minutes: ${cases} cases, ${overAChange} over a change of the clocks`,
    );
    expect(cases).toBeGreaterThanOrEqual(100_000);
    expect(overAChange).toBeGreaterThan(10_000);
  });
});

/** By the calendar, in minutes of a window: those between two, when as many are over, and the next open one. */
function reckoned(calendar: Calendar, window: Window, from: number, to: number) {
  const [start, end] = [window.from + from * MINUTE, window.from + to * MINUTE];
  const minuteOf = (at: string | null): number | undefined => {
    const minute = at === null ? Number.POSITIVE_INFINITY : (Date.parse(at) - window.from) / MINUTE;
    return minute > window.walls.length ? undefined : minute;
  };
  const duty = onDuty(calendar, start);
  const opens = minuteOf(duty.open ? new Date(start).toISOString() : duty.opensAt);
  return {
    between: businessBetween(calendar, start, end),
    due: minuteOf(addBusiness(calendar, start, to - from)),
    opens: opens === window.walls.length ? undefined : opens,
  };
}

/** The same by counting. */
function counted(open: Uint8Array, from: number, to: number): ReturnType<typeof reckoned> {
  const next = open.indexOf(1, from);
  return {
    between: countOpen(open, from, to),
    due: walkOpen(open, from, to - from),
    opens: next < 0 ? undefined : next,
  };
}

function windowAt(nth: number): Window {
  const window = windows[nth];
  if (!window) throw new Error(`no window ${nth}`);
  return window;
}

/** How far the wall is from UTC, in ms. */
function offsetOf({ from, walls }: Window, minute: number): number {
  const wall = walls[minute];
  return Date.parse(`${wall?.day}T${wall?.time}:00Z`) - (from + minute * MINUTE);
}
