import { describe, expect, it } from 'vitest';
import { addBusiness, businessBetween, calendarOf, dayIn, onDuty } from '../../src/desk/calendar.ts';
import type { Staff } from '../../src/desk/staff.ts';
import { closedOn, daily, plain } from './calendars.ts';

const NATIONAL_DAY = ['01', '02', '03', '04', '05', '06', '07'].map((day) => `2026-10-${day}`);
const opensAt = (at: string) => ({ open: false, opensAt: at });

describe('whether people are on duty', () => {
  it.each([
    ['when the day begins', '2026-11-23T01:00:00Z', { open: true }],
    ['a second before', '2026-11-23T00:59:59Z', opensAt('2026-11-23T01:00:00.000Z')],
    ['when the lunch break begins', '2026-11-23T04:00:00Z', opensAt('2026-11-23T05:30:00.000Z')],
    ['in the evening', '2026-11-23T10:00:00Z', opensAt('2026-11-24T01:00:00.000Z')],
    ['on Friday evening', '2026-11-27T10:00:00Z', opensAt('2026-11-30T01:00:00.000Z')],
  ])('%s', (_, at, expected) => {
    expect(onDuty(plain, at)).toEqual(expected);
    expect(onDuty(plain, Date.parse(at))).toEqual(expected);
  });

  it('looks past a holiday of a week and the weekend after it', () => {
    const calendar = closedOn(plain, ...NATIONAL_DAY, '2026-10-08', '2026-10-09');
    expect(onDuty(calendar, '2026-09-30T10:00:00Z')).toEqual(opensAt('2026-10-12T01:00:00.000Z'));
  });

  it('knows a Saturday that is worked for a holiday, with the hours of the weekday that it stands for', () => {
    const calendar = {
      ...plain,
      week: { ...plain.week, friday: ['09:00-12:00'] },
      workdays: { '2026-10-10': 'friday' } as const,
    };
    expect(onDuty(calendar, '2026-10-10T00:00:00Z')).toEqual(opensAt('2026-10-10T01:00:00.000Z'));
    expect(onDuty(calendar, '2026-10-10T03:59:00Z')).toEqual({ open: true });
    expect(onDuty(calendar, '2026-10-10T04:00:00Z')).toEqual(opensAt('2026-10-12T01:00:00.000Z'));
  });

  it('lets a worked day go before a holiday, and an absence before both', () => {
    const holiday = closedOn(plain, '2026-10-08');
    const worked = { ...holiday, workdays: { '2026-10-08': 'monday' } as const };
    const away = { ...worked, absences: [{ from: '2026-10-08', to: '2026-10-08' }] };
    const at = '2026-10-08T02:00:00Z';
    expect([holiday, worked, away].map((calendar) => onDuty(calendar, at).open)).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('goes on over midnight where a day runs to 24:00 and the next begins at 00:00', () => {
    const calendar = daily('Asia/Shanghai', '00:00-02:00', '22:00-24:00');
    expect(onDuty(calendar, '2026-11-23T15:59:59Z')).toEqual({ open: true });
    expect(onDuty(calendar, '2026-11-23T16:00:00Z')).toEqual({ open: true });
    expect(addBusiness(calendar, '2026-11-23T15:00:00Z', 120)).toBe('2026-11-23T17:00:00.000Z');
  });

  it('says of who is never there that no opening comes', () => {
    const never = daily('Asia/Shanghai');
    expect(onDuty(never, '2026-11-23T01:00:00Z')).toEqual({ open: false, opensAt: null });
    expect(addBusiness(never, '2026-11-23T01:00:00Z', 60)).toBe('2027-12-28T01:00:00.000Z');
    expect(businessBetween(never, '2026-11-23T01:00:00Z', '2028-11-23T01:00:00Z')).toBe(0);
  });
});

describe('a promise in business time', () => {
  it('of 60 minutes made at 17:50 is due at 09:50 of the next working day', () => {
    expect(addBusiness(plain, '2026-11-26T09:50:00Z', 60)).toBe('2026-11-27T01:50:00.000Z');
    expect(addBusiness(plain, '2026-11-27T09:50:00Z', 60)).toBe('2026-11-30T01:50:00.000Z');
  });

  it('of what is left of the day is due when the day ends, not when the next begins', () => {
    expect(addBusiness(plain, '2026-11-26T09:50:00Z', 10)).toBe('2026-11-26T10:00:00.000Z');
  });

  it('does not run in the lunch break (chatwoot#14009)', () => {
    expect(addBusiness(plain, '2026-11-23T03:45:00Z', 30)).toBe('2026-11-23T05:45:00.000Z');
    expect(businessBetween(plain, '2026-11-23T03:45:00Z', '2026-11-23T05:45:00Z')).toBe(30);
  });

  it('does not run on a holiday, and runs on the day that is worked for it (freescout#5209)', () => {
    const calendar = { ...closedOn(plain, ...NATIONAL_DAY), workdays: { '2026-10-10': 'friday' } as const };
    expect(addBusiness(calendar, '2026-09-30T09:00:00Z', 120)).toBe('2026-10-08T02:00:00.000Z');
    expect(businessBetween(calendar, '2026-09-30T16:00:00Z', '2026-10-11T16:00:00Z')).toBe(3 * 450);
  });

  it('made outside of the hours begins with them, to the second', () => {
    expect(addBusiness(plain, '2026-11-23T00:12:34Z', 1.5)).toBe('2026-11-23T01:01:30.000Z');
    expect(addBusiness(plain, '2026-11-23T01:12:34Z', 1.5)).toBe('2026-11-23T01:14:04.000Z');
    expect(businessBetween(plain, '2026-11-23T01:12:34Z', '2026-11-23T01:14:04Z')).toBe(1.5);
  });

  it('of no minutes is due at once, and of fewer is a mistake of who asks', () => {
    expect(addBusiness(plain, '2026-11-22T01:00:00Z', 0)).toBe('2026-11-22T01:00:00.000Z');
    for (const minutes of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => addBusiness(plain, '2026-11-22T01:00:00Z', minutes)).toThrow(RangeError);
    }
    expect(() => onDuty(plain, 'soon')).toThrow(RangeError);
  });

  it('has nothing between an instant and an earlier one', () => {
    expect(businessBetween(plain, '2026-11-24T01:00:00Z', '2026-11-23T01:00:00Z')).toBe(0);
  });
});

describe('when the clocks are changed', () => {
  it('the opening stays at its local time', () => {
    const berlin = { ...plain, zone: 'Europe/Berlin' };
    expect(onDuty(berlin, '2026-03-27T18:00:00Z')).toEqual(opensAt('2026-03-30T07:00:00.000Z'));
  });

  it.each([
    ['Europe/Berlin', '2026-03-29', 0, '2026-10-25', 120],
    ['America/New_York', '2026-03-08', 0, '2026-11-01', 60],
    ['Australia/Lord_Howe', '2026-10-04', 30, '2026-04-05', 60],
  ])('from 02:00 to 03:00 in %s on %s there are %i minutes, on %s %i', (zone, spring, few, autumn, many) => {
    const calendar = daily(zone, '02:00-03:00');
    expect(minutesOf(calendar, spring)).toBe(few);
    expect(minutesOf(calendar, autumn)).toBe(many);
    expect(minutesOf(calendar, '2026-07-15')).toBe(60);
  });

  it.each([
    ['America/New_York', '2026-11-01', 120],
    ['Australia/Lord_Howe', '2026-04-05', 90],
  ])('the hour that comes twice in %s counts twice', (zone, day, minutes) => {
    expect(minutesOf(daily(zone, '01:00-02:00'), day)).toBe(minutes);
  });

  it('a span that begins in the lost hour begins when that is over', () => {
    const berlin = daily('Europe/Berlin', '02:30-03:30');
    expect(onDuty(berlin, '2026-03-29T00:59:00Z')).toEqual(opensAt('2026-03-29T01:00:00.000Z'));
    expect(addBusiness(berlin, '2026-03-29T00:00:00Z', 30)).toBe('2026-03-29T01:30:00.000Z');
  });

  it('a span that ends in the hour that comes twice is open in both', () => {
    const berlin = daily('Europe/Berlin', '01:00-02:30');
    expect(onDuty(berlin, '2026-10-25T00:29:00Z')).toEqual({ open: true });
    expect(onDuty(berlin, '2026-10-25T00:30:00Z')).toEqual(opensAt('2026-10-25T01:00:00.000Z'));
    expect(addBusiness(berlin, '2026-10-24T23:00:00Z', 120)).toBe('2026-10-25T01:30:00.000Z');
  });

  it('a day that a zone leaves out has no hours', () => {
    const apia = daily('Pacific/Apia', '00:00-24:00');
    expect(minutesOf(apia, '2011-12-30')).toBe(0);
    expect(dayIn('Pacific/Apia', '2011-12-30T09:59:59Z')).toBe('2011-12-29');
    expect(dayIn('Pacific/Apia', '2011-12-30T10:00:00Z')).toBe('2011-12-31');
  });

  /** The open minutes of one local day: those of a calendar on which people are away on all others. */
  function minutesOf(calendar: ReturnType<typeof daily>, day: string): number {
    const noon = Date.parse(`${day}T12:00:00Z`);
    const before = new Date(noon - 86_400_000).toISOString().slice(0, 10);
    const after = new Date(noon + 86_400_000).toISOString().slice(0, 10);
    const absences = [
      { from: '1970-01-01', to: before },
      { from: after, to: '2099-12-31' },
    ];
    return businessBetween({ ...calendar, absences }, noon - 3 * 86_400_000, noon + 3 * 86_400_000);
  }
});

describe('the calendar of a person', () => {
  const tom: Staff = { id: 'tom', name: 'Tom', role: 'technician', languages: ['en'], ids: [] };

  it("is the company's where they say nothing else", () => {
    expect(calendarOf(plain, tom)).toBe(plain);
  });

  it('has their own hours in their own zone, and the holidays of the company', () => {
    const calendar = calendarOf(closedOn(plain, '2026-11-24'), {
      ...tom,
      zone: 'Europe/Berlin',
      hours: daily('Europe/Berlin', '08:00-16:00').week,
    });
    expect(onDuty(calendar, '2026-11-23T06:59:00Z')).toEqual(opensAt('2026-11-23T07:00:00.000Z'));
    expect(onDuty(calendar, '2026-11-23T15:00:00Z')).toEqual(opensAt('2026-11-25T07:00:00.000Z'));
  });

  it('leaves out the days on which they are away, the known ones and those that are told later', () => {
    const away = { ...tom, absences: [{ from: '2026-12-01', to: '2026-12-03' }] };
    const at = '2026-11-30T10:00:00Z';
    expect(onDuty(calendarOf(plain, away), at)).toEqual(opensAt('2026-12-04T01:00:00.000Z'));
    const longer = calendarOf(plain, away, [{ from: '2026-12-04', to: '2026-12-04' }]);
    expect(onDuty(longer, at)).toEqual(opensAt('2026-12-07T01:00:00.000Z'));
    expect(addBusiness(longer, '2026-11-30T09:00:00Z', 120)).toBe('2026-12-07T02:00:00.000Z');
  });

  it('is the same object for the same person, so that what is reckoned is kept', () => {
    const away = { ...tom, absences: [{ from: '2026-12-01', to: '2026-12-03' }] };
    expect(calendarOf(plain, away)).toBe(calendarOf(plain, away));
  });
});

describe('the calendar day of an instant', () => {
  it("is that of the company's zone", () => {
    expect(dayIn('Asia/Shanghai', '2026-11-22T16:00:00Z')).toBe('2026-11-23');
    expect(dayIn('Asia/Shanghai', '2026-11-22T15:59:59Z')).toBe('2026-11-22');
  });
});
