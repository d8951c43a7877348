import type { Calendar, Days } from './calendar-types.ts';
import { DAY, localDay, MINUTE, openWithin } from './open-times.ts';
import type { Staff } from './staff.ts';

export type { Calendar, Days, Week, Weekday } from './calendar-types.ts';

/** An ISO time with its zone, or milliseconds of the epoch. */
export type Instant = string | number;

export type Duty = { open: true } | { open: false; opensAt: string | null };

/** So many days without an open minute are taken for never. */
const FARTHEST_DAYS = 400;

/** Whether people are on duty at an instant; cheaper than to ask when they are next. */
export function isOpen(calendar: Calendar, at: Instant): boolean {
  const now = msOf(at);
  return openWithin(calendar, utcDay(now)).some(({ from, to }) => from <= now && now < to);
}

/** Whether people are on duty at an instant, and else when they are next (ISO); null: not within 400 days. */
export function onDuty(calendar: Calendar, at: Instant): Duty {
  const now = msOf(at);
  const today = utcDay(now);
  for (let day = today; day <= today + FARTHEST_DAYS; day++) {
    const next = openWithin(calendar, day).find(({ to }) => to > now);
    if (next && next.from <= now) return { open: true };
    if (next) return { open: false, opensAt: isoOf(next.from) };
  }
  return { open: false, opensAt: null };
}

/**
 * When so many business minutes after an instant are over (ISO); none: at the instant itself. Where 400 days pass
 * without an open minute, the end of those: what waits for it still ends. Throws a RangeError where `minutes` is not a
 * number from 0 on.
 */
export function addBusiness(calendar: Calendar, at: Instant, minutes: number): string {
  if (!Number.isFinite(minutes) || minutes < 0) throw new RangeError(`no business minutes: ${minutes}`);
  const start = msOf(at);
  let left = Math.round(minutes * MINUTE);
  if (left === 0) return isoOf(start);
  let last = start;
  for (let day = utcDay(start); day * DAY <= last + FARTHEST_DAYS * DAY; day++) {
    for (const { from, to } of openWithin(calendar, day)) {
      const begins = Math.max(from, start);
      if (begins >= to) continue;
      if (left <= to - begins) return isoOf(begins + left);
      left -= to - begins;
      last = to;
    }
  }
  return isoOf(last + FARTHEST_DAYS * DAY);
}

/** The business minutes from an instant to a later one, with their fractions; 0 where `to` is not later. */
export function businessBetween(calendar: Calendar, from: Instant, to: Instant): number {
  const [start, end] = [msOf(from), msOf(to)];
  let sum = 0;
  for (let day = utcDay(start); day * DAY < end; day++) {
    for (const open of openWithin(calendar, day)) {
      sum += Math.max(0, Math.min(open.to, end) - Math.max(open.from, start));
    }
  }
  return sum / MINUTE;
}

/** The calendar day of an instant in a zone, ISO. */
export function dayIn(zone: string, at: Instant): string {
  return localDay(zone, msOf(at));
}

/** The calendars of people, kept for as long as the company's is there: what is reckoned hangs on the object. */
const personal = new WeakMap<Calendar, WeakMap<Staff, Calendar>>();

/**
 * When a person is on duty: their own hours and zone where they have some, else the company's, on the company's days,
 * without their absences. `extraAbsences`: those that `staff.yaml` does not know.
 */
export function calendarOf(company: Calendar, staff: Staff, extraAbsences: readonly Days[] = []): Calendar {
  const calendars = personal.get(company) ?? new WeakMap<Staff, Calendar>();
  personal.set(company, calendars);
  const own = calendars.get(staff) ?? personalCalendar(company, staff);
  calendars.set(staff, own);
  return extraAbsences.length > 0 ? { ...own, absences: [...own.absences, ...extraAbsences] } : own;
}

function personalCalendar(company: Calendar, { zone, hours, absences }: Staff): Calendar {
  if (zone === undefined && hours === undefined && !absences?.length) return company;
  return {
    ...company,
    zone: zone ?? company.zone,
    week: hours ?? company.week,
    absences: absences ?? [],
  };
}

function msOf(at: Instant): number {
  const ms = typeof at === 'number' ? at : Date.parse(at);
  if (Number.isNaN(ms)) throw new RangeError(`no instant: ${at}`);
  return ms;
}

function utcDay(ms: number): number {
  return Math.floor(ms / DAY);
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
