import { describe, expect, it } from 'vitest';
import { setFacts } from '../../dialogs/draft.ts';
import type { Claim } from '../../dialogs/warranty/claim.ts';
import { finalVerdict } from '../../dialogs/warranty/decide.ts';
import { type Action, readAction } from '../../src/desk/action-forms.ts';
import { act, type Done } from '../../src/desk/actions.ts';
import type { CaseRecord } from '../../src/desk/case.ts';
import type { Staff } from '../../src/desk/staff.ts';
import type { RequestRefused } from '../../src/errors.ts';
import { AT, acting, caseIn, draft, policy, staffList } from './desk.ts';

function deed(record: CaseRecord, by: string, action: object): Done {
  const read: Action = readAction({ version: 1, ...action });
  return act(record, 1, read, { ...acting, staff: staffList.byId(by) as Staff });
}

function decide(
  record: CaseRecord,
  clause: string,
  excluded: boolean,
  reason = 'seen',
  by = 'tom',
): CaseRecord {
  return deed(record, by, { type: 'decide', unitId: 'U1', clause, excluded, reason }).record;
}

function confirm(record: CaseRecord, unitId = 'U1'): Done {
  return deed(record, 'tom', { type: 'confirm', unitId });
}

function refused(run: () => unknown): { status: number; field: string | undefined } {
  try {
    run();
  } catch (error) {
    const { status, field } = error as RequestRefused;
    return { status, field };
  }
  throw new Error('it was done');
}

const unit = (record: CaseRecord) => record.draft.units[0]?.warranty;
const held = caseIn('claimed', 'tom');

function heldWith(facts: Claim): CaseRecord {
  const units = draft.units.map((one) => setFacts(one, facts, 'customer', AT));
  return caseIn('claimed', 'tom', { draft: { ...draft, units } });
}

describe('what a technician decides of the warranty', () => {
  it('stands on the unit with its reason, and settles nothing until it is confirmed', () => {
    const after = decide(held, '2', true, 'solder that is not ours');
    expect(unit(after)?.decisions).toEqual([
      { clause: '2', excluded: true, reason: 'solder that is not ours', by: 'tom', at: AT },
    ]);
    expect(unit(after)?.final).toBeNull();
    expect(after.draft.units[1]).toEqual(draft.units[1]);
    expect(after.history.at(-1)).toEqual({
      ...{ at: AT, by: 'tom', did: 'decide', reason: 'solder that is not ours' },
      more: { unitId: 'U1', clause: '2', excluded: true },
    });
  });

  it('is replaced by what is decided later, and stays on record', () => {
    const after = decide(decide(decide(held, '2', true, 'one'), '2', false, 'two'), '2', true, 'three');
    expect(unit(after)?.decisions).toHaveLength(1);
    expect(unit(after)?.decisions[0]).toMatchObject({
      reason: 'three',
      was: [
        { reason: 'one', excluded: true },
        { reason: 'two', excluded: false },
      ],
    });
  });

  it('is whatever the terms leave to the company, only a technician knows, or nobody knows', () => {
    const known = heldWith({ source: 'authorized', serialLabel: 'intact', appearanceDamage: 'yes' });
    for (const clause of ['2', '3', '4', '6d', '6b', '1']) {
      expect(unit(decide(known, clause, true))?.decisions.map((one) => one.clause)).toContain(clause);
    }
    for (const clause of ['5', '6e']) {
      expect(refused(() => decide(known, clause, true))).toEqual({ status: 409, field: 'clause' });
    }
    expect(refused(() => decide(known, '6c', false))).toEqual({ status: 409, field: 'clause' });
    expect(refused(() => decide(heldWith({ tampered: 'yes' }), '3', false)).field).toBe('clause');
  });

  it('goes for clauses 1 and 6a together', () => {
    const after = decide(held, '6a', false, 'the invoice came in the parcel');
    expect(unit(after)?.decisions.map(({ clause }) => clause)).toEqual(['1', '6a']);
  });

  it('names a unit that is not there', () => {
    const action = { type: 'decide', unitId: 'U9', clause: '2', excluded: true, reason: 'x' };
    expect(refused(() => deed(held, 'tom', action))).toEqual({ status: 400, field: 'unitId' });
    expect(refused(() => confirm(held, 'U9'))).toEqual({ status: 400, field: 'unitId' });
  });

  it('tells sales who hold the case, and nobody else', () => {
    const sales = caseIn('claimed', 'anna');
    const action = { type: 'decide', unitId: 'U1', clause: '2', excluded: false, reason: 'clean' };
    const done = deed(sales, 'li', action);
    expect(done.notices.map(({ to }) => to)).toEqual([['anna']]);
    expect(done.event).toBeUndefined();
    expect(done.record.assignee).toBe('anna');
  });
});

describe('a verdict', () => {
  it('is final once it is confirmed, with all that it takes to reckon it again', () => {
    const done = confirm(decide(held, '2', true, 'solder'));
    const warranty = unit(done.record);
    expect(warranty?.final).toMatchObject({ coverage: 'excluded', clauses: ['2'], labour: 'chargeable' });
    expect(warranty?.proposed).toMatchObject({ coverage: 'review', clauses: [], undecided: ['2'] });
    const [kept] = warranty?.confirmed ?? [];
    expect(kept).toMatchObject({ by: 'tom', at: AT, policy: policy.version, qualityFault: 'unknown' });
    if (!kept) throw new Error('nothing was kept');
    expect(finalVerdict(kept.claim, kept.decisions, kept.qualityFault, policy)).toEqual(warranty?.final);
    expect(done.event).toMatchObject({ type: 'CASE.CONFIRMED', unitId: 'U1', name: 'tom' });
  });

  it('is not final as long as a clause is to be decided', () => {
    expect(refused(() => confirm(held))).toEqual({ status: 409, field: 'unitId' });
    expect(refused(() => confirm(heldWith({ uncontrollableCause: 'flood' }))).status).toBe(409);
  });

  it('bills nobody for its work before the quality of the product was looked at', () => {
    const blameless: Claim = {
      ...{ source: 'authorized', serialLabel: 'intact', unauthorizedRepair: 'no', tampered: 'no' },
      ...{ modifiedWithoutApproval: 'no', hostileEnvironment: 'no', unshieldedLight: 'no' },
      ...{ uncontrollableCause: 'none', appearanceDamage: 'no', purchaseDate: '2026-08-01' },
    };
    expect(unit(confirm(heldWith(blameless)).record)?.final).toMatchObject({
      coverage: 'covered',
      labour: 'undetermined',
      missing: [],
    });
  });

  it('is confirmed once, and anew after another decision', () => {
    const final = confirm(decide(held, '2', true, 'solder')).record;
    expect(refused(() => confirm(final))).toEqual({ status: 409, field: 'unitId' });
    const other = decide(final, '2', false, 'it was ours after all');
    expect(unit(other)?.final).toBeNull();
    const again = unit(confirm(other).record);
    expect(again?.final?.clauses).toEqual([]);
    expect(again?.confirmed?.map(({ verdict }) => verdict.clauses)).toEqual([['2'], []]);
  });
});
