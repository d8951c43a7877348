import { businessBetween, type Calendar } from './calendar.ts';
import type { CaseRecord, ReplyPromise } from './case.ts';
import { type Course, courseOf } from './course.ts';
import { type Cell, csvLine } from './csv.ts';
import { type Became, familiesOf, isWithin, promisesOf } from './figures-period.ts';
import type { FiguresQuery, Period } from './figures-query.ts';
import { rounded } from './spread.ts';

/** By it a spreadsheet knows that the text is UTF-8. */
const BYTE_ORDER_MARK = '\u{feff}';

interface Row {
  record: CaseRecord;
  course: Course;
  calendar: Calendar;
}
type Columns = Readonly<Record<string, (row: Row) => Cell>>;

const COLUMNS: Columns = {
  id: ({ record }) => record.id,
  createdAt: ({ record }) => record.createdAt,
  status: ({ record }) => record.status,
  priority: ({ record }) => record.priority,
  language: ({ record }) => record.locale,
  families: ({ record }) => familiesOf(record).join(' '),
  reason: ({ record }) => record.reason,
  owner: ({ record }) => record.owner,
  assignee: ({ record }) => record.assignee,
  queue: ({ record }) => record.queue,
  submittedAt: ({ course }) => course.submittedAt,
  firstReplyAt: ({ course }) => course.firstReplyAt,
  minutesToFirstReply,
  firstPromisesKept: (row) => promisesThat(row, 'kept', 'first'),
  firstPromisesBroken: (row) => promisesThat(row, 'broken', 'first'),
  nextPromisesKept: (row) => promisesThat(row, 'kept', 'next'),
  nextPromisesBroken: (row) => promisesThat(row, 'broken', 'next'),
  reopened: ({ course }) => course.reopenedAt.length,
  reopenedAt: ({ course }) => course.reopenedAt.at(-1) ?? null,
  endedAt: ({ course }) => course.end?.at ?? null,
  ending: ({ course }) => course.end?.how ?? null,
  mergedInto: ({ record }) => record.mergedInto,
  rating: ({ record }) => record.rating?.stars ?? null,
  ratedAt: ({ record }) => record.rating?.at ?? null,
};

/** Who the customer is. */
const CONTACT: Columns = {
  customer: ({ record }) => record.customer.id,
  name: ({ record }) => record.draft.contact.name ?? record.customer.name,
  email: ({ record }) => record.draft.contact.email,
  phone: ({ record }) => record.draft.contact.phone,
};

/**
 * The cases of a period as CSV, a row each, in the texts of one slice of cases after the other: those that were opened
 * before it ended and had not ended before it began, and those rated in it. `calendar`: the company's.
 */
export async function* tableOf(
  slices: AsyncIterable<readonly CaseRecord[]>,
  { period, contact }: Pick<FiguresQuery, 'period' | 'contact'>,
  calendar: Calendar,
): AsyncGenerator<string> {
  const columns = contact ? { ...COLUMNS, ...CONTACT } : COLUMNS;
  yield BYTE_ORDER_MARK + csvLine(Object.keys(columns));
  for await (const records of slices) {
    const rows = records
      .map((record) => ({ record, course: courseOf(record), calendar }))
      .filter((row) => isOf(row, period));
    if (rows.length === 0) continue;
    yield rows.map((row) => csvLine(Object.values(columns).map((cellOf) => cellOf(row)))).join('');
  }
}

function isOf({ record, course }: Row, period: Period): boolean {
  if (Date.parse(record.createdAt) >= period.until) return false;
  const { end } = course;
  if (!end || Date.parse(end.at) >= period.since) return true;
  return record.rating !== null && isWithin(period, record.rating.at);
}

function minutesToFirstReply({ course: { submittedAt, firstReplyAt }, calendar }: Row): Cell {
  if (!submittedAt || !firstReplyAt) return null;
  return rounded(businessBetween(calendar, submittedAt, firstReplyAt), 1);
}

function promisesThat({ record }: Row, became: Became, kind: ReplyPromise['kind']): number {
  return promisesOf(record).filter((one) => one.became === became && one.kind === kind).length;
}
