import { businessBetween, type Calendar } from './calendar.ts';
import type { CaseRecord, Priority, Queue } from './case.ts';
import { type Course, waitingSince } from './course.ts';
import { agesOf } from './spread.ts';

const MINUTE = 60_000;

/** How long customers have waited for a word, in minutes. */
export interface Ages {
  business: ReturnType<typeof agesOf>;
  wallClock: ReturnType<typeof agesOf>;
}

/** The desk as it stands; what each number means stands in docs/figures.md. */
export interface NowFigures {
  waiting: {
    total: number;
    byQueue: Record<Queue, number>;
    byPriority: Record<Priority, number>;
    ages: Ages;
  };
  held: { total: number; ages: Ages };
  waitingCustomer: number;
  withWendy: number;
}

/** Counts cases by where they stand `at` (ISO), and how long their customers wait. `calendar`: the company's. */
export function reckonNow(calendar: Calendar, at: string) {
  const byQueue = { sales: 0, technicians: 0 };
  const byPriority = { normal: 0, high: 0, urgent: 0 };
  const byStatus = { open: 0, waiting_customer: 0 };
  const waiting = newAges(calendar, at);
  const held = newAges(calendar, at);
  return {
    add(record: CaseRecord, course: Course): void {
      const { status, priority } = record;
      if (status === 'open' || status === 'waiting_customer') byStatus[status]++;
      else if (status === 'claimed') held.add(waitingSince(record, course));
      else if (status === 'with_sales' || status === 'queued') {
        byQueue[status === 'with_sales' ? 'sales' : 'technicians']++;
        byPriority[priority]++;
        waiting.add(waitingSince(record, course));
      }
    },
    figures: (): NowFigures => ({
      waiting: { total: waiting.count(), byQueue, byPriority, ages: waiting.ages() },
      held: { total: held.count(), ages: held.ages() },
      waitingCustomer: byStatus.waiting_customer,
      withWendy: byStatus.open,
    }),
  };
}

function newAges(calendar: Calendar, at: string) {
  const business: number[] = [];
  const wallClock: number[] = [];
  return {
    add(since: string): void {
      business.push(businessBetween(calendar, since, at));
      wallClock.push(Math.max(0, (Date.parse(at) - Date.parse(since)) / MINUTE));
    },
    count: (): number => wallClock.length,
    ages: (): Ages => ({ business: agesOf(business), wallClock: agesOf(wallClock) }),
  };
}
