import {
  addFault,
  changeFault,
  type Draft,
  type Fault,
  MOST_UNITS,
  nextId,
  removeFault,
  type Unit,
  withoutSold,
} from './draft.ts';
import type { FaultFacts } from './events.ts';
import type { Label } from './labels.ts';

/**
 * A fault said anew keeps its place, its record and its units, unless the words name another device; of more or fewer
 * units those that were known stay. A fault of another kind is looked into afresh.
 */
export function replaceFault(
  draft: Draft,
  faultId: string,
  fault: { label: Label; description: string; facts: FaultFacts },
): Draft {
  const before = draft.faults.find((entry) => entry.id === faultId);
  const units = draft.units.filter((unit) => before?.unitIds.includes(unit.id));
  const { device, quantity, since } = fault.facts;
  if (!before) return addFault(draft, fault);
  if (device !== undefined && units.some((unit) => unit.device !== device)) {
    return inPlaceOf(before, addFault(draft, fault));
  }
  const resized = quantity === undefined ? draft : resize(draft, before, units, quantity);
  return changeFault(resized, faultId, {
    label: fault.label,
    description: fault.description,
    facts: { ...before.facts, ...fault.facts },
    state: before.label === fault.label ? before.state : 'new',
    ...(since === undefined ? {} : { since }),
  });
}

/** The last fault takes the place of another, and the other goes. */
function inPlaceOf(before: Fault, draft: Draft): Draft {
  const last = draft.faults.at(-1) as Fault;
  const faults = draft.faults
    .slice(0, -1)
    .flatMap((fault) => (fault.id === before.id ? [last, before] : fault));
  return removeFault({ ...draft, faults }, before.id);
}

/** More units of the same kind, known as the ones before are but for the serial numbers and what is of them, or fewer. */
export function resize(draft: Draft, fault: Fault, units: readonly Unit[], quantity: number): Draft {
  const count = Math.min(Math.max(quantity, 1), MOST_UNITS);
  let all = draft.units;
  const kept = units.slice(0, count);
  while (kept.length < count) {
    const id = nextId(
      'U',
      all.map((unit) => unit.id),
    );
    const first = units[0] as Unit;
    const unit = { ...withoutSold(first), model: first.model, id, serial: null };
    kept.push(unit);
    all = [...all, unit];
  }
  const named = new Set(
    draft.faults.flatMap((one) => (one.id === fault.id ? kept.map((unit) => unit.id) : one.unitIds)),
  );
  const changed = changeFault(draft, fault.id, { unitIds: kept.map((unit) => unit.id) });
  return { ...changed, units: all.filter((unit) => named.has(unit.id)) };
}
