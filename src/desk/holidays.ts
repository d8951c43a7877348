import type { HolidaysTypes } from 'date-holidays';
import { holidayLibrary } from '../holiday-library.ts';
import type { Days, Weekday } from './calendar-types.ts';

/** `2026-10-05`, `05-02` (every year), or days in a row. */
export type DayEntry = string | Days;

/** Which days a company keeps. */
export interface HolidayRules {
  /** What of the known days counts; nothing: the company's own days alone. */
  types: readonly ('public' | 'bank' | 'optional' | 'school' | 'observance')[];
  /** A part of the country, `BY` or `BY-A`. */
  region?: string | undefined;
  /** Closed besides the known days. */
  add: readonly DayEntry[];
  /** Known days that are not kept. */
  except: readonly DayEntry[];
  /** Days with the hours of a weekday, whatever they are otherwise. */
  workdays: Readonly<Record<string, Weekday>>;
}

const DAY = 86_400_000;
/** A holiday on which the clocks are put forward lasts 23 hours. */
const LOST_HOUR = 1 / 24;

/** The closed days of a year, ISO, by the library's holidays of a country and a company's own; a year is made once. */
export function createHolidays(country: string, rules: HolidayRules): (year: number) => ReadonlySet<string> {
  const years = new Map<number, ReadonlySet<string>>();
  return (year) => {
    const made = years.get(year) ?? closedDays(country, rules, year);
    years.set(year, made);
    return made;
  };
}

function closedDays(country: string, rules: HolidayRules, year: number): ReadonlySet<string> {
  const except = new Set(rules.except.flatMap((entry) => daysOf(entry, year)));
  const known = knownDays(country, rules, year).filter((day) => !except.has(day));
  const own = rules.add.flatMap((entry) => daysOf(entry, year));
  return new Set([...known, ...own].filter((day) => day.startsWith(`${year}-`)));
}

/** What the library knows of a place: its holidays of a year, reckoned once in a process. */
const places = new Map<string, (year: number) => readonly string[]>();

/** The known days of a year, those of a holiday that began in the year before among them. */
function knownDays(country: string, { region = '', types }: HolidayRules, year: number): string[] {
  if (types.length === 0) return [];
  const key = [country, region, ...types].join();
  const place = places.get(key) ?? placeOf(country, region, types);
  places.set(key, place);
  return [...place(year - 1), ...place(year)];
}

function placeOf(country: string, region: string, types: HolidayRules['types']) {
  const [state = '', part = ''] = region.split('-');
  const library = new (holidayLibrary())(country, state, part, { types: [...types] });
  const years = new Map<number, readonly string[]>();
  return (year: number): readonly string[] => {
    const days = years.get(year) ?? library.getHolidays(year).flatMap(wholeDays);
    years.set(year, days);
    return days;
  };
}

/** The whole days of a holiday: an afternoon off closes nothing. */
function wholeDays({ date, start, end }: HolidaysTypes.Holiday): string[] {
  const count = Math.floor((end.getTime() - start.getTime()) / DAY + LOST_HOUR);
  return daysFrom(date.slice(0, 'yyyy-mm-dd'.length), count);
}

function daysOf(entry: DayEntry, year: number): string[] {
  if (typeof entry === 'string') return [entry.length === 'mm-dd'.length ? `${year}-${entry}` : entry];
  return daysFrom(entry.from, (Date.parse(entry.to) - Date.parse(entry.from)) / DAY + 1);
}

function daysFrom(first: string, count: number): string[] {
  return Array.from({ length: count }, (_, nth) => {
    return new Date(Date.parse(first) + nth * DAY).toISOString().slice(0, 'yyyy-mm-dd'.length);
  });
}
