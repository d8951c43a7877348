import { IANAZone } from 'luxon';
import { type Calendar, WEEKDAYS, type Week } from './calendar-types.ts';

export const MINUTE = 60_000;
export const DAY = 1440 * MINUTE;

/** A stretch of time in ms, without its end: of the epoch, or of a day from its midnight. */
export interface Stretch {
  from: number;
  to: number;
}

interface Kept {
  zone: IANAZone;
  /** From Monday on. */
  week: readonly (readonly Stretch[])[];
  days: Map<number, readonly Stretch[]>;
}

/** What was reckoned for a calendar; forgotten with it, and where it becomes much. */
const kept = new WeakMap<Calendar, Kept>();
const KEPT_DAYS = 1000;

/**
 * When a calendar is open within one day of UTC, the `utcDay`th from 1970-01-01: stretches of the epoch, in order and
 * apart. A minute is open if the clock on the wall shows a time within a span then: an hour that the change to summer
 * time leaves out is not there, one that comes twice is open twice.
 */
export function openWithin(calendar: Calendar, utcDay: number): readonly Stretch[] {
  const { zone, week, days } = keptOf(calendar);
  const known = days.get(utcDay);
  if (known) return known;
  const open = steadyWithin(zone, utcDay * DAY, (utcDay + 1) * DAY).flatMap(({ from, to, offset }) =>
    localDays(from + offset, to + offset).flatMap((local) =>
      spansOn(calendar, week, local).flatMap((span) => {
        const begins = Math.max(from, local * DAY + span.from - offset);
        const ends = Math.min(to, local * DAY + span.to - offset);
        return begins < ends ? [{ from: begins, to: ends }] : [];
      }),
    ),
  );
  if (days.size >= KEPT_DAYS) days.clear();
  days.set(utcDay, open);
  return open;
}

/** The local day that an instant falls on, ISO. */
export function localDay(zone: string, ms: number): string {
  return isoDay(Math.floor((ms + offsetAt(IANAZone.create(zone), ms)) / DAY));
}

function keptOf(calendar: Calendar): Kept {
  const known = kept.get(calendar);
  if (known) return known;
  const { zone, week } = calendar;
  const made = { zone: IANAZone.create(zone), week: inOrder(week), days: new Map() };
  kept.set(calendar, made);
  return made;
}

/** The spans of each weekday as numbers; those that touch or overlap become one. */
function inOrder(week: Week): Stretch[][] {
  return WEEKDAYS.map((weekday) => {
    const merged: Stretch[] = [];
    for (const span of week[weekday].map(parsed).toSorted((a, b) => a.from - b.from)) {
      const last = merged.at(-1);
      if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
      else merged.push(span);
    }
    return merged;
  });
}

function parsed(span: string): Stretch {
  const [from = 0, to = 0] = span.split('-').map((time) => {
    const [hour = 0, minute = 0] = time.split(':').map(Number);
    return (hour * 60 + minute) * MINUTE;
  });
  return { from, to };
}

/** Real time in pieces within which the clocks are not changed; a zone changes them at most once a day. */
function steadyWithin(zone: IANAZone, from: number, to: number): (Stretch & { offset: number })[] {
  const offset = offsetAt(zone, from);
  const later = offsetAt(zone, to - 1);
  if (offset === later) return [{ from, to, offset }];
  let before = from;
  let after = to - 1;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(zone, middle) === offset) before = middle;
    else after = middle;
  }
  return [
    { from, to: after, offset },
    { from: after, to, offset: later },
  ];
}

function offsetAt(zone: IANAZone, ms: number): number {
  return zone.offset(ms) * MINUTE;
}

/** The days that local time passes through, counted from 1970-01-01. */
function localDays(from: number, to: number): number[] {
  const first = Math.floor(from / DAY);
  const last = Math.floor((to - 1) / DAY);
  return first === last ? [first] : [first, last];
}

function spansOn(calendar: Calendar, week: Kept['week'], day: number): readonly Stretch[] {
  const iso = isoDay(day);
  if (calendar.absences.some(({ from, to }) => from <= iso && iso <= to)) return [];
  const weekday = calendar.workdays[iso];
  if (weekday) return week[WEEKDAYS.indexOf(weekday)] ?? [];
  if (calendar.holidays(Number(iso.slice(0, 4))).has(iso)) return [];
  return week[weekdayOf(day)] ?? [];
}

/** From Monday, 0; 1970-01-01 was a Thursday. */
function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

function isoDay(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 'yyyy-mm-dd'.length);
}
