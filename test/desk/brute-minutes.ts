import type { Calendar, Weekday } from '../../src/desk/calendar.ts';

const MINUTE = 60_000;

/** What the clock on a wall shows in one minute. */
interface Wall {
  day: string;
  weekday: Weekday;
  time: string;
}

/** Minute by minute of real time, from an instant on. */
export interface Window {
  zone: string;
  from: number;
  walls: readonly Wall[];
}

/** What the clocks of a zone show in each minute of some days. */
export function windowOf(zone: string, from: number, days: number): Window {
  const clock = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    weekday: 'long',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const walls = Array.from({ length: days * 1440 }, (_, nth) => {
    const parts = clock.formatToParts(from + nth * MINUTE);
    const of = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
    const weekday = of.weekday?.toLowerCase() as Weekday;
    return { day: `${of.year}-${of.month}-${of.day}`, weekday, time: `${of.hour}:${of.minute}` };
  });
  return { zone, from, walls };
}

/** For each minute of a window whether a calendar is open: 1 or 0, by what the wall shows and nothing else. */
export function openMinutes(calendar: Calendar, { walls }: Window): Uint8Array {
  const spansOn = new Map<string, readonly [string, string][]>();
  return Uint8Array.from(walls, ({ day, weekday, time }) => {
    const spans = spansOn.get(day) ?? spansOf(calendar, day, weekday);
    spansOn.set(day, spans);
    return spans.some(([from, to]) => from <= time && time < to) ? 1 : 0;
  });
}

function spansOf(calendar: Calendar, day: string, weekday: Weekday): [string, string][] {
  if (calendar.absences.some(({ from, to }) => day >= from && day <= to)) return [];
  const worked = calendar.workdays[day];
  if (!worked && calendar.holidays(Number.parseInt(day, 10)).has(day)) return [];
  return calendar.week[worked ?? weekday].map((span) => span.split('-') as [string, string]);
}

/** The open minutes from one to another, counted. */
export function countOpen(open: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let minute = from; minute < to; minute++) count += open[minute] ?? 0;
  return count;
}

/** After which minute so many open ones are over; undefined where the window ends before. */
export function walkOpen(open: Uint8Array, from: number, minutes: number): number | undefined {
  if (minutes === 0) return from;
  let left = minutes;
  for (let minute = from; minute < open.length; minute++) {
    left -= open[minute] ?? 0;
    if (left === 0) return minute + 1;
  }
  return undefined;
}
