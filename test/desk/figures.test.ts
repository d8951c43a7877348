import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { businessBetween, dayIn } from '../../src/desk/calendar.ts';
import type { CaseRecord } from '../../src/desk/case.ts';
import { reckonFigures } from '../../src/desk/figures.ts';
import { readFiguresQuery } from '../../src/desk/figures-query.ts';
import { tableOf } from '../../src/desk/figures-table.ts';
import { settled } from '../../src/desk/promise.ts';
import { RequestRefused } from '../../src/errors.ts';
import { BEGIN, calendar, type Ledger, type Lived, lives, rules } from './figures-cases.ts';

const NOW = BEGIN + 120 * 86_400_000;
const at = new Date(NOW).toISOString();
const asked = { zone: calendar.zone, today: dayIn(calendar.zone, NOW), wants: 'json' } as const;
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const DAY = 86_400_000;
const periodOf = (from: string, to: string) => readFiguresQuery({ from, to }, asked).period;

/** Days of the company's zone around the lives, in order. */
const days: fc.Arbitrary<[string, string]> = fc
  .tuple(fc.integer({ min: -3, max: 60 }), fc.integer({ min: 0, max: 40 }))
  .map(([from, more]) => [dayOf(BEGIN + from * DAY), dayOf(BEGIN + (from + more) * DAY)]);

const HOWS = ['solvedByWendy', 'resolvedByPeople', 'takenBack', 'closed', 'merged'];
const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

/** The smallest of the values that so great a part of them does not pass, by counting. */
function least(part: number, values: readonly number[]): number | null {
  const fits = values.filter(
    (value) => values.filter((other) => other <= value).length >= part * values.length,
  );
  return fits.length === 0 ? null : Number(Math.min(...fits).toFixed(1));
}

const oldest = (values: readonly number[]): number | null =>
  values.length === 0 ? null : Number(Math.max(...values).toFixed(1));

/** The figures by the ledgers alone, one number after the other. */
function counted(all: readonly Lived[], from: string, to: string) {
  const isIn = (ms: number | null | undefined): boolean => {
    if (ms === null || ms === undefined) return false;
    const day = dayIn(calendar.zone, ms);
    return from <= day && day <= to;
  };
  const counts = (some: readonly Lived[]) => {
    const cases = (is: (ledger: Ledger) => boolean): number => some.filter(({ ledger }) => is(ledger)).length;
    return {
      opened: cases(({ opened }) => isIn(opened)),
      submitted: cases(({ submitted }) => isIn(submitted)),
      ended: cases(({ end }) => isIn(end?.at)),
      ...Object.fromEntries(HOWS.map((how) => [how, cases(({ end }) => end?.how === how && isIn(end.at))])),
      reopened: cases(({ reopened }) => reopened.some(isIn)),
    };
  };
  const groups = (namesOf: (one: Lived) => string[]) => {
    const names = [...new Set(all.flatMap(namesOf))];
    const named = names.map(
      (name) => [name, counts(all.filter((one) => namesOf(one).includes(name)))] as const,
    );
    return Object.fromEntries(named.filter(([, numbers]) => sum(Object.values(numbers)) > 0));
  };
  const promises = (kind: string) => {
    const made = all.flatMap(({ ledger }) =>
      ledger.promises.filter((one) => one.kind === kind && isIn(one.made)),
    );
    const became = (what: string): number => made.filter((one) => one.became === what).length;
    const [kept, broken] = [became('kept'), became('broken')];
    const share = kept + broken === 0 ? null : Number((kept / (kept + broken)).toFixed(3));
    return { made: made.length, kept, broken, lapsed: became('lapsed'), open: became('open'), share };
  };
  const minutes = all.flatMap(({ ledger: { submitted, replied } }) =>
    isIn(replied) ? [businessBetween(calendar, submitted ?? 0, replied ?? 0)] : [],
  );
  const stars = all.flatMap(({ ledger: { rating } }) => (rating && isIn(rating.at) ? [rating.stars] : []));
  const ages = (is: (ledger: Ledger) => boolean) => {
    const since = all.flatMap(({ ledger }) => (is(ledger) ? [ledger.waits ?? Number.NaN] : []));
    const business = since.map((ms) => businessBetween(calendar, ms, NOW));
    const wallClock = since.map((ms) => (NOW - ms) / 60_000);
    const of = (values: number[]) => ({
      ...{ median: least(0.5, values), p90: least(0.9, values), oldest: oldest(values) },
    });
    return { business: of(business), wallClock: of(wallClock) };
  };
  const where = (...places: string[]) => all.filter(({ ledger }) => places.includes(ledger.where));
  const waiting = where('sales', 'technicians');
  const urgency = (priority: string): number =>
    waiting.filter(({ record }) => record.priority === priority).length;
  return {
    ...{ from, to, zone: calendar.zone, at },
    now: {
      waiting: {
        total: waiting.length,
        byQueue: { sales: where('sales').length, technicians: where('technicians').length },
        byPriority: { normal: urgency('normal'), high: urgency('high'), urgent: urgency('urgent') },
        ages: ages((ledger) => ledger.where === 'sales' || ledger.where === 'technicians'),
      },
      held: { total: where('held').length, ages: ages((ledger) => ledger.where === 'held') },
      waitingCustomer: where('customer').length,
      withWendy: where('wendy').length,
    },
    period: {
      ...counts(all),
      promises: { first: promises('first'), next: promises('next') },
      timeToFirstPerson: { count: minutes.length, median: least(0.5, minutes), p90: least(0.9, minutes) },
      ratings: {
        count: stars.length,
        average: stars.length === 0 ? null : Number((sum(stars) / stars.length).toFixed(2)),
        byStars: Object.fromEntries([1, 2, 3, 4, 5].map((n) => [n, stars.filter((s) => s === n).length])),
      },
      byFamily: groups(({ record: { draft } }) =>
        draft.faults.length === 0 ? ['none'] : [...new Set(draft.faults.map(({ label }) => label as string))],
      ),
      byLanguage: groups(({ record }) => [record.locale]),
    },
  };
}

