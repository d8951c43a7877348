import type { FaultFamily } from '../../dialogs/labels.ts';
import {
  COMMON_VALUES,
  FACTS,
  RESULTS,
  type Step,
  type Target,
  type Tree,
  type Trees,
} from '../../dialogs/triage/tree.ts';
import { type ContentProblem, checkTreeTexts, everyTree, type LocaleTexts } from './check-tree-texts.ts';

export type { ContentProblem, LocaleTexts } from './check-tree-texts.ts';

/**
 * All that is wrong with the trees and their texts; empty when a support lead may ship them. The rules:
 * every answer leads to a step or family that can be; every step is reachable from a start; no step can be reached from
 * itself, over families too, so that every way ends; an instruction has exactly its three results; a question that has
 * `yes` or `no` has both and `unknown`; a safety question is that, with `no` going on and `yes` stopping; a fact has its
 * own values; every text is there in every language, and none is left over.
 */
export function checkTrees(trees: Trees, texts: LocaleTexts): ContentProblem[] {
  return [
    ...everyTree(trees).flatMap((tree) => [
      ...checkSteps(tree),
      ...checkTargets(tree, trees),
      ...checkReach(tree, trees),
    ]),
    ...checkLoops(trees),
    ...checkTreeTexts(trees, texts),
  ];
}

/** `within`: the part of the step that is wrong. */
function at(tree: Tree, step: string, problem: string, ...within: string[]): ContentProblem {
  return {
    file: `dialogs/triage/${tree.family}.yaml`,
    step,
    problem,
    path: ['steps', step, ...within],
  };
}

function checkSteps(tree: Tree): ContentProblem[] {
  return Object.entries(tree.steps).flatMap(([id, step]) => [
    ...[...wrongAnswers(step), ...wrongSafety(step)].map((problem) => at(tree, id, problem, 'answers')),
    ...wrongFact(step).map(([value, problem]) => at(tree, id, problem, 'answers', value)),
    ...wrongTitles(step).map((problem) => at(tree, id, problem, 'titles')),
  ]);
}

function wrongAnswers(step: Step): string[] {
  const values = Object.keys(step.answers);
  if (step.kind === 'do') {
    const same = values.length === RESULTS.length && RESULTS.every((result) => values.includes(result));
    return same
      ? []
      : [`an instruction is answered by exactly ${RESULTS.join(', ')}; here: ${values.join(', ')}`];
  }
  const wrong = [];
  if (values.length < 2) wrong.push('a question needs at least two answers');
  if (
    (values.includes('yes') || values.includes('no')) &&
    !['yes', 'no', 'unknown'].every((v) => values.includes(v))
  ) {
    wrong.push('a question with yes or no needs yes, no and unknown');
  }
  if (!values.includes('unknown')) wrong.push('a question needs the answer unknown');
  if (RESULTS.some((result) => values.includes(result)))
    wrong.push('a question has no results of an instruction');
  return wrong;
}

/** A danger that is there stops; one that is not known never leads on as if there were none. */
function wrongSafety(step: Step): string[] {
  if (!step.safety) return [];
  if (step.kind !== 'ask') return ['a safety step must be a question'];
  const { yes, no, unknown } = step.answers;
  const wrong = [];
  if (!yes || !('stop' in yes)) wrong.push('a safety question stops at yes');
  if (!no || 'stop' in no) wrong.push('at a safety question no means no danger: it goes on');
  if (unknown && no && !('end' in no) && same(unknown, no))
    wrong.push('at a safety question unknown does not go the way of no');
  return wrong;
}

function wrongFact(step: Step): [string, string][] {
  if (!step.fact) return [];
  const allowed: readonly string[] = FACTS[step.fact].values;
  return Object.keys(step.answers)
    .filter((value) => !allowed.includes(value))
    .map((value) => [value, `the fact ${step.fact} has no value ${value}; it takes ${allowed.join(', ')}`]);
}

