import { describe, expect, it } from 'vitest';
import { FAULT_FAMILIES } from '../../dialogs/labels.ts';
import { advance, begin, stepAt } from '../../dialogs/triage/interpret.ts';
import { FACTS, type FactId, type Known, type Outcome } from '../../dialogs/triage/tree.ts';
import { everyTree, trees } from './content.ts';

/**
 * Where a value is known and its step asks all the same, as it asks for something narrower: a recorder without a
 * picture has channels that may differ, and what hums is one of two kinds of microphone.
 */
const NARROWER = [
  'no_video.which_channels recorder',
  'audio.which_microphone input_only',
  'audio.which_microphone none',
  'audio.hum_microphone input_only',
  'audio.hum_microphone none',
];

/** Every step that asks for a fact though it is known, wherever one may get from an outcome on. */
function asksAgain(from: Outcome, known: Known, seen = new Set<string>()): string[] {
  if (!('at' in from)) return [];
  const place = `${from.at.family}.${from.at.step}`;
  const step = stepAt(trees, from.at);
  if (seen.has(place) || !step) return [];
  seen.add(place);
  const value = step.fact && known[step.fact];
  const own = value === undefined ? [] : [`${place} ${value}`];
  return Object.keys(step.answers).reduce((all, answer) => {
    const next = advance(trees, from.at, answer, known);
    return 'invalid' in next ? all : all.concat(asksAgain(next, known, seen));
  }, own);
}

const facts = Object.keys(FACTS) as FactId[];
const cases = FAULT_FAMILIES.flatMap((family) =>
  facts.flatMap((fact) => FACTS[fact].values.map((value) => ({ family, fact, value }))),
);

describe('what is known before a triage begins', () => {
  it('is asked on no way through any tree: each fact, each value, each family', () => {
    const again = new Set<string>();
    for (const { family, fact, value } of cases) {
      for (const one of asksAgain(begin(trees, family, { [fact]: value }), { [fact]: value })) again.add(one);
    }
    console.info(`known beforehand: ${cases.length} cases in ${everyTree.length} trees`);
    expect([...again].filter((one) => !NARROWER.includes(one))).toEqual([]);
  });

  it('is asked for somewhere, fact by fact', () => {
    const asked = everyTree.flatMap((tree) =>
      Object.entries(tree.steps).flatMap(([id, step]) =>
        step.fact ? [`${step.fact} ${tree.family}.${id}`] : [],
      ),
    );
    console.info(`${asked.length} steps ask for ${facts.length} facts`);
    expect(facts.filter((fact) => !asked.some((one) => one.startsWith(`${fact} `)))).toEqual([]);
  });
});
