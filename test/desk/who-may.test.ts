import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ActionType, readAction } from '../../src/desk/action-forms.ts';
import { act } from '../../src/desk/actions.ts';
import { CASE_STATUSES, type CaseRecord, type CaseStatus } from '../../src/desk/case.ts';
import type { Staff } from '../../src/desk/staff.ts';
import { type PostgresServer, startPostgres } from '../helpers/postgres.ts';
import { AT, acting, caseIn, draft, openDesk, people, staffList } from './desk.ts';
import { expectedOf, RULES, type Situation } from './who-may.ts';

/** Every state with everybody who can have it; what is over with nobody too. */
const situations: readonly Situation[] = CASE_STATUSES.flatMap((status) =>
  holdersIn(status).flatMap((holder) => [
    { status, holder, merged: false },
    ...(status === 'closed' ? [{ status, holder, merged: true }] : []),
  ]),
);

function holdersIn(status: CaseStatus): readonly (Staff | null)[] {
  if (status === 'open' || status === 'with_sales' || status === 'queued') return [null];
  return status === 'claimed' || status === 'waiting_customer' ? people : [null, ...people];
}

/** Who nobody is to the case, who owns the customer, and who watches it: neither may more than their role. */
const relations = [
  { owner: null, observers: [] },
  { owner: 'wei', observers: ['anna', 'li', 'jun'] },
];

const ACTIONS: Readonly<Record<ActionType, object>> = {
  claim: {},
  release: {},
  assign: { to: 'li' },
  reply: { text: 'hello' },
  note: { text: 'seen' },
  handoff: { to: 'technicians', reason: 'yours' },
  consult: { text: 'why?' },
  advise: { text: 'so' },
  answer: { questionId: 'Q1', text: 'two weeks' },
  decide: { unitId: 'U1', clause: '2', excluded: true, reason: 'soldered' },
  confirm: { unitId: 'U2' },
  merge: { into: 'C-1' },
  resolve: {},
  close: {},
  reopen: {},
};

/** Of the second unit clause 2 is decided already, and sales have asked, so that nothing but the person is in the way. */
function caseFor(id: string, { status, holder, merged }: Situation, relation: object): CaseRecord {
  const decisions = [{ clause: '2', excluded: false, reason: 'clean', by: 'tom', at: AT } as const];
  const units = draft.units.map((unit) =>
    unit.id === 'U2' ? { ...unit, warranty: { ...unit.warranty, decisions: [...decisions] } } : unit,
  );
  return caseIn(status, holder?.id ?? null, {
    id,
    conversation: `talk-${id}`,
    draft: { ...draft, units },
    consults: [{ id: 'K1', by: 'anna', at: AT, text: 'why?', answers: [] }],
    ...(merged && { mergedInto: 'C-1' }),
    ...relation,
  });
}

interface Cell {
  id: string;
  situation: Situation;
  relation: object;
  type: ActionType;
  staff: Staff;
}

const cells: readonly Cell[] = situations
  .flatMap((situation) =>
    relations.flatMap((relation) =>
      (Object.keys(RULES) as ActionType[]).flatMap((type) =>
        people.map((staff) => ({ situation, relation, type, staff })),
      ),
    ),
  )
  .map((cell, nth) => ({ ...cell, id: `C-${nth + 2}` }));

/** Of the table every so manieth cell by the API: prime to the number of people and of actions, so that all come. */
const STRIDE = 7;
const some = cells.filter((_, nth) => nth % STRIDE === 0);

const whereOf = ({ type, staff, situation: { status, holder } }: Cell): string =>
  `${staff.id}: ${type}, a case that is ${status} with ${holder?.id ?? 'nobody'}`;
const bodyOf = ({ type }: Cell) => ({ type, version: 1, ...ACTIONS[type] });
const into = caseIn('queued', null, { id: 'C-1', conversation: 'talk-C-1' });

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgres();
}, 120_000);
afterAll(() => postgres?.remove());

describe('every action against every role and ownership', () => {
  it(`is what the contract grants, in each of ${cells.length} cells`, () => {
    const granted = new Set<string>();
    for (const cell of cells) {
      const { type, staff, situation } = cell;
      const status: number = statusOf(() =>
        act(caseFor(cell.id, situation, cell.relation), 1, readAction(bodyOf(cell)), {
          ...acting,
          staff,
          into,
        }),
      );
      expect([whereOf(cell), status]).toEqual([whereOf(cell), expectedOf(type, situation, staff)]);
      if (status === 200) granted.add(type);
    }
    expect([...granted].sort()).toEqual(Object.keys(RULES).sort());
  });

  it.each([
    ['files', async (): Promise<undefined> => undefined],
    ['PostgreSQL', () => postgres.database()],
  ] as const)(
    `is the same by the API, in ${some.length} of them, on %s, and what is refused changes nothing`,
    async (_on, database) => {
      const desk = await openDesk(await database());
      try {
        const records = some.map(({ id, situation, relation }) => caseFor(id, situation, relation));
        await desk.put(into, ...records);
        for (const cell of some) {
          const { type, staff, situation } = cell;
          const answer = await desk.act(cell.id, { ...bodyOf(cell), as: staff.id });
          expect([whereOf(cell), answer.status]).toEqual([whereOf(cell), expectedOf(type, situation, staff)]);
          const { version } = await desk.read(cell.id);
          expect([whereOf(cell), version]).toEqual([whereOf(cell), answer.status === 200 ? 2 : 1]);
        }
      } finally {
        await desk.close();
      }
    },
    120_000,
  );
});

function statusOf(run: () => unknown): number {
  try {
    run();
    return 200;
  } catch (error) {
    return (error as { status: number }).status;
  }
}

describe('who is nobody', () => {
  it('may nothing, whatever they ask', async () => {
    const desk = await openDesk();
    await desk.put(caseIn('claimed', 'tom'));
    for (const type of Object.keys(ACTIONS) as ActionType[]) {
      for (const as of ['nobody', '', 'Tom', 'tom ', '__proto__']) {
        expect(staffList.byId(as)).toBeUndefined();
        const answer = await desk.act('C-1001', { type, as, version: 1, ...ACTIONS[type] });
        expect([type, as, answer.status]).toEqual([type, as, 403]);
      }
    }
    expect((await desk.read('C-1001')).version).toBe(1);
    await desk.close();
  });
});