function wrongTitles(step: Step): string[] {
  return (step.titles ?? [])
    .filter(
      (value) => !(COMMON_VALUES as readonly string[]).includes(value) || !Object.hasOwn(step.answers, value),
    )
    .map(
      (value) => `titles names ${value}, which is no answer of this step with a common title; take it out`,
    );
}

function checkTargets(tree: Tree, trees: Trees): ContentProblem[] {
  const start = Object.hasOwn(tree.steps, tree.start)
    ? []
    : [
        {
          ...at(tree, tree.start, 'the start is no step of this tree; name one that there is'),
          path: ['start'],
        },
      ];
  const answers = Object.entries(tree.steps).flatMap(([id, step]) =>
    Object.entries(step.answers)
      .filter(([, target]) => leadsNowhere(target, tree, trees))
      .map(([value, target]) =>
        at(
          tree,
          id,
          `the answer ${value} leads to ${name(target)}, which does not exist; add that step or name another`,
          'answers',
          value,
        ),
      ),
  );
  return [...start, ...answers];
}

function leadsNowhere(target: Target, tree: Tree, trees: Trees): boolean {
  if ('end' in target || 'stop' in target) return false;
  if (!('family' in target)) return !Object.hasOwn(tree.steps, target.step);
  return target.step !== undefined && !Object.hasOwn(trees[target.family]?.steps ?? {}, target.step);
}

/** A family's steps count as reached from its own start, or from another family's step that leads into it. */
function checkReach(tree: Tree, trees: Trees): ContentProblem[] {
  const entries = everyTree(trees).flatMap((from) =>
    Object.values(from.steps).flatMap((step) => placesOf(step, from, trees)),
  );
  const reached = new Set<string>();
  const open = [
    `${tree.family}.${tree.start}`,
    ...entries
      .filter((place) => place.family === tree.family && place.from !== tree.family)
      .map((p) => p.key),
  ];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (reached.has(key)) continue;
    reached.add(key);
    const step = tree.steps[key.slice(tree.family.length + 1)];
    if (step) open.push(...placesOf(step, tree, trees).map((place) => place.key));
  }
  return Object.keys(tree.steps)
    .filter((id) => !reached.has(`${tree.family}.${id}`))
    .map((id) => at(tree, id, 'no answer leads to this step; let one lead here or take the step out'));
}

interface Place {
  from: FaultFamily;
  family: FaultFamily;
  key: string;
}

/** The steps that a step's answers lead to, in whatever family. */
function placesOf(step: Step, tree: Tree, trees: Trees): Place[] {
  return Object.values(step.answers).flatMap((target) => {
    if ('end' in target || 'stop' in target) return [];
    const family = 'family' in target ? target.family : tree.family;
    const id = target.step ?? trees[family]?.start;
    return id !== undefined && Object.hasOwn(trees[family]?.steps ?? {}, id)
      ? [{ from: tree.family, family, key: `${family}.${id}` }]
      : [];
  });
}

/** Depth first over all families at once; a way that meets itself is named with all its steps. */
function checkLoops(trees: Trees): ContentProblem[] {
  const done = new Set<string>();
  const problems: ContentProblem[] = [];
  const visit = (tree: Tree, id: string, way: readonly string[]): void => {
    const key = `${tree.family}.${id}`;
    if (way.includes(key)) {
      problems.push(
        at(
          tree,
          id,
          `a loop: ${[...way.slice(way.indexOf(key)), key].join(' → ')}; let one of these lead elsewhere`,
        ),
      );
      return;
    }
    if (done.has(key)) return;
    const step = tree.steps[id];
    for (const place of step ? placesOf(step, tree, trees) : []) {
      const next = trees[place.family];
      if (next) visit(next, place.key.slice(place.family.length + 1), [...way, key]);
    }
    done.add(key);
  };
  for (const tree of everyTree(trees)) for (const id of Object.keys(tree.steps)) visit(tree, id, []);
  return problems;
}

function same(one: Target, other: Target): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function name(target: Target): string {
  if ('family' in target) return target.step ? `${target.family}.${target.step}` : target.family;
  return 'step' in target ? target.step : 'an end';
}