function reckoned(all: readonly Lived[], from: string, to: string) {
  const reckoner = reckonFigures(periodOf(from, to), calendar, at);
  for (const { record } of all) reckoner.add(record);
  return reckoner.figures();
}

describe('the desk in figures', () => {
  it('is what counting by hand gives, for any lives of cases and any days', () => {
    let cases = 0;
    const seen = new Set<string>();
    fc.assert(
      fc.property(lives, days, (all, [from, to]) => {
        const figures = reckoned(all, from, to);
        expect(figures).toEqual(counted(all, from, to));
        cases += all.length;
        for (const { ledger } of all) {
          if (ledger.end) seen.add(ledger.end.how);
          for (const { kind, became } of ledger.promises) seen.add(`${kind} ${became}`);
        }
      }),
      { numRuns: 200 },
    );
    console.log(
      `the desk in figures: ${cases} cases counted by hand; ${seen.size} kinds of ends and promises`,
    );
    expect([...seen].sort()).toEqual(
      [
        ...HOWS,
        ...['first', 'next'].flatMap((k) => ['broken', 'kept', 'lapsed', 'open'].map((b) => `${k} ${b}`)),
      ].sort(),
    );
  });

  it('agrees with itself', () => {
    fc.assert(
      fc.property(lives, days, (all, [from, to]) => {
        const { now, period } = reckoned(all, from, to);
        const { byQueue, byPriority, total } = now.waiting;
        expect([sum(Object.values(byQueue)), sum(Object.values(byPriority))]).toEqual([total, total]);
        expect(period.ended).toBe(sum(HOWS.map((how) => period[how as 'closed'])));
        for (const name of ['opened', 'submitted', 'ended', 'closed', 'reopened'] as const) {
          expect(sum(Object.values(period.byLanguage).map((counts) => counts[name]))).toBe(period[name]);
        }
        for (const { made, kept, broken, lapsed, open } of Object.values(period.promises)) {
          expect(kept + broken + lapsed + open).toBe(made);
        }
        expect(sum(Object.values(period.ratings.byStars))).toBe(period.ratings.count);
      }),
    );
  });

  it('can be counted again from the table', async () => {
    await fc.assert(
      fc.asyncProperty(lives, days, async (all, [from, to]) => {
        const { period } = reckoned(all, from, to);
        const rows = await tableRows(all, from, to);
        const isIn = (text: string): boolean =>
          text !== '' && from <= dayIn(calendar.zone, text) && dayIn(calendar.zone, text) <= to;
        const count = (column: string): number => rows.filter((row) => isIn(row[column] ?? '')).length;
        const { opened, submitted, ended, ratings, timeToFirstPerson } = period;
        expect([count('createdAt'), count('submittedAt'), count('endedAt'), count('ratedAt')]).toEqual([
          opened,
          submitted,
          ended,
          ratings.count,
        ]);
        const minutes = rows
          .filter((row) => isIn(row.firstReplyAt ?? ''))
          .map((row) => Number(row.minutesToFirstReply));
        expect(least(0.5, minutes)).toBe(timeToFirstPerson.median);
        for (const how of HOWS) {
          const rowsOf = rows.filter((row) => row.ending === how && isIn(row.endedAt ?? ''));
          expect(rowsOf.length).toBe(period[how as 'closed']);
        }
      }),
    );
  });
});

