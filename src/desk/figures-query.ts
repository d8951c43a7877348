import { DateTime } from 'luxon';
import { RequestRefused } from '../errors.ts';
import type { StaffQuery } from './api-types.ts';

/** Days in a row of a zone, both included, and the instants between which they lie (epoch ms, `until` excluded). */
export interface Period {
  from: string;
  to: string;
  zone: string;
  since: number;
  until: number;
}

export interface FiguresQuery {
  period: Period;
  format: 'json' | 'csv';
  /** Whether the table says who the customers are. */
  contact: boolean;
}

const USUAL_DAYS = 30;
const MOST_DAYS = 366;

/**
 * Reads what is asked of `GET /api/staff/figures`. `today`: ISO, in the company's zone; `wants`: the format where none
 * is named. Throws `RequestRefused` 400 with the field.
 */
export function readFiguresQuery(
  query: StaffQuery,
  { zone, today, wants }: { zone: string; today: string; wants: 'json' | 'csv' },
): FiguresQuery {
  const { from, to, format, contact } = query;
  return {
    period: readPeriod(from, to, zone, today),
    format: oneOf('format', format, ['json', 'csv']) ?? wants,
    contact: oneOf('contact', contact, ['yes', 'no']) === 'yes',
  };
}

function readPeriod(from: string | undefined, to: string | undefined, zone: string, today: string): Period {
  const last = dayOf('to', to || today, zone);
  const first = from ? dayOf('from', from, zone) : last.minus({ days: USUAL_DAYS - 1 });
  const days = Math.round(last.diff(first, 'days').days) + 1;
  if (days < 1) throw new RequestRefused(400, 'from takes a day that is not after to.', 'from');
  if (days > MOST_DAYS) {
    throw new RequestRefused(400, `from takes a day that makes at most ${MOST_DAYS} with to.`, 'from');
  }
  return {
    from: first.toISODate() ?? '',
    to: last.toISODate() ?? '',
    zone,
    since: first.toMillis(),
    until: last.plus({ days: 1 }).startOf('day').toMillis(),
  };
}

function dayOf(field: 'from' | 'to', text: string, zone: string): DateTime {
  const day = /^\d{4}-\d\d-\d\d$/.test(text) ? DateTime.fromISO(text, { zone }).startOf('day') : undefined;
  if (!day?.isValid || day.toISODate() !== text) {
    throw new RequestRefused(400, `${field} takes a day as 2026-12-31.`, field);
  }
  return day;
}

function oneOf<T extends string>(
  field: string,
  value: string | undefined,
  values: readonly T[],
): T | undefined {
  if (!value) return undefined;
  const known = values.find((one) => one === value);
  if (!known) throw new RequestRefused(400, `${field} takes ${values.join(' or ')}.`, field);
  return known;
}
