import { resolve } from 'node:path';
import fc from 'fast-check';
import { addFault, emptyDraft } from '../../dialogs/draft.ts';
import type { Label } from '../../dialogs/labels.ts';
import { readCompany } from '../../src/content/company.ts';
import { backToQueue, type CaseRecord, NO_DESK, type Priority } from '../../src/desk/case.ts';
import { companyCalendar } from '../../src/desk/company-calendar.ts';
import { settled } from '../../src/desk/promise.ts';

export const { company, rules } = readCompany(resolve(import.meta.dirname, '../../dialogs/company'));

export const calendar = companyCalendar(company);
const reckoning = { rules, calendar };

/** The instant at which all lives begin, and the longest that they last. */
export const BEGIN = Date.parse('2026-03-02T00:00:00Z');
const MINUTE = 60_000;

const DEEDS = [
  'submit',
  'claim',
  'reply',
  'answer',
  'word',
  'handoff',
  'release',
  'wendy resolves',
  'person resolves',
  'person closes',
  'wendy closes',
  'person reopens',
  'customer reopens',
  'abandon',
  'merge',
  'rate',
] as const;
type Deed = (typeof DEEDS)[number];

/** What happens in a case, each so many minutes after what was before. */
interface Life extends Pick<CaseRecord, 'priority' | 'locale'> {
  labels: Label[];
  begins: number;
  deeds: { after: number; deed: Deed; struck: boolean; stars: number }[];
}

/** What a case went through, written down as it happened. */
export interface Ledger {
  opened: number;
  submitted: number | null;
  replied: number | null;
  reopened: number[];
  end: { at: number; how: string } | null;
  promises: { kind: 'first' | 'next'; made: number; due: number; became: string }[];
  rating: { stars: number; at: number } | null;
  /** Since when the customer waits for a person; null while nobody owes a word. */
  waits: number | null;
  where: 'wendy' | 'sales' | 'technicians' | 'held' | 'customer' | 'over';
}

export interface Lived {
  record: CaseRecord;
  ledger: Ledger;
}

const life: fc.Arbitrary<Life> = fc.record({
  priority: fc.constantFrom('normal', 'high', 'urgent'),
  locale: fc.constantFrom('en', 'zh'),
  labels: fc.array(fc.constantFrom<Label>('no_power', 'network', 'audio', 'other'), { maxLength: 3 }),
  begins: fc.integer({ min: 0, max: 30 * 1440 }),
  deeds: fc.array(
    fc.record({
      after: fc.oneof(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 6_000 })),
      deed: fc.oneof(fc.constantFrom<Deed>('submit', 'claim', 'reply', 'word'), fc.constantFrom(...DEEDS)),
      struck: fc.boolean(),
      stars: fc.integer({ min: 1, max: 5 }),
    }),
    { maxLength: 25, size: 'max' },
  ),
});

/** Cases with random lives, in the order in which they were opened. */
export const lives: fc.Arbitrary<Lived[]> = fc
  .array(life, { maxLength: 40, size: 'max' })
  .map((all) => all.toSorted((a, b) => a.begins - b.begins).map((one, nth) => lived(`C-${1001 + nth}`, one)));

const iso = (ms: number): string => new Date(ms).toISOString();

function lived(id: string, { priority, locale, labels, begins, deeds }: Life): Lived {
  let at = BEGIN + begins * MINUTE;
  let one: Lived = { record: bare(id, priority, locale, labels, iso(at)), ledger: blank(at) };
  for (const { after, deed, struck, stars } of deeds) {
    const next = at + after * MINUTE;
    if (struck) one = struckUntil(one, next);
    at = next;
    one = DONE[deed](one, at, stars) ?? one;
  }
  return one;
}

function bare(
  id: string,
  priority: Priority,
  locale: string,
  labels: Label[],
  createdAt: string,
): CaseRecord {
  const draft = labels.reduce(
    (before, label) => addFault(before, { label, description: label, facts: {} }),
    emptyDraft,
  );
  return {
    ...{
      v: 2,
      id,
      conversation: `of-${id}`,
      status: 'open',
      priority,
      reason: null,
      locale,
      createdAt,
      draft,
    },
    ...{ customer: { id: `test:of-${id}`, name: null }, owner: null, assignee: null, queue: null },
    ...{ notes: [], history: [], ...NO_DESK, observers: [], consults: [] },
  };
}

