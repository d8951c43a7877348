import type { FaultFamily } from '../labels.ts';
import { keyFromData, type MessageKey } from '../message.ts';
import {
  COMMON_VALUES,
  COUNTS_AS,
  FACTS,
  type FactId,
  type Known,
  type Outcome,
  type Position,
  type Step,
  type Target,
  type Tree,
  type Trees,
} from './tree.ts';

/** The keys of all that is shown of a step; `answers` in the order of the tree. */
export interface TextKeys {
  text: MessageKey;
  why: MessageKey;
  answers: readonly { value: string; title: MessageKey }[];
}

/** The first question of a family, past what is known already. A family without a tree ends at the bench at once. */
export function begin(trees: Trees, family: FaultFamily, known: Known): Outcome {
  return settle(trees, family, { family }, known);
}

/**
 * Where an answer leads, past what is known already and what this answer teaches.
 * `invalid` where the position has no step (any more) or the step no such answer: ask again, or see `nearest`.
 */
export function advance(
  trees: Trees,
  position: Position,
  answer: string,
  known: Known,
): Outcome | { invalid: true } {
  const step = stepAt(trees, position);
  const target = step && targetOf(step, answer);
  if (!step || !target) return { invalid: true };
  return settle(trees, position.family, target, { ...known, ...learned(step, answer) });
}

/** The step at a position, or `undefined` where its family or the step is gone. */
export function stepAt(trees: Trees, position: Position): Step | undefined {
  const tree = trees[position.family];
  return tree && stepOf(tree, position.step);
}

/** What an answer to a step teaches, to be kept under `scopeOfFact`. */
export function learned(step: Step, answer: string): Known {
  return step.fact ? { [step.fact]: answer } : {};
}

/** Whether a fact holds for the conversation or only for the fault it was learned of. */
export function scopeOfFact(fact: FactId): 'conversation' | 'fault' {
  return FACTS[fact].of;
}

/**
 * Where a stored position goes on after the trees were edited: where it was if that step is still there, else at the
 * first step of its family that `results` (by `<family>.<step>`, what was answered before) does not settle, else, with
 * its family gone, `undefined`: the fault goes on without triage. Answers that lead to an end now are put once more.
 */
export function nearest(
  trees: Trees,
  position: Position,
  results: Known = {},
  known: Known = {},
): Position | undefined {
  if (stepAt(trees, position)) return position;
  const tree = trees[position.family];
  if (!tree) return undefined;
  const first = begin(trees, position.family, known);
  let here: Position = 'at' in first ? first.at : { family: position.family, step: tree.start };
  const passed = new Set<string>();
  for (;;) {
    const id = `${here.family}.${here.step}`;
    const result = Object.hasOwn(results, id) ? results[id] : undefined;
    if (result === undefined || passed.has(id)) return here;
    passed.add(id);
    const next = advance(trees, here, result, known);
    if (!('at' in next)) return here;
    here = next.at;
  }
}

/** The text keys of a step, `<namespace>:<key>`; each exists in every language (the content check sees to it). */
export function textKeys(trees: Trees, position: Position): TextKeys | undefined {
  const step = stepAt(trees, position);
  return step && keysOf(step, position);
}

/** As `textKeys`, of a step in hand. */
export function keysOf(step: Step, position: Position): TextKeys {
  const base = step.text ? `triage:common.${step.text}` : `triage.${position.family}:${position.step}`;
  return {
    text: keyFromData(`${base}.text`),
    why: keyFromData(`${base}.why`),
    answers: Object.keys(step.answers).map((value) => ({
      value,
      title: keyFromData(
        hasCommonTitle(step, value) ? `triage:answers.${value}` : `${base}.answers.${value}`,
      ),
    })),
  };
}

/** What a technician will want to see after these steps: ids of `triage:evidence.<id>`, each once, in order. */
export function evidenceOf(trees: Trees, passed: readonly Position[]): string[] {
  const wanted = passed.flatMap((position) => [
    ...(trees[position.family]?.evidence ?? []),
    ...(stepAt(trees, position)?.evidence ?? []),
  ]);
  return [...new Set(wanted)];
}

/** Follows a target and passes every step whose answer is known, until something must be asked or it ends. */
function settle(trees: Trees, family: FaultFamily, target: Target, known: Known): Outcome {
  const passed = new Set<string>();
  let here = family;
  let next = target;
  for (;;) {
    if ('end' in next) return { end: next.end };
    if ('stop' in next) return { stop: next.stop };
    if ('family' in next) here = next.family;
    const tree = trees[here];
    const id = next.step ?? tree?.start;
    const step = tree && id !== undefined ? stepOf(tree, id) : undefined;
    if (id === undefined || !step) return { end: 'bench' };
    const follow = knownTarget(step, known);
    const place = `${here}.${id}`;
    if (!follow || passed.has(place)) return { at: { family: here, step: id } };
    passed.add(place);
    next = follow;
  }
}

function knownTarget(step: Step, known: Known): Target | undefined {
  if (!step.fact || !Object.hasOwn(known, step.fact)) return undefined;
  const answer = known[step.fact];
  if (answer === undefined) return undefined;
  const near = COUNTS_AS[step.fact]?.[answer];
  return targetOf(step, answer) ?? (near === undefined ? undefined : targetOf(step, near));
}

function stepOf(tree: Tree, id: string): Step | undefined {
  return Object.hasOwn(tree.steps, id) ? tree.steps[id] : undefined;
}

function targetOf(step: Step, answer: string): Target | undefined {
  return Object.hasOwn(step.answers, answer) ? step.answers[answer] : undefined;
}

function hasCommonTitle(step: Step, value: string): boolean {
  return (COMMON_VALUES as readonly string[]).includes(value) && !(step.titles ?? []).includes(value);
}
