import type { Draft, Unit } from './draft.ts';
import type { Guesses } from './warranty/policy.ts';

/** What the customer's words let one guess of a unit; put for a yes or no, never taken for a fact. */
export function guessesOf(draft: Draft, unit: Unit): Guesses {
  const facts = draft.faults.filter((fault) => fault.unitIds.includes(unit.id)).map((fault) => fault.facts);
  const place = facts.find((entry) => entry.place)?.place;
  const event = facts.find((entry) => entry.event)?.event;
  return { ...(place ? { place } : {}), ...(event ? { event } : {}) };
}
