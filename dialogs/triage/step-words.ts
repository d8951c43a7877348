import { FAULT_FAMILIES } from '../labels.ts';
import type { Message } from '../message.ts';
import { keysOf, stepAt } from './interpret.ts';
import type { Step, Trees } from './tree.ts';

/** A step that was tried, for who reads a case: what it was, and what came of it where the tree names that. */
export interface StepWords {
  kind: Step['kind'];
  text: Message;
  result: Message | undefined;
}

/** The words of a step by its id in a fault's record (`no_power.smell`); undefined where the trees have it no more. */
export function stepWords(trees: Trees, id: string, result: string): StepWords | undefined {
  const [name = '', ...rest] = id.split('.');
  const family = FAULT_FAMILIES.find((one) => one === name);
  const position = family && { family, step: rest.join('.') };
  const step = position && stepAt(trees, position);
  if (!step) return undefined;
  const { text, answers } = keysOf(step, position);
  const title = answers.find(({ value }) => value === result)?.title;
  return { kind: step.kind, text: { key: text }, result: title && { key: title } };
}