const blank = (opened: number): Ledger => ({
  ...{ opened, submitted: null, replied: null, reopened: [], end: null },
  ...{ promises: [], rating: null, waits: null, where: 'wendy' },
});

/** The case after a change, by the desk's own rules, with its line in the history. */
function changed(
  { record }: Lived,
  at: number,
  change: Partial<CaseRecord>,
  entry?: { by: string; did: string },
): CaseRecord {
  const history = entry ? [...record.history, { at: iso(at), ...entry }] : record.history;
  return settled(record, { ...record, ...change, history }, iso(at), reckoning);
}

/** The clock strikes for each promise that is due by then. */
function struckUntil(before: Lived, until: number): Lived {
  let one = before;
  for (let due = dueOf(one); due !== undefined && due <= until; due = dueOf(one)) {
    const record = changed(one, due, { ...backToQueue('technicians'), assignee: null, promise: null });
    const entry = { at: iso(due), by: 'wendy', did: 'promise_broken' };
    const ledger = { ...ended(one.ledger, 'broken'), where: 'technicians' as const };
    const struck = { ...record, history: [...record.history, entry] };
    one = { record: struck, ledger: owing(ledger, struck, due) };
  }
  return one;
}

function dueOf({ record }: Lived): number | undefined {
  return record.promise ? Date.parse(record.promise.dueAt) : undefined;
}

/** The ledger with the open promise ended as is said. */
function ended(ledger: Ledger, became: string): Ledger {
  const promises = ledger.promises.map((one) => (one.became === 'open' ? { ...one, became } : one));
  return { ...ledger, promises };
}

/** The ledger with what is owed from now on; `record` says only by when. */
function owing(ledger: Ledger, record: CaseRecord, at: number): Ledger {
  const kind = ledger.replied === null ? 'first' : 'next';
  const due = Date.parse(record.promise?.dueAt ?? '');
  const promises = [...ledger.promises, { kind, made: at, due, became: 'open' } as const];
  return { ...ledger, promises, waits: ledger.waits ?? at };
}

const isLate = ({ promises }: Ledger, at: number): boolean => {
  const due = promises.find(({ became }) => became === 'open')?.due ?? Number.POSITIVE_INFINITY;
  return at > due;
};
const byWord = (ledger: Ledger, at: number): Ledger => ({
  ...ended(ledger, isLate(ledger, at) ? 'broken' : 'kept'),
  waits: null,
});
const byItself = (ledger: Ledger, at: number): Ledger => {
  const due = ledger.promises.find(({ became }) => became === 'open')?.due;
  return ended(ledger, due !== undefined && at >= due ? 'broken' : 'lapsed');
};

type Done = (one: Lived, at: number, stars: number) => Lived | undefined;

const replied =
  (did: 'reply' | 'answer'): Done =>
  (one, at) => {
    if (one.ledger.where !== 'held') return undefined;
    const record = changed(one, at, { status: 'waiting_customer' }, { by: 'tom', did });
    const ledger = {
      ...byWord(one.ledger, at),
      replied: one.ledger.replied ?? at,
      where: 'customer' as const,
    };
    return { record, ledger };
  };

const closing =
  (by: string, did: 'resolve' | 'close', from: readonly Ledger['where'][]): Done =>
  (one, at) => {
    const { where, submitted } = one.ledger;
    if (!from.includes(where)) return undefined;
    const status = did === 'resolve' ? 'resolved' : 'closed';
    const record = changed(one, at, { status, queue: null }, { by, did });
    if (where === 'over') return { record, ledger: one.ledger };
    const solved = by === 'tom' ? 'resolvedByPeople' : submitted ? 'takenBack' : 'solvedByWendy';
    const how = did === 'close' ? 'closed' : solved;
    const ledger = by === 'tom' ? byWord(one.ledger, at) : byItself(one.ledger, at);
    return { record, ledger: { ...ledger, end: { at, how }, waits: null, where: 'over' } };
  };

