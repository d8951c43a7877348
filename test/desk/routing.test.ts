import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyDraft, type Fault } from '../../dialogs/draft.ts';
import { readCompany } from '../../src/content/company.ts';
import { advanced } from '../../src/desk/advance.ts';
import { calendarOf, onDuty } from '../../src/desk/calendar.ts';
import { type CaseRecord, NO_DESK } from '../../src/desk/case.ts';
import { companyCalendar } from '../../src/desk/company-calendar.ts';
import { answerable } from '../../src/desk/notices.ts';
import { settled } from '../../src/desk/promise.ts';
import { movedOn, type Routing, routed } from '../../src/desk/routing.ts';
import { createStaffList, type Staff } from '../../src/desk/staff.ts';

const { company, rules, staff } = readCompany(resolve(import.meta.dirname, '../../dialogs/company'));
const calendar = companyCalendar(company);
/** A Monday, ten in the morning in Shenzhen; and the evening before. */
const MONDAY = '2026-03-02T02:00:00.000Z';
const SUNDAY = '2026-03-01T12:00:00.000Z';

function person(id: string, role: Staff['role'], more: Partial<Staff> = {}): Staff {
  return { id, name: id, role, languages: ['en'], ids: [], ...more };
}

function caseOf(change: Partial<CaseRecord> = {}): CaseRecord {
  return {
    ...{ v: 2, id: 'C-1001', conversation: 'c', status: 'open', priority: 'normal', reason: 'customer' },
    ...{ locale: 'en', createdAt: MONDAY, customer: { id: 'u', name: null }, owner: null, assignee: null },
    ...{ queue: null, draft: emptyDraft, notes: [], history: [], ...NO_DESK, observers: [], consults: [] },
    ...change,
  };
}

type Away = Record<string, { from: string; to: string }>;

function routing(
  people: readonly Staff[],
  at = MONDAY,
  away: Away = {},
  load: Record<string, number> = {},
): Routing {
  const team = people.map((one) => {
    const days = away[one.id];
    return { staff: one, calendar: calendarOf(calendar, one, days ? [days] : []), load: load[one.id] ?? 0 };
  });
  return { rules, calendar, team, at };
}

const TODAY = { from: '2026-03-02', to: '2026-03-02' };

describe('a case that comes to people', () => {
  it('goes to the owner of the customer first (chatwoot#1208)', () => {
    const place = routed(caseOf({ owner: 'anna' }), 'technicians', routing(staff));
    expect(place).toEqual({ status: 'with_sales', queue: 'sales', level: 'owner', offered: 'anna' });
  });

  it('goes to the deputy of an owner who is away today, and tomorrow to the owner again', () => {
    const record = caseOf({ owner: 'anna' });
    expect(routed(record, 'technicians', routing(staff, MONDAY, { anna: TODAY }))).toMatchObject({
      ...{ level: 'deputy', offered: 'wei' },
    });
    const tomorrow = '2026-03-03T02:00:00.000Z';
    expect(routed(record, 'technicians', routing(staff, tomorrow, { anna: TODAY }))).toMatchObject({
      ...{ level: 'owner', offered: 'anna' },
    });
  });

  it('goes to the technicians where owner and deputy are away', () => {
    const away = { anna: TODAY, wei: TODAY };
    expect(routed(caseOf({ owner: 'anna' }), 'technicians', routing(staff, MONDAY, away))).toMatchObject({
      ...{ status: 'queued', queue: 'technicians', level: 'pool' },
    });
  });

  it('goes to the technicians where the owner is on the list no more', () => {
    expect(routed(caseOf({ owner: 'gone' }), 'technicians', routing(staff))).toMatchObject({ level: 'pool' });
  });

  it('goes at night to the owner who is there in the morning', () => {
    const place = routed(caseOf({ owner: 'anna' }), 'technicians', routing(staff, SUNDAY));
    expect(place).toMatchObject({ level: 'owner', offered: 'anna' });
    expect(
      routed(caseOf({ owner: 'anna' }), 'technicians', routing(staff, SUNDAY, { anna: TODAY })),
    ).toMatchObject({
      ...{ level: 'deputy', offered: 'wei' },
    });
  });

  it('passes the owner where it is dangerous', () => {
    const record = caseOf({ owner: 'anna', reason: 'stop:danger', priority: 'urgent' });
    expect(routed(record, 'technicians', routing(staff))).toMatchObject({
      level: 'pool',
      queue: 'technicians',
    });
  });

  it('asks first who speaks the language, then who knows the fault, then who has least to do', () => {
    const people = [
      person('a', 'technician', { languages: ['en', 'zh'] }),
      person('b', 'technician', { languages: ['zh'] }),
      person('c', 'technician', { languages: ['zh'], skills: ['network'] }),
      person('d', 'technician', { languages: ['zh'], skills: ['network'] }),
    ];
    const fault: Fault = {
      ...{ id: 'F1', unitIds: [], label: 'network', description: '', steps: [], facts: {}, evidence: [] },
      state: 'listed',
    };
    const draft: CaseRecord['draft'] = { ...emptyDraft, faults: [fault] };
    const first = (change: Partial<CaseRecord>, load = {}): string | null =>
      routed(caseOf(change), 'technicians', routing(people, MONDAY, {}, load)).offered;
    expect(first({ locale: 'en' })).toBe('a');
    expect(first({ locale: 'zh' })).toBe('b');
    expect(first({ locale: 'zh', draft })).toBe('c');
    expect(first({ locale: 'zh', draft }, { c: 2, d: 1 })).toBe('d');
  });

  it('of a question before buying goes to sales, whoever they are', () => {
    expect(routed(caseOf({ reason: 'sales' }), 'sales', routing(staff))).toMatchObject({
      ...{ status: 'with_sales', queue: 'sales', offered: 'anna' },
    });
  });
});

