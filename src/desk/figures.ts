import type { Calendar } from './calendar.ts';
import type { CaseRecord } from './case.ts';
import { courseOf } from './course.ts';
import { type NowFigures, reckonNow } from './figures-now.ts';
import { type PeriodFigures, reckonPeriod } from './figures-period.ts';
import type { Period } from './figures-query.ts';

/** The desk in figures, as `GET /api/staff/figures` answers. */
export interface Figures {
  from: string;
  to: string;
  zone: string;
  /** The instant of `now`, ISO. */
  at: string;
  now: NowFigures;
  period: PeriodFigures;
}

/** Reckons figures of cases that are handed to it one by one, and keeps none of them. */
export interface Reckoner {
  add(record: CaseRecord): void;
  figures(): Figures;
}

/** Begins to reckon the figures of a period, and of the desk as it stands `at` (ISO). `calendar`: the company's. */
export function reckonFigures(period: Period, calendar: Calendar, at: string): Reckoner {
  const now = reckonNow(calendar, at);
  const then = reckonPeriod(period, calendar);
  const { from, to, zone } = period;
  return {
    add(record) {
      const course = courseOf(record);
      now.add(record, course);
      then.add(record, course);
    },
    figures: () => ({ from, to, zone, at, now: now.figures(), period: then.figures() }),
  };
}
