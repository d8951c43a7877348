import { type Calendar, type Instant, onDuty, type Week } from './calendar.ts';

/** When a customer may hear what comes by itself. */
const BY_DAY: Week = {
  monday: ['08:00-21:00'],
  tuesday: ['08:00-21:00'],
  wednesday: ['08:00-21:00'],
  thursday: ['08:00-21:00'],
  friday: ['08:00-21:00'],
  saturday: ['08:00-21:00'],
  sunday: ['08:00-21:00'],
};
/** So long the hours of both are waited for, ms: longer than the longest holidays. */
const PATIENCE = 14 * 24 * 60 * 60 * 1000;

const NONE: ReadonlySet<string> = new Set();
const days = new Map<string, Calendar>();

/** The days of a customer, by their zone. */
function dayOf(zone: string): Calendar {
  const known = days.get(zone) ?? { zone, week: BY_DAY, holidays: () => NONE, workdays: {}, absences: [] };
  days.set(zone, known);
  return known;
}

/**
 * The first instant from `at` on (ISO) at which a reminder may go out: in the company's hours, and by day where the
 * customer is, if their zone is known. Where those don't meet within two weeks, the customer's day alone counts. Null:
 * the company never opens.
 */
export function decentTime(company: Calendar, at: Instant, zone: string | undefined): string | null {
  const customer = zone === undefined ? company : dayOf(zone);
  const begins = new Date(at).getTime();
  let moment = begins;
  while (moment - begins <= PATIENCE) {
    const duty = onDuty(company, moment);
    const day = onDuty(customer, moment);
    if (duty.open && day.open) return new Date(moment).toISOString();
    const next = duty.open ? day : duty;
    if (next.open || next.opensAt === null) return null;
    moment = Date.parse(next.opensAt);
  }
  const day = onDuty(customer, at);
  return day.open ? new Date(at).toISOString() : day.opensAt;
}
