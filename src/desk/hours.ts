import { DateTime } from 'luxon';

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

/** When people are on duty: spans `HH:MM-HH:MM` a weekday, local times of an IANA zone. */
export interface Hours {
  zone: string;
  week: Readonly<Record<Weekday, readonly string[]>>;
}

/** Whether people are on duty at an instant, and else when they are next; instants as ISO. */
export function onDuty(hours: Hours, at: string): { open: true } | { open: false; opensAt: string | null } {
  const now = DateTime.fromISO(at, { zone: hours.zone });
  for (let ahead = 0; ahead <= 7; ahead++) {
    const day = now.plus({ days: ahead }).startOf('day');
    for (const span of hours.week[WEEKDAYS[day.weekday - 1] as Weekday]) {
      const [from, to] = span.split('-').map((time) => atTime(day, time)) as [DateTime, DateTime];
      if (from <= now && now < to) return { open: true };
      if (from > now) return { open: false, opensAt: from.toUTC().toISO() };
    }
  }
  return { open: false, opensAt: null };
}

function atTime(day: DateTime, time: string): DateTime {
  const [hour, minute] = time.split(':').map(Number);
  return day.set({ hour: hour ?? 0, minute: minute ?? 0 });
}

/** The calendar day of an instant in the company's zone, ISO. */
export function dayIn(zone: string, at: string): string {
  return DateTime.fromISO(at, { zone }).toISODate() as string;
}