describe('a case whose promise was broken', () => {
  it('moves from the owner to the deputy, to all technicians, to a supervisor, and stays there', () => {
    let record = {
      ...caseOf({ owner: 'anna' }),
      ...routed(caseOf({ owner: 'anna' }), 'technicians', routing(staff)),
    };
    const way = Array.from({ length: 4 }, () => {
      record = { ...record, ...movedOn(record, routing(staff)), assignee: null };
      return `${record.level} ${record.queue} ${record.offered}`;
    });
    expect(way).toEqual([
      'deputy sales wei',
      'pool technicians tom',
      'supervisor technicians mei',
      'supervisor technicians mei',
    ]);
  });
});

const days = fc.constantFrom<Away[string] | undefined>(undefined, TODAY, {
  from: '2026-01-01',
  to: '2027-12-31',
});
const people = fc
  .array(
    fc.record({ role: fc.constantFrom<Staff['role']>('sales', 'technician', 'supervisor'), away: days }),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .chain((ones) =>
    fc.record({
      ones: fc.constant(ones),
      deputies: fc.array(fc.array(fc.nat(7), { maxLength: 3 }), {
        minLength: ones.length,
        maxLength: ones.length,
      }),
    }),
  );

it('whoever is away or gone, a case has somebody answerable and a promise, however often it is broken (chatwoot#5672, zammad#1083)', () => {
  const situation = fc.record({
    ...{ people, owner: fc.option(fc.nat(7)), at: fc.constantFrom(MONDAY, SUNDAY) },
    ...{ reason: fc.constantFrom('customer', 'person', 'sales', 'stop:danger'), breaks: fc.nat(6) },
  });
  fc.assert(
    fc.property(situation, ({ people: { ones, deputies }, owner, at, reason, breaks }) => {
      const list = ones.map(({ role }, nth) =>
        person(`p${nth}`, role, { deputies: (deputies[nth] ?? []).map((one) => `p${one}`) }),
      );
      const away = Object.fromEntries(ones.flatMap(({ away: off }, nth) => (off ? [[`p${nth}`, off]] : [])));
      const staffList = createStaffList(list);
      const before = caseOf({ owner: owner === null ? null : `p${owner}`, reason });
      let record = settled(
        before,
        {
          ...before,
          ...routed(before, reason === 'sales' ? 'sales' : 'technicians', routing(list, at, away)),
        },
        at,
        { rules, calendar },
      );
      for (let nth = 0; nth <= breaks; nth++) {
        const ids = answerable(record, staffList);
        const wanted = list.some((one) => one.role === (record.queue === 'sales' ? 'sales' : 'technician'));
        if (wanted || list.some(({ role }) => role === 'supervisor')) expect(ids).not.toEqual([]);
        for (const id of ids) expect(staffList.byId(id)).toBeDefined();
        if (record.level === 'owner' || record.level === 'deputy') expect(ids).toEqual([record.offered]);
        const { promise } = record;
        if (!promise) throw new Error('nothing was promised');
        expect(Date.parse(promise.dueAt)).toBeGreaterThan(Date.parse(promise.madeAt));
        const ms = Date.parse(promise.dueAt);
        const due = { at: promise.dueAt, on: promise.dueAt.slice(0, 10), ms };
        const now = routing(list, due.at, away);
        const next = advanced(record, { ...now, staffList, now: due });
        expect(next.events.map(({ type }) => type)).toEqual(['CASE.DELAYED']);
        expect(next.record.assignee).toBeNull();
        record = next.record;
      }
    }),
    { numRuns: 3_000 },
  );
});

it('a promise is due while people are on duty, or in the minute in which they go', () => {
  fc.assert(
    fc.property(fc.nat(400 * 24 * 60), fc.constantFrom('urgent', 'high', 'normal'), (minutes, priority) => {
      const at = new Date(Date.parse('2026-01-01T00:00:00Z') + minutes * 60_000).toISOString();
      const record = settled(undefined, caseOf({ status: 'queued', queue: 'technicians', priority }), at, {
        ...{ rules, calendar },
      });
      const due = Date.parse(record.promise?.dueAt ?? '');
      expect(onDuty(calendar, new Date(due - 1).toISOString())).toEqual({ open: true });
    }),
    { numRuns: 2_000 },
  );
});
