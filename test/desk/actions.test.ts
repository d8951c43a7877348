import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyDraft } from '../../dialogs/draft.ts';
import { readCompany } from '../../src/content/company.ts';
import { type Action, readAction } from '../../src/desk/action-forms.ts';
import { act, type Done } from '../../src/desk/actions.ts';
import { type CaseRecord, type CaseStatus, NO_DESK } from '../../src/desk/case.ts';
import { companyCalendar } from '../../src/desk/company-calendar.ts';
import { createStaffList, type Staff } from '../../src/desk/staff.ts';
import { RequestRefused } from '../../src/errors.ts';

const people: Staff[] = [
  { id: 'anna', name: 'Anna', role: 'sales', languages: ['en'], ids: [] },
  { id: 'tom', name: 'Tom', role: 'technician', languages: ['en'], ids: [] },
  { id: 'li', name: 'Li', role: 'technician', languages: ['zh'], ids: [] },
  { id: 'mei', name: 'Mei', role: 'supervisor', languages: ['zh'], ids: [] },
];
const staffList = createStaffList(people);
const at = '2026-11-23T06:00:00.000Z';
const now = { at, on: '2026-11-23', ms: Date.parse(at) };
const { company, rules } = readCompany(resolve(import.meta.dirname, '../../dialogs/company'));
const calendar = companyCalendar(company);
const team = people.map((staff) => ({ staff, calendar, load: 0 }));

function caseIn(status: CaseStatus, assignee: string | null): CaseRecord {
  return {
    v: 2,
    id: 'C-1001',
    conversation: 'c',
    status,
    priority: 'normal',
    reason: null,
    locale: 'en',
    createdAt: now.at,
    customer: { id: 'emulator:u', name: null },
    owner: null,
    assignee,
    queue: status === 'queued' ? 'technicians' : status === 'with_sales' ? 'sales' : null,
    draft: emptyDraft,
    notes: [],
    history: [],
    ...NO_DESK,
    observers: [],
    consults: [],
  };
}

function deed(record: CaseRecord, staffId: string, action: Action, version = 7): Done {
  const staff = staffList.byId(staffId) as Staff;
  return act(record, version, action, { staff, staffList, now, rules, calendar, team, at: now.at });
}

function outcome(record: CaseRecord, staffId: string, action: Action, version = 7): number | string {
  try {
    return deed(record, staffId, action, version).record.status;
  } catch (error) {
    return (error as RequestRefused).status;
  }
}

const ACTIONS: Record<string, Action> = {
  claim: { type: 'claim', version: 7 },
  release: { type: 'release' },
  assign: { type: 'assign', version: 7, to: 'li' },
  reply: { type: 'reply', text: 'hello' },
  note: { type: 'note', text: 'seen' },
  resolve: { type: 'resolve' },
  close: { type: 'close' },
  reopen: { type: 'reopen' },
};

/** For each situation and action: what becomes of it for anna, tom, li and mei. */
const TABLE: Record<string, Record<string, (number | string)[]>> = {
  'open ': {
    claim: [409, 409, 409, 403],
    release: [409, 409, 409, 403],
    assign: [409, 409, 409, 'claimed'],
    reply: [409, 409, 409, 409],
    note: ['open', 'open', 'open', 'open'],
    resolve: [409, 409, 409, 409],
    close: [409, 409, 409, 409],
    reopen: [409, 409, 409, 409],
  },
  'queued ': {
    claim: [403, 'claimed', 'claimed', 403],
    release: [409, 409, 409, 403],
    assign: [409, 409, 409, 'claimed'],
    reply: [409, 409, 409, 409],
    note: ['queued', 'queued', 'queued', 'queued'],
    resolve: [409, 409, 409, 409],
    close: [409, 409, 409, 409],
    reopen: [409, 409, 409, 409],
  },
  'with_sales ': {
    claim: ['claimed', 403, 403, 403],
    release: [409, 409, 409, 403],
    assign: [409, 409, 409, 'claimed'],
    reply: [409, 409, 409, 409],
    note: ['with_sales', 'with_sales', 'with_sales', 'with_sales'],
    resolve: [409, 409, 409, 409],
    close: [409, 409, 409, 409],
    reopen: [409, 409, 409, 409],
  },
  'claimed tom': {
    claim: [409, 409, 409, 403],
    release: [409, 'queued', 409, 403],
    assign: [409, 'claimed', 409, 'claimed'],
    reply: [409, 'waiting_customer', 409, 409],
    note: ['claimed', 'claimed', 'claimed', 'claimed'],
    resolve: [409, 'resolved', 409, 'resolved'],
    close: [409, 'closed', 409, 'closed'],
    reopen: [409, 409, 409, 409],
  },
  'resolved tom': {
    claim: [409, 409, 409, 403],
    release: [409, 409, 409, 403],
    assign: [409, 409, 409, 409],
    reply: [409, 409, 409, 409],
    note: ['resolved', 'resolved', 'resolved', 'resolved'],
    resolve: [409, 409, 409, 409],
    close: [409, 'closed', 409, 'closed'],
    reopen: [409, 'claimed', 409, 'claimed'],
  },
};

