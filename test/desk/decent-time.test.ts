import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { onDuty } from '../../src/desk/calendar.ts';
import { companyCalendar } from '../../src/desk/company-calendar.ts';
import { decentTime } from '../../src/desk/decent-time.ts';
import { loadContent } from '../../src/load.ts';

const company = companyCalendar((await loadContent()).company);
const hourIn = (zone: string, at: string): number => DateTime.fromISO(at, { zone }).hour;

describe('when a reminder may go out', () => {
  it('is at once in the hours of the company, where the customer is in the same zone or in none that is known', () => {
    const at = '2026-03-04T03:00:00.000Z';
    expect(decentTime(company, at, undefined)).toBe(at);
    expect(decentTime(company, at, company.zone)).toBe(at);
  });

  it('is the morning of the company out of its hours', () => {
    expect(decentTime(company, '2026-03-06T12:00:00.000Z', undefined)).toBe('2026-03-09T01:00:00.000Z');
  });

  it('waits for the morning of a customer for whom it is night (zammad#4432)', () => {
    expect(decentTime(company, '2026-03-04T03:00:00.000Z', 'Europe/Berlin')).toBe('2026-03-04T07:00:00.000Z');
  });

  it('is by day of the customer alone where the company only works at their night', () => {
    const at = decentTime(company, '2026-07-01T03:30:00.000Z', 'America/New_York') as string;
    expect(at).toBe('2026-07-01T12:00:00.000Z');
    expect(hourIn('America/New_York', at)).toBe(8);
  });

  it('is never in anybody’s night, never before, and the same when it is asked again', () => {
    const zones = [
      'Europe/Berlin',
      'Asia/Kolkata',
      'America/New_York',
      'Australia/Lord_Howe',
      'Pacific/Apia',
    ];
    const instant = fc.date({
      noInvalidDate: true,
      min: new Date('2026-01-01'),
      max: new Date('2027-12-31'),
    });
    fc.assert(
      fc.property(instant, fc.constantFrom(undefined, ...zones), (from, zone) => {
        const at = decentTime(company, from.toISOString(), zone) as string;
        expect(Date.parse(at)).toBeGreaterThanOrEqual(from.getTime());
        if (zone === undefined) expect(onDuty(company, at)).toEqual({ open: true });
        else {
          expect(hourIn(zone, at)).toBeGreaterThanOrEqual(8);
          expect(hourIn(zone, at)).toBeLessThan(21);
        }
        expect(decentTime(company, at, zone)).toBe(at);
      }),
      { numRuns: 300 },
    );
  });
});
