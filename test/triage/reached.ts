import { advance, learned, stepAt } from '../../dialogs/triage/interpret.ts';
import type { Known, Outcome, Position } from '../../dialogs/triage/tree.ts';
import { trees } from './content.ts';

/** Every step, `<family>.<step>`, that someone who knows these facts can be asked from a step on. */
export function reached(family: Position['family'], step: string, known: Known = {}): Set<string> {
  const places = new Set<string>();
  const states = new Set<string>();
  const visit = (outcome: Outcome, facts: Known): void => {
    if (!('at' in outcome)) return;
    const place = `${outcome.at.family}.${outcome.at.step}`;
    const state = `${place} ${JSON.stringify(Object.entries(facts).sort())}`;
    if (states.has(state)) return;
    states.add(state);
    places.add(place);
    const here = stepAt(trees, outcome.at);
    for (const answer of Object.keys(here?.answers ?? {})) {
      const next = advance(trees, outcome.at, answer, facts);
      if (here && !('invalid' in next)) visit(next, { ...facts, ...learned(here, answer) });
    }
  };
  visit({ at: { family, step } }, known);
  return places;
}