describe('who may do what to a case', () => {
  for (const [situation, rows] of Object.entries(TABLE)) {
    const [status, assignee] = situation.split(' ');
    for (const [name, expected] of Object.entries(rows)) {
      it(`${name} of a case that is ${situation.trim()}`, () => {
        const record = caseIn(status as CaseStatus, assignee || null);
        const action = ACTIONS[name] as Action;
        expect(people.map((staff) => outcome(record, staff.id, action))).toEqual(expected);
      });
    }
  }

  it('refuses a stale version for every action that names one', () => {
    for (const action of Object.values(ACTIONS)) {
      const stale = { ...action, version: 6 } as Action;
      expect(outcome(caseIn('claimed', 'tom'), 'tom', stale)).toBe(409);
    }
  });

  it("puts a technician's case back into their queue and a salesperson's into theirs", () => {
    const back = (id: string): CaseRecord => deed(caseIn('claimed', id), id, { type: 'release' }).record;
    expect(back('tom')).toMatchObject({ status: 'queued', queue: 'technicians', assignee: null });
    expect(back('anna')).toMatchObject({ status: 'with_sales', queue: 'sales', assignee: null });
  });

  it('records who did what', () => {
    const done = deed(caseIn('queued', null), 'tom', { type: 'claim', version: 7 });
    expect(done.record.history).toEqual([{ at: now.at, by: 'tom', did: 'claim' }]);
    expect(done.event).toMatchObject({ type: 'CASE.CLAIMED', by: 'tom', name: 'Tom' });
  });

  it('names an assignee that does not exist', () => {
    const run = (): unknown =>
      deed(caseIn('claimed', 'tom'), 'tom', { type: 'assign', version: 7, to: 'bob' });
    expect(run).toThrow(new RequestRefused(400, 'to: there is no staff member "bob".', 'to'));
  });
});

describe('the body of an action', () => {
  const refusal = (body: unknown): RequestRefused => {
    try {
      readAction(body);
    } catch (error) {
      return error as RequestRefused;
    }
    throw new Error('it was taken');
  };

  it.each([
    [[], undefined],
    [{}, 'type'],
    [{ type: 'fly' }, 'type'],
    [{ type: 'toString' }, 'type'],
    [{ type: 'claim' }, 'version'],
    [{ type: 'claim', version: '7' }, 'version'],
    [{ type: 'claim', version: 0 }, 'version'],
    [{ type: 'reply' }, 'text'],
    [{ type: 'reply', text: '  ' }, 'text'],
    [{ type: 'reply', text: 'x'.repeat(20_001) }, 'text'],
    [{ type: 'assign', version: 1 }, 'to'],
    [{ type: 'note', text: 'a', colour: 'red' }, 'colour'],
  ])('%j is refused with the field that is wrong', (body, field) => {
    const { status, field: named } = refusal(body);
    expect([status, named]).toEqual([400, field]);
  });

  it('keeps a reply exactly as it was written', () => {
    expect(readAction({ type: 'reply', as: 'tom', text: ' two\n lines ' })).toEqual({
      type: 'reply',
      text: ' two\n lines ',
    });
  });
});