async function tableRows(all: readonly Lived[], from: string, to: string): Promise<Record<string, string>[]> {
  const slices = (async function* () {
    for (const { record } of all) yield [record];
  })();
  let csv = '';
  for await (const text of tableOf(slices, { period: periodOf(from, to), contact: false }, calendar))
    csv += text;
  return parse(csv, { bom: true, columns: true });
}

describe('the promises of a case', () => {
  it('are remembered when they have ended, of very many the latest', () => {
    const [one] = fc.sample(lives, { seed: 1, numRuns: 20 }).flat();
    const reckoning = { rules, calendar };
    const minute = (nth: number): string => new Date(BEGIN + nth * 60_000).toISOString();
    let record = { ...(one as Lived).record, status: 'open', promise: null, promises: [] } as CaseRecord;
    for (let nth = 0; nth < 402; nth++) {
      const status = nth % 2 === 0 ? 'claimed' : 'waiting_customer';
      record = settled(record, { ...record, status }, minute(nth), reckoning);
    }
    expect([record.promises.length, record.promises[0]?.endedAt, record.promises[199]?.endedAt]).toEqual([
      200,
      minute(3),
      minute(401),
    ]);
    expect(record.promises.every(({ kept }) => kept === true)).toBe(true);
  });
});

describe('the days that are asked for', () => {
  const refusal = (query: Record<string, string>): unknown => {
    try {
      return readFiguresQuery(query, asked);
    } catch (error) {
      return error instanceof RequestRefused ? [error.status, error.field] : error;
    }
  };

  it.each([
    [{ from: '2026-02-29' }, 'from'],
    [{ from: '26-02-01' }, 'from'],
    [{ from: '2026-01-01T00:00' }, 'from'],
    [{ to: 'today' }, 'to'],
    [{ to: '2026-13-01' }, 'to'],
    [{ from: '2026-03-02', to: '2026-03-01' }, 'from'],
    [{ from: '2025-01-01', to: '2026-01-02' }, 'from'],
    [{ format: 'xml' }, 'format'],
    [{ contact: 'maybe' }, 'contact'],
  ])('%j is refused with the field that is wrong', (query, field) => {
    expect(refusal(query)).toEqual([400, field]);
  });

  it('are the last thirty where none are named, and at most a leap year', () => {
    const { period, format, contact } = readFiguresQuery({}, { ...asked, today: '2026-03-01' });
    expect([period.from, period.to, format, contact]).toEqual(['2026-01-31', '2026-03-01', 'json', false]);
    const year = readFiguresQuery({ from: '2028-01-01', to: '2028-12-31' }, asked).period;
    expect((year.until - year.since) / 86_400_000).toBe(366);
  });

  it('begin and end with the midnights of the zone, also where the clocks are changed', () => {
    const hours = (day: string): number => {
      const { since, until } = readFiguresQuery(
        { from: day, to: day },
        { ...asked, zone: 'Europe/Berlin' },
      ).period;
      return (until - since) / 3_600_000;
    };
    expect([hours('2026-03-29'), hours('2026-06-01'), hours('2026-10-25')]).toEqual([23, 24, 25]);
    const { since } = readFiguresQuery({ from: '2026-06-01', to: '2026-06-01' }, asked).period;
    expect(new Date(since).toISOString()).toBe('2026-05-31T16:00:00.000Z');
  });
});