/** Back to people; what the customer opens again goes to Wendy, where no person had it. */
const reopening =
  (by: string): Done =>
  (one, at) => {
    const { where, end, submitted, reopened } = one.ledger;
    if (where !== 'over' || end?.how === 'merged') return undefined;
    const entry = { by, did: 'reopen' };
    const again = { ...one.ledger, reopened: [...reopened, at], end: null };
    if (by === 'wendy' && submitted === null) {
      const record = changed(one, at, { status: 'open', queue: null }, entry);
      return { record, ledger: { ...again, where: 'wendy' } };
    }
    const held = one.record.assignee !== null;
    const change = held ? ({ status: 'claimed', queue: null } as const) : backToQueue('technicians');
    const record = changed(one, at, change, entry);
    const ledger: Ledger = { ...again, submitted: submitted ?? at, where: held ? 'held' : 'technicians' };
    return { record, ledger: owing(ledger, record, at) };
  };

/** What each deed does to a case, and to the ledger; nothing where it can't be done now. */
const DONE: Readonly<Record<Deed, Done>> = {
  submit: (one, at) => {
    if (one.ledger.where !== 'wendy') return undefined;
    const queue = at % 2 === 0 ? 'sales' : 'technicians';
    const record = changed(one, at, backToQueue(queue), { by: 'wendy', did: 'submit' });
    return { record, ledger: owing({ ...one.ledger, submitted: at, where: queue }, record, at) };
  },
  claim: (one, at) => {
    if (one.ledger.where !== 'sales' && one.ledger.where !== 'technicians') return undefined;
    const change = { status: 'claimed', assignee: 'tom', queue: null } as const;
    return {
      record: changed(one, at, change, { by: 'tom', did: 'claim' }),
      ledger: { ...one.ledger, where: 'held' },
    };
  },
  reply: replied('reply'),
  answer: replied('answer'),
  word: (one, at) => {
    if (one.ledger.where !== 'customer') return undefined;
    const record = changed(one, at, { status: 'claimed' });
    return { record, ledger: owing({ ...one.ledger, where: 'held' }, record, at) };
  },
  handoff: (one, at) => {
    if (one.ledger.where !== 'held') return undefined;
    const change = { ...backToQueue('technicians'), assignee: null, promise: null };
    const record = changed(one, at, change, { by: 'tom', did: 'handoff' });
    const ledger = { ...byItself(one.ledger, at), where: 'technicians' as const };
    return { record, ledger: owing(ledger, record, at) };
  },
  release: (one, at) => {
    if (one.ledger.where !== 'held') return undefined;
    const change = { ...backToQueue('sales'), assignee: null };
    return {
      record: changed(one, at, change, { by: 'tom', did: 'release' }),
      ledger: { ...one.ledger, where: 'sales' },
    };
  },
  'wendy resolves': closing('wendy', 'resolve', ['wendy', 'sales', 'technicians']),
  'person resolves': closing('tom', 'resolve', ['held', 'customer']),
  'person closes': closing('tom', 'close', ['held', 'customer', 'over']),
  'wendy closes': closing('wendy', 'close', ['customer']),
  'person reopens': reopening('tom'),
  'customer reopens': reopening('wendy'),
  abandon: (one, at) => {
    if (one.ledger.where !== 'held' && one.ledger.where !== 'customer') return undefined;
    const change = { ...backToQueue('technicians'), assignee: null, waiting: null };
    const record = changed(one, at, change, { by: 'wendy', did: 'abandoned' });
    const ledger = { ...one.ledger, where: 'technicians' as const };
    return { record, ledger: one.ledger.where === 'held' ? ledger : owing(ledger, record, at) };
  },
  merge: (one, at) => {
    if (!['held', 'sales', 'technicians', 'customer'].includes(one.ledger.where)) return undefined;
    const change = { status: 'closed', queue: null, mergedInto: 'C-999' } as const;
    const record = changed(one, at, change, { by: 'tom', did: 'merge' });
    const ledger = byItself(one.ledger, at);
    return { record, ledger: { ...ledger, end: { at, how: 'merged' }, waits: null, where: 'over' } };
  },
  rate: (one, at, stars) => {
    if (one.ledger.where !== 'over') return undefined;
    const record = { ...one.record, rating: { stars, at: iso(at) } };
    return { record, ledger: { ...one.ledger, rating: { stars, at } } };
  },
};
