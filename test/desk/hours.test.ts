import { describe, expect, it } from 'vitest';
import { dayIn, type Hours, onDuty } from '../../src/desk/hours.ts';

const day = ['09:00-12:00', '13:30-18:00'];
const hours: Hours = {
  zone: 'Asia/Shanghai',
  week: { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: [], sunday: [] },
};

describe('business hours', () => {
  it.each([
    ['2026-11-23T01:00:00Z', { open: true }],
    ['2026-11-23T00:59:59Z', { open: false, opensAt: '2026-11-23T01:00:00.000Z' }],
    ['2026-11-23T04:00:00Z', { open: false, opensAt: '2026-11-23T05:30:00.000Z' }],
    ['2026-11-23T10:00:00Z', { open: false, opensAt: '2026-11-24T01:00:00.000Z' }],
    ['2026-11-27T10:00:00Z', { open: false, opensAt: '2026-11-30T01:00:00.000Z' }],
  ])('at %s', (at, expected) => {
    expect(onDuty(hours, at)).toEqual(expected);
  });

  it('never open gives no next opening', () => {
    const never = {
      ...hours,
      week: { ...hours.week, monday: [], tuesday: [], wednesday: [], thursday: [], friday: [] },
    };
    expect(onDuty(never, '2026-11-23T01:00:00Z')).toEqual({ open: false, opensAt: null });
  });

  it('keeps local times over a change to summer time', () => {
    const berlin = { ...hours, zone: 'Europe/Berlin' };
    expect(onDuty(berlin, '2026-03-27T18:00:00Z')).toEqual({
      open: false,
      opensAt: '2026-03-30T07:00:00.000Z',
    });
  });

  it("knows the calendar day in the company's zone", () => {
    expect(dayIn('Asia/Shanghai', '2026-11-22T16:00:00Z')).toBe('2026-11-23');
    expect(dayIn('Asia/Shanghai', '2026-11-22T15:59:59Z')).toBe('2026-11-22');
  });
});
