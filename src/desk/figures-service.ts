import type { Store } from '../store/port.ts';
import type { StaffAnswer, StaffQuery, StaffTable } from './api-types.ts';
import type { Calendar } from './calendar.ts';
import { everyCase } from './every-case.ts';
import { type Figures, reckonFigures } from './figures.ts';
import { type Period, readFiguresQuery } from './figures-query.ts';
import { tableOf } from './figures-table.ts';

export interface FiguresParts {
  store: Pick<Store, 'cases' | 'get'>;
  /** The company's. */
  calendar: Calendar;
  now(): { at: string; on: string; ms: number };
}

/** How long figures are given again, in ms, or for so many times what it took to reckon them; of how many periods. */
const KEPT = { ms: 10_000, times: 4, most: 300_000, periods: 20 };

interface Kept {
  /** From when and for how long they are given again; null while they are being reckoned. */
  fresh: { since: number; ms: number } | null;
  figures: Promise<Figures>;
}

/** A clock that was set back makes nothing fresh. */
function isFresh({ fresh }: Kept, ms: number): boolean {
  return fresh === null || Math.abs(ms - fresh.since) < fresh.ms;
}

/**
 * The desk in figures, and its cases as a table. All cases are read for it: figures of the last seconds are given again,
 * and those that are asked for at the same time are reckoned one after the other.
 */
export function createFigures({ store, calendar, now }: FiguresParts) {
  const kept = new Map<string, Kept>();
  let last: Promise<unknown> = Promise.resolve();

  const reckon = async (period: Period): Promise<Figures> => {
    const reckoner = reckonFigures(period, calendar, now().at);
    for await (const records of everyCase(store)) for (const record of records) reckoner.add(record);
    return reckoner.figures();
  };
  const begin = async (entry: Kept, period: Period): Promise<Figures> => {
    const began = now().ms;
    const figures = await reckon(period);
    const ended = now().ms;
    const ms = Math.min(KEPT.most, Math.max(KEPT.ms, KEPT.times * (ended - began)));
    entry.fresh = { since: ended, ms };
    return figures;
  };
  const figuresOf = (period: Period): Promise<Figures> => {
    const key = `${period.from} ${period.to}`;
    const before = kept.get(key);
    if (before && isFresh(before, now().ms)) return before.figures;
    const entry: Kept = { fresh: null, figures: last.then(() => begin(entry, period)) };
    last = entry.figures.catch(() => kept.delete(key));
    kept.delete(key);
    kept.set(key, entry);
    for (const oldest of kept.keys()) if (kept.size > KEPT.periods) kept.delete(oldest);
    return entry.figures;
  };
  /** Rejects with `RequestRefused` 400 with the field that is wrong. `wants`: the format where the query names none. */
  return async (query: StaffQuery, wants: 'json' | 'csv'): Promise<StaffAnswer | StaffTable> => {
    const { period, format, contact } = readFiguresQuery(query, {
      zone: calendar.zone,
      today: now().on,
      wants,
    });
    if (format === 'json') return { status: 200, body: await figuresOf(period) };
    const name = `cases-${period.from}-${period.to}.csv`;
    return { name, csv: tableOf(everyCase(store), { period, contact }, calendar) };
  };
}
