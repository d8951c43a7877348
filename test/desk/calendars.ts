import type { Calendar } from '../../src/desk/calendar.ts';

const DAY = ['09:00-12:00', '13:30-18:00'];

/** Monday to Friday with a lunch break, in Shenzhen, without holidays. */
export const plain: Calendar = {
  zone: 'Asia/Shanghai',
  week: { monday: DAY, tuesday: DAY, wednesday: DAY, thursday: DAY, friday: DAY, saturday: [], sunday: [] },
  holidays: () => new Set(),
  workdays: {},
  absences: [],
};

/** The same spans every day. */
export function daily(zone: string, ...spans: string[]): Calendar {
  const week = {
    monday: spans,
    tuesday: spans,
    wednesday: spans,
    thursday: spans,
    friday: spans,
    saturday: spans,
    sunday: spans,
  };
  return { ...plain, zone, week };
}

export function closedOn(calendar: Calendar, ...days: string[]): Calendar {
  const closed = new Set(days);
  return { ...calendar, holidays: () => closed };
}
