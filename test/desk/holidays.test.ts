import { describe, expect, it } from 'vitest';
import { addBusiness, onDuty } from '../../src/desk/calendar.ts';
import { companyCalendar } from '../../src/desk/company-calendar.ts';
import { createHolidays, type HolidayRules } from '../../src/desk/holidays.ts';
import { loadContent } from '../../src/load.ts';
import { plain } from './calendars.ts';

const rules: HolidayRules = { types: ['public'], add: [], except: [], workdays: {} };

function daysOf(country: string, year: number, more: Partial<HolidayRules> = {}): string[] {
  return [...createHolidays(country, { ...rules, ...more })(year)].toSorted();
}

describe('the holidays of a country', () => {
  it('are known for every year', () => {
    expect(daysOf('DE', 2027)).toEqual([
      '2027-01-01',
      '2027-03-26',
      '2027-03-29',
      '2027-05-01',
      '2027-05-06',
      '2027-05-17',
      '2027-10-03',
      '2027-12-25',
      '2027-12-26',
    ]);
  });

  it('are those of its part, and of a part of that', () => {
    const more = (region: string) =>
      daysOf('DE', 2026, { region }).filter((day) => !daysOf('DE', 2026).includes(day));
    expect(more('BY')).toEqual(['2026-01-06', '2026-06-04', '2026-11-01']);
    expect(more('BY-A')).toEqual(['2026-01-06', '2026-06-04', '2026-08-08', '2026-08-15', '2026-11-01']);
  });

  it('last for all their days, and by the days of their own zone', () => {
    expect(daysOf('AE', 2026)).toEqual(expect.arrayContaining(['2026-03-20', '2026-03-21', '2026-03-22']));
    expect(daysOf('CN', 2027)).toEqual(expect.arrayContaining(['2027-02-05', '2027-02-06', '2027-02-07']));
  });

  it('close nothing where they are half a day, or of a type that is not kept', () => {
    expect(daysOf('CN', 2026)).not.toContain('2026-05-04');
    expect(daysOf('DE', 2026)).not.toContain('2026-12-24');
    expect(daysOf('DE', 2026, { types: [] })).toEqual([]);
  });

  it('a country that is not known has none', () => {
    expect(daysOf('XX', 2026, { add: ['2026-08-01'] })).toEqual(['2026-08-01']);
  });
});

describe("a company's own days", () => {
  it('come to the known ones: one day, the same of every year, days in a row over a new year', () => {
    const add = ['2026-08-03', '05-02', { from: '2026-12-30', to: '2027-01-02' }];
    expect(daysOf('XX', 2026, { add })).toEqual(['2026-05-02', '2026-08-03', '2026-12-30', '2026-12-31']);
    expect(daysOf('XX', 2027, { add })).toEqual(['2027-01-01', '2027-01-02', '2027-05-02']);
  });

  it('take known ones away', () => {
    const except = ['06-01', { from: '2026-10-01', to: '2026-10-02' }];
    const kept = daysOf('CN', 2026, { except });
    expect(daysOf('CN', 2026).filter((day) => !kept.includes(day))).toEqual([
      '2026-06-01',
      '2026-10-01',
      '2026-10-02',
    ]);
    expect(daysOf('CN', 2027, { except })).toContain('2027-10-01');
  });

  it('make a calendar with the hours and the worked days', () => {
    const holidays = { ...rules, workdays: { '2026-10-10': 'friday' } as const };
    const calendar = companyCalendar({ zone: plain.zone, country: 'CN', hours: plain.week, holidays });
    expect(onDuty(calendar, '2026-10-01T02:00:00Z')).toEqual({
      open: false,
      opensAt: '2026-10-05T01:00:00.000Z',
    });
    expect(onDuty(calendar, '2026-10-10T02:00:00Z')).toEqual({ open: true });
  });
});

describe('the calendar of the company that ships', async () => {
  const { company } = await loadContent();
  const calendar = companyCalendar(company);

  it.each([
    ['Spring Festival', '2026-02-14T10:00:00Z', '2026-02-24T01:00:00.000Z'],
    ['Labour Day', '2026-04-30T10:00:00Z', '2026-05-06T01:00:00.000Z'],
    ['National Day', '2026-09-30T10:00:00Z', '2026-10-08T01:00:00.000Z'],
    ['Spring Festival of the next year', '2027-02-04T10:00:00Z', '2027-02-09T01:00:00.000Z'],
  ])('is closed over %s of the arrangement and the law', (_, at, opensAt) => {
    expect(onDuty(calendar, at)).toEqual({ open: false, opensAt });
  });

  it.each(['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10', '2026-06-01'])(
    'is open on %s',
    (day) => {
      expect(onDuty(calendar, `${day}T02:00:00Z`)).toEqual({ open: true });
    },
  );

  it('keeps a promise that is made before a holiday until after it', () => {
    expect(addBusiness(calendar, '2026-09-30T09:50:00Z', 60)).toBe('2026-10-08T01:50:00.000Z');
  });
});
