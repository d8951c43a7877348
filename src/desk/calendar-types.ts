export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Spans `HH:MM-HH:MM` of each weekday, local times; the end may be `24:00`, and does not belong to the span. */
export type Week = Readonly<Record<Weekday, readonly string[]>>;

/** Days in a row, ISO; the last one belongs to them. */
export interface Days {
  from: string;
  to: string;
}

/** When people are on duty. The same object stays the same: what is reckoned from it is kept. */
export interface Calendar {
  /** IANA: the hours are local times there, and so are the days. */
  zone: string;
  week: Week;
  /** The days of a year that have no hours, ISO; asked for the years that are looked at. */
  holidays(year: number): ReadonlySet<string>;
  /** Days with the hours of a weekday, whatever they are otherwise: a holiday, a Saturday. */
  workdays: Readonly<Record<string, Weekday>>;
  /** Days on which one person is away; they go before all else. */
  absences: readonly Days[];
}
