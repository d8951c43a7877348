import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAULT_FAMILIES } from '../../dialogs/labels.ts';
import { advance, stepAt } from '../../dialogs/triage/interpret.ts';
import type { Known, Outcome, Position, Step, Tree, Trees } from '../../dialogs/triage/tree.ts';
import type { LocaleTexts } from '../../src/content/check-trees.ts';
import { loadTrees } from '../../src/content/trees.ts';

const root = join(import.meta.dirname, '../..');
export const LANGUAGES = ['en', 'zh'] as const;

/** The trees and texts that ship. */
export const trees = loadTrees(join(root, 'dialogs/triage'));
export const texts = readTexts();
export const everyTree: Tree[] = FAULT_FAMILIES.flatMap((family) => trees[family] ?? []);

function readTexts(): LocaleTexts {
  return Object.fromEntries(LANGUAGES.map((language) => [language, readLanguage(language)]));
}

function readLanguage(language: string): Record<string, unknown> {
  const folder = join(root, 'locales', language);
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return Object.fromEntries(
    files.map((name) => [
      name.slice(0, -'.json'.length),
      JSON.parse(readFileSync(join(folder, name), 'utf8')),
    ]),
  );
}

/** The text under `<namespace>:<key>`; fails the test where there is none. */
export function textOf(language: string, key: string): string {
  const [space = '', path = ''] = key.split(':');
  let value: unknown = texts[language]?.[space];
  for (const part of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[part];
  if (typeof value !== 'string') throw new Error(`no text ${key} in ${language}`);
  return value;
}

/** Every text of the triage in a language, with its key. */
export function triageTexts(language: string): { key: string; text: string }[] {
  const spaces = Object.entries(texts[language] ?? {}).filter(([space]) => space.startsWith('triage'));
  return spaces.flatMap(([space, value]) => flatten(value, `${space}:`));
}

function flatten(value: unknown, prefix: string): { key: string; text: string }[] {
  if (typeof value === 'string') return [{ key: prefix, text: value }];
  return Object.entries(value as Record<string, unknown>).flatMap(([key, inner]) =>
    flatten(inner, prefix.endsWith(':') ? prefix + key : `${prefix}.${key}`),
  );
}

export function stepIn(family: Position['family'], step: string): Step {
  const found = stepAt(trees, { family, step });
  if (!found) throw new Error(`no step ${family}.${step}`);
  return found;
}

export interface Walked {
  steps: string[];
  end: string;
}

/** Walks from an outcome to an end; `answer` says what is answered at each step. */
export function walk(
  from: Outcome,
  answer: (step: Step, position: Position) => string,
  known: Known = {},
  among: Trees = trees,
): Walked {
  const steps: string[] = [];
  let outcome = from;
  let facts = known;
  while ('at' in outcome) {
    const position = outcome.at;
    const step = stepAt(among, position);
    if (!step) throw new Error(`no step ${position.family}.${position.step}`);
    const value = answer(step, position);
    steps.push(`${position.family}.${position.step}`);
    const next = advance(among, position, value, facts);
    if ('invalid' in next) throw new Error(`${position.step} does not take ${value}`);
    if (step.fact) facts = { ...facts, [step.fact]: value };
    outcome = next;
  }
  return { steps, end: 'end' in outcome ? outcome.end : `stop ${outcome.stop}` };
}

/** Answers by a table of step to value; else no danger, no help, not known. */
export function answering(table: Readonly<Record<string, string>>): (step: Step, at: Position) => string {
  return (step, at) => {
    const chosen = table[at.step];
    if (chosen) return chosen;
    if (step.safety) return 'no';
    return step.kind === 'do' ? 'not_helped' : 'unknown';
  };
}
