import { describe, expect, it } from 'vitest';
import { advance, begin, learned, stepAt } from '../../dialogs/triage/interpret.ts';
import type { Known, Outcome } from '../../dialogs/triage/tree.ts';
import { everyTree, trees, walk } from './content.ts';

interface Ways {
  paths: bigint;
  longest: number;
}

interface Seen {
  edges: Set<string>;
  ends: Set<string>;
  ways: Map<string, Ways>;
}

/** Takes every answer at every step in every state of knowledge that can be reached; counts the paths to the ends. */
function explore(outcome: Outcome, known: Known, seen: Seen): Ways {
  if (!('at' in outcome)) {
    seen.ends.add('end' in outcome ? outcome.end : `stop ${outcome.stop}`);
    return { paths: 1n, longest: 0 };
  }
  const place = `${outcome.at.family}.${outcome.at.step}`;
  const state = `${place} ${JSON.stringify(Object.entries(known).sort())}`;
  const before = seen.ways.get(state);
  if (before) return before;
  const step = stepAt(trees, outcome.at);
  if (!step) throw new Error(`${place} is not there`);
  const here: Ways = { paths: 0n, longest: 0 };
  for (const answer of Object.keys(step.answers)) {
    const next = advance(trees, outcome.at, answer, known);
    if ('invalid' in next) throw new Error(`${place} refuses its own answer ${answer}`);
    seen.edges.add(`${place} ${answer}`);
    const beyond = explore(next, { ...known, ...learned(step, answer) }, seen);
    here.paths += beyond.paths;
    here.longest = Math.max(here.longest, beyond.longest + 1);
  }
  seen.ways.set(state, here);
  return here;
}

describe('every way through the trees', () => {
  const edges = new Set<string>();

  for (const tree of everyTree) {
    it(`${tree.family}: each answer leads on or to an end, in every state of knowledge`, () => {
      const seen: Seen = { edges, ends: new Set(), ways: new Map() };
      const { paths, longest } = explore(begin(trees, tree.family, {}), {}, seen);
      console.log(
        `${tree.family}: ${Object.keys(tree.steps).length} steps, ${seen.ways.size} states, ${paths} paths, longest ${longest}; ends: ${[...seen.ends].sort().join(', ')}`,
      );
      expect(seen.ends).toContain('solved');
      expect(seen.ends).toContain('bench');
      expect(seen.ends).toContain('stop danger');
      expect(longest).toBeLessThanOrEqual(45);
    });
  }

  it('together take every answer of every step', () => {
    const all = everyTree.flatMap((tree) =>
      Object.entries(tree.steps).flatMap(([id, step]) =>
        Object.keys(step.answers).map((answer) => `${tree.family}.${id} ${answer}`),
      ),
    );
    console.log(`${all.length} answers in ${everyTree.length} trees, ${edges.size} taken`);
    expect(all.filter((edge) => !edges.has(edge))).toEqual([]);
  });

  it('every step takes "don\'t know" or "can\'t", and that leads on', () => {
    for (const tree of everyTree) {
      for (const [id, step] of Object.entries(tree.steps)) {
        const shrug = step.kind === 'do' ? 'cannot' : 'unknown';
        const next = advance(trees, { family: tree.family, step: id }, shrug, {});
        expect(next, `${tree.family}.${id}`).not.toHaveProperty('invalid');
        expect(next, `${tree.family}.${id}`).not.toEqual({ at: { family: tree.family, step: id } });
      }
    }
  });

  it('who knows nothing and can do nothing still gets to a technician, in at most 12 steps', () => {
    for (const tree of everyTree) {
      const { steps, end } = walk(begin(trees, tree.family, {}), (step) => {
        if (step.safety) return 'no';
        return step.kind === 'do' ? 'cannot' : 'unknown';
      });
      expect(end).toBe('bench');
      expect(steps.length, `${tree.family}: ${steps.join(' ')}`).toBeLessThanOrEqual(12);
    }
  });
});
