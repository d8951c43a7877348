import type { Calendar, Week } from './calendar-types.ts';
import { createHolidays, type HolidayRules } from './holidays.ts';

/** What of `company.yaml` makes its calendar. */
export interface CompanyTimes {
  zone: string;
  /** ISO 3166, two letters. */
  country: string;
  hours: Week;
  holidays: HolidayRules;
}

/** The company's calendar; the library of holidays is read when a day is first asked for. */
export function companyCalendar({ zone, country, hours, holidays }: CompanyTimes): Calendar {
  return {
    zone,
    week: hours,
    holidays: createHolidays(country, holidays),
    workdays: holidays.workdays,
    absences: [],
  };
}
