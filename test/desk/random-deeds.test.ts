import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setFacts } from '../../dialogs/draft.ts';
import { type ActionType, readAction } from '../../src/desk/action-forms.ts';
import { act } from '../../src/desk/actions.ts';
import { advanced } from '../../src/desk/advance.ts';
import type { CaseRecord } from '../../src/desk/case.ts';
import { answerable } from '../../src/desk/notices.ts';
import { nextDeadline, settled } from '../../src/desk/promise.ts';
import { RequestRefused } from '../../src/errors.ts';
import { randomSize } from '../dialogs/size.ts';
import { acting, caseIn, draft, people, staffList } from './desk.ts';

const text = fc.constantFrom('hello', '好的');
const anybody = fc.constantFrom(...people.map(({ id }) => id));
const caseId = fc.constantFrom('C-1', 'C-2', 'C-3', 'C-9');
const clause = fc.constantFrom('1', '2', '3', '5', '6d');
const unitId = fc.constantFrom('U1', 'U2', 'U3');

const FORMS: Readonly<Record<ActionType, fc.Arbitrary<object>>> = {
  claim: fc.constant({}),
  release: fc.constant({}),
  assign: fc.record({ to: anybody }),
  reply: fc.record({ text }),
  note: fc.record({ text }),
  handoff: fc.record({ to: fc.constantFrom('sales', 'technicians'), reason: text }),
  consult: fc.record({ text }),
  advise: fc.record({ text }),
  answer: fc.record({ questionId: fc.constantFrom('Q1', 'Q2'), text }),
  decide: fc.record({ unitId, clause, excluded: fc.boolean(), reason: text }),
  confirm: fc.record({ unitId }),
  merge: fc.record({ into: caseId }),
  resolve: fc.constant({}),
  close: fc.constant({}),
  reopen: fc.constant({}),
};

/** What needs others before it comes up more often. */
const RARE: readonly ActionType[] = ['claim', 'claim', 'consult', 'advise', 'advise', 'confirm', 'confirm'];

/** What happens to a case: somebody of the staff acts, the customer writes, or the clock strikes. */
type Step = { case: string } & (
  | { kind: 'staff'; as: string; holder: boolean; type: ActionType; more: object }
  | { kind: 'customer' }
  | { kind: 'clock' }
);
const staffStep = fc.constantFrom(...(Object.keys(FORMS) as ActionType[]), ...RARE).chain((type) =>
  fc.record({
    kind: fc.constant('staff' as const),
    as: anybody,
    holder: fc.boolean(),
    type: fc.constant(type),
    more: FORMS[type],
    case: caseId,
  }),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: staffStep },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('customer' as const), case: caseId }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('clock' as const), case: caseId }) },
);

type World = Map<string, { record: CaseRecord; version: number }>;

/** Of the second unit nothing is left to decide. */
const told = {
  ...draft,
  units: draft.units.map((unit) =>
    unit.id === 'U2' ? setFacts(unit, { unauthorizedRepair: 'no' }, 'customer', acting.at) : unit,
  ),
};

function begun(): World {
  const put = (id: string, queue: 'with_sales' | 'queued') => {
    const record = caseIn(queue, null, { id, conversation: `talk-${id}`, draft: told });
    return [id, { record: settled(undefined, record, acting.at, acting), version: 1 }] as const;
  };
  return new Map([put('C-1', 'with_sales'), put('C-2', 'queued'), put('C-3', 'queued')]);
}

/** Half of the time whoever holds the case, else anybody. */
function whoActs({ as, holder }: Extract<Step, { kind: 'staff' }>, record?: CaseRecord): string {
  return (holder && record?.assignee) || as;
}

/** Takes one step; the moment is the case's next deadline where the clock strikes. Gives back what was changed. */
function take(world: World, step: Step, at: string): string[] {
  const stored = world.get(step.case);
  if (!stored) return [];
  const { record, version } = stored;
  const moment = { at, on: at.slice(0, 10), ms: Date.parse(at) };
  const parts = { ...acting, at, now: moment };
  const write = (next: CaseRecord): string => {
    const before = world.get(next.id);
    const whole = settled(before?.record, next, at, acting);
    world.set(next.id, { record: whole, version: (before?.version ?? 0) + 1 });
    return next.id;
  };
  if (step.kind === 'clock') return [write(advanced(record, parts).record)];
  if (step.kind === 'customer') {
    return record.status === 'waiting_customer' ? [write({ ...record, status: 'claimed' })] : [];
  }
  const staff = staffList.byId(whoActs(step, record));
  const into = 'into' in step.more ? world.get(String(step.more.into))?.record : undefined;
  if (!staff) throw new Error('nobody acts');
  try {
    const action = readAction({ type: step.type, version, ...step.more });
    const done = act(record, version, action, { ...parts, staff, into });
    return [write(done.record), ...(done.into ? [write(done.into)] : [])];
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error;
    expect([400, 403, 409]).toContain(error.status);
    return [];
  }
}

function check({ record }: { record: CaseRecord }): void {
  const { status, assignee, queue, promise } = record;
  const over = status === 'resolved' || status === 'closed';
  const held = status === 'claimed' || status === 'waiting_customer';
  const waits = status === 'with_sales' || status === 'queued';
  if (!over) expect(answerable(record, staffList).length, 'somebody is answerable').toBeGreaterThan(0);
  if (held) expect([assignee !== null, queue], 'one holder, no queue').toEqual([true, null]);
  if (waits) expect([assignee, queue !== null], 'a queue, no holder').toEqual([null, true]);
  expect(promise !== null, 'a promise is open where people owe a reply').toBe(waits || status === 'claimed');
  expect(record.waiting !== null, 'the customer is timed where they owe one').toBe(
    status === 'waiting_customer',
  );
  if (!over) expect(nextDeadline(record), 'something will happen').toBeDefined();
}

describe('whatever staff, customers and the clock do, in whatever order', () => {
  it('a case has someone answerable until it is over, never two holders, and a promise where one is owed', () => {
    const done = new Map<string, number>();
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 60, size: 'max' }), (steps) => {
        const world = begun();
        let at = acting.at;
        for (const one of steps) {
          const before = new Map(world);
          const due = nextDeadline(world.get(one.case)?.record ?? caseIn('closed', null));
          if (one.kind === 'clock' && due !== undefined && due > Date.parse(at))
            at = new Date(due).toISOString();
          const changed = take(world, one, at);
          for (const [id, now] of world) {
            const last = before.get(id);
            if (!last) throw new Error(`${id} came from nowhere`);
            expect(now.version).toBe(last.version + (changed.includes(id) ? 1 : 0));
            if (!changed.includes(id)) expect(now).toBe(last);
            else if (one.kind === 'staff') {
              expect(now.record.history).toHaveLength(last.record.history.length + 1);
              expect(now.record.history.at(-1)?.by).toBe(whoActs(one, before.get(one.case)?.record));
            } else {
              expect(now.record.history.length).toBeGreaterThanOrEqual(last.record.history.length);
            }
            check(now);
          }
          const what = one.kind === 'staff' ? one.type : one.kind;
          if (changed.length > 0) done.set(what, (done.get(what) ?? 0) + 1);
        }
      }),
      // The same ones each time, as in what a quick run did nothing may be missing.
      { numRuns: 1_500, seed: randomSize(1_500).seed },
    );
    // Each kind of step has really been taken.
    expect([...done.keys()].sort()).toEqual([...Object.keys(FORMS), 'clock', 'customer'].sort());
  });
});
