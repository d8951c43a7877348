import { businessBetween, type Calendar } from './calendar.ts';
import type { CaseRecord, ReplyPromise } from './case.ts';
import { type Course, ENDINGS } from './course.ts';
import type { Period } from './figures-query.ts';
import { rounded, type Spread, spreadOf } from './spread.ts';

const COUNTED = ['opened', 'submitted', 'ended', ...ENDINGS, 'reopened'] as const;

/** Cases, each at most once in a number. */
export type Counts = Record<(typeof COUNTED)[number], number>;

/** What became of a promise by now; `lapsed`: no reply was owed any more before it was due. */
export type Became = 'kept' | 'broken' | 'lapsed' | 'open';

/** The promises that were made in a period. `share`: of those kept or broken, the kept ones, 0 to 1. */
export type PromiseFigures = Record<'made' | Became, number> & { share: number | null };

/** What happened at the desk in a period; what each number means stands in docs/figures.md. */
export interface PeriodFigures extends Counts {
  promises: Record<ReplyPromise['kind'], PromiseFigures>;
  timeToFirstPerson: Spread & { count: number };
  ratings: { count: number; average: number | null; byStars: Record<string, number> };
  byFamily: Record<string, Counts>;
  byLanguage: Record<string, Counts>;
}

/** Counts what happened to cases in a period. `calendar`: the company's. */
export function reckonPeriod(period: Period, calendar: Calendar) {
  const total = noCounts();
  const byFamily = new Map<string, Counts>();
  const byLanguage = new Map<string, Counts>();
  const promises = { first: noPromises(), next: noPromises() };
  const firstReplies: number[] = [];
  const byStars: Record<string, number> = { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0 };
  return {
    add(record: CaseRecord, course: Course): void {
      const counted = countedOf(record, course, period);
      const families = familiesOf(record);
      const groups = [
        ...(families.length > 0 ? families : ['none']).map((family) => countsFor(byFamily, family)),
        countsFor(byLanguage, record.locale),
      ];
      for (const counts of [total, ...groups]) for (const name of counted) counts[name]++;
      for (const { kind, became } of promisesIn(record, period)) {
        promises[kind].made++;
        promises[kind][became]++;
      }
      const { submittedAt, firstReplyAt } = course;
      if (submittedAt && firstReplyAt && isWithin(period, firstReplyAt)) {
        firstReplies.push(businessBetween(calendar, submittedAt, firstReplyAt));
      }
      const { rating } = record;
      if (rating && isWithin(period, rating.at)) byStars[rating.stars] = (byStars[rating.stars] ?? 0) + 1;
    },
    figures: (): PeriodFigures => ({
      ...total,
      promises: { first: withShare(promises.first), next: withShare(promises.next) },
      timeToFirstPerson: { count: firstReplies.length, ...spreadOf(firstReplies) },
      ratings: ratingsOf(byStars),
      byFamily: byName(byFamily),
      byLanguage: byName(byLanguage),
    }),
  };
}

export function isWithin({ since, until }: Period, at: string): boolean {
  const ms = Date.parse(at);
  return since <= ms && ms < until;
}

/** The labels of a case's faults, each once. */
export function familiesOf({ draft }: CaseRecord): string[] {
  return [...new Set(draft.faults.map(({ label }) => label))];
}

function countedOf({ createdAt }: CaseRecord, course: Course, period: Period): (keyof Counts)[] {
  const { submittedAt, reopenedAt, end } = course;
  const names: (keyof Counts)[] = [];
  if (isWithin(period, createdAt)) names.push('opened');
  if (submittedAt && isWithin(period, submittedAt)) names.push('submitted');
  if (end && isWithin(period, end.at)) names.push('ended', end.how);
  if (reopenedAt.some((at) => isWithin(period, at))) names.push('reopened');
  return names;
}

/** What became of each promise of a case, oldest first. */
export function promisesOf({ promise, promises }: Pick<CaseRecord, 'promise' | 'promises'>) {
  const ended = promises.map(({ kind, madeAt, kept }) => {
    const became: Became = kept === null ? 'lapsed' : kept ? 'kept' : 'broken';
    return { kind, madeAt, became };
  });
  const became: Became = 'open';
  return promise ? [...ended, { kind: promise.kind, madeAt: promise.madeAt, became }] : ended;
}

const promisesIn = (record: CaseRecord, period: Period) =>
  promisesOf(record).filter(({ madeAt }) => isWithin(period, madeAt));

function noCounts(): Counts {
  return Object.fromEntries(COUNTED.map((name) => [name, 0])) as Counts;
}

function countsFor(groups: Map<string, Counts>, name: string): Counts {
  const counts = groups.get(name) ?? noCounts();
  groups.set(name, counts);
  return counts;
}

const noPromises = () => ({ made: 0, kept: 0, broken: 0, lapsed: 0, open: 0 });

function withShare(figures: Omit<PromiseFigures, 'share'>): PromiseFigures {
  const judged = figures.kept + figures.broken;
  return { ...figures, share: judged === 0 ? null : rounded(figures.kept / judged, 3) };
}

function ratingsOf(byStars: Record<string, number>): PeriodFigures['ratings'] {
  const given = Object.entries(byStars);
  const count = given.reduce((sum, [, times]) => sum + times, 0);
  const stars = given.reduce((sum, [star, times]) => sum + Number(star) * times, 0);
  return { count, average: count === 0 ? null : rounded(stars / count, 2), byStars };
}

/** In the order of their names; those in which nothing happened are left out. */
function byName(groups: Map<string, Counts>): Record<string, Counts> {
  const some = [...groups].filter(([, counts]) => Object.values(counts).some((number) => number > 0));
  return Object.fromEntries(some.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
