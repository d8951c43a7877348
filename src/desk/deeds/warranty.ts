import { claimOf, type Decided, type Draft, type Unit } from '../../../dialogs/draft.ts';
import {
  finalVerdict,
  decide as propose,
  sameClauses,
  standingOf,
} from '../../../dialogs/warranty/decide.ts';
import { RequestRefused } from '../../errors.ts';
import { mayJudge } from '../access.ts';
import type { ActionOf } from '../action-forms.ts';
import { observersOf } from '../notices.ts';
import { type Acting, type Deed, done, told, toldBy } from './deed.ts';

/**
 * A technician's word on a clause of a unit. What the facts settle it does not change; a word said before stays on
 * record; a verdict that was final counts no more until it is confirmed anew.
 */
export const decide: Deed<'decide'> = (record, action, acting) => {
  mayJudge(record, acting.staff, acting.staffList);
  const unit = unitOf(record.draft, action.unitId);
  mustBeOpen(unit, action, acting);
  const { clause, excluded, reason } = action;
  const words = { excluded, reason, by: acting.staff.id, at: acting.now.at };
  const decisions = sameClauses(clause, acting.policy).reduce(
    (before, one) => decided(before, { clause: one, ...words }),
    unit.warranty.decisions,
  );
  const draft = withUnit(record.draft, { ...unit, warranty: { ...unit.warranty, decisions, final: null } });
  const to = [...(record.assignee ? [record.assignee] : [])];
  const notices = [told(to, 'staff:told.decided', record, acting, { unit: unit.id, clause, reason })];
  return done(record, action, acting, { draft }, { reason, notices });
};

/** Makes final what was proposed and decided. Whether the product was at fault nobody has found out by now. */
export const confirm: Deed<'confirm'> = (record, action, acting) => {
  mayJudge(record, acting.staff, acting.staffList);
  const unit = unitOf(record.draft, action.unitId);
  const { warranty } = unit;
  if (warranty.final) {
    throw new RequestRefused(409, `The verdict on ${unit.id} is final already.`, 'unitId');
  }
  const claim = claimOf(unit);
  const qualityFault = 'unknown';
  const final = finalVerdict(claim, warranty.decisions, qualityFault, acting.policy);
  if (final.undecided.length > 0) {
    const clauses = final.undecided.join(', ');
    throw new RequestRefused(409, `Clause ${clauses} of ${unit.id} is still to be decided.`, 'unitId');
  }
  const confirmation = {
    ...({ verdict: final, claim, decisions: warranty.decisions, qualityFault } as const),
    ...{ policy: acting.policy.version, by: acting.staff.id, at: acting.now.at },
  };
  const proposed = warranty.proposed ?? propose(claim, acting.policy);
  const confirmed = [...(warranty.confirmed ?? []), confirmation];
  const draft = withUnit(record.draft, { ...unit, warranty: { ...warranty, proposed, final, confirmed } });
  const event = { ...toldBy(acting), type: 'CASE.CONFIRMED', unitId: unit.id } as const;
  const to = [...new Set([...(record.assignee ? [record.assignee] : []), ...observersOf(record)])];
  const notices = [told(to, 'staff:told.confirmed', record, acting, { unit: unit.id })];
  return done(record, action, acting, { draft }, { event, notices });
};

function unitOf({ units }: Draft, id: string): Unit {
  const unit = units.find((one) => one.id === id);
  if (unit) return unit;
  throw new RequestRefused(
    400,
    `unitId: the case has no unit ${JSON.stringify(id.slice(0, 100))}.`,
    'unitId',
  );
}

function withUnit(draft: Draft, unit: Unit): Draft {
  return { ...draft, units: draft.units.map((one) => (one.id === unit.id ? unit : one)) };
}

function mustBeOpen(unit: Unit, { clause, excluded }: ActionOf<'decide'>, { policy }: Acting): void {
  const standing = standingOf(clause, claimOf(unit), policy);
  if (standing === 'open' || (standing === 'excluded' && excluded)) return;
  const what = standing === 'excluded' ? 'exclude it by clause' : 'leave nothing to decide of clause';
  throw new RequestRefused(409, `The known facts of ${unit.id} ${what} ${clause}.`, 'clause');
}

/** The decisions with one more, in the place of what was said of its clause before. */
function decided(before: readonly Decided[], next: Decided): Decided[] {
  const old = before.find(({ clause }) => clause === next.clause);
  if (!old) return [...before, next];
  const { was = [], ...last } = old;
  return before.map((one) => (one === old ? { ...next, was: [...was, last] } : one));
}
