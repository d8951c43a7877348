import { FAULT_FAMILIES } from '../../dialogs/labels.ts';
import { keysOf } from '../../dialogs/triage/interpret.ts';
import { COMMON_VALUES, ENDS, STOP_REASONS, type Tree, type Trees } from '../../dialogs/triage/tree.ts';

/** Something wrong in the content: which file, at which step or key, and what it is with the mend. */
export interface ContentProblem {
  file: string;
  step: string;
  problem: string;
  /** Where its line is, keys from the top of the file; without it, where `step` says. */
  path?: readonly string[];
  /** The line, where it is known already. */
  line?: number;
}

/** The texts as they lie in `locales/`: language, then namespace (the file's name), then nested keys. */
export type LocaleTexts = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Parts of `triage.json` in which a key that nothing uses is a mistake. */
const WATCHED = ['answers', 'common', 'end', 'evidence', 'stop'];

/** The trees that there are, in the order of the families. */
export function everyTree(trees: Trees): Tree[] {
  return FAULT_FAMILIES.flatMap((family) => trees[family] ?? []);
}

/** Every text that the trees and their ends need is there in every language, not blank, and none is left over. */
export function checkTreeTexts(trees: Trees, texts: LocaleTexts): ContentProblem[] {
  const wanted = wantedKeys(trees);
  const namespaces = ['triage', ...everyTree(trees).map((tree) => `triage.${tree.family}`)];
  return Object.entries(texts).flatMap(([language, files]) => {
    const there = new Map(namespaces.flatMap((space) => keysUnder(files[space], `${space}:`)));
    const missing = [...wanted].filter(([key]) => !there.get(key)?.trim());
    const spare = [...there.keys()].filter((key) => !wanted.has(key) && isWatched(key));
    return [
      ...missing.map(([key, step]) => ({
        file: fileOf(language, key),
        step,
        problem: `the text ${key} is missing; add it here`,
        path: pathOf(key),
      })),
      ...spare.map((key) => ({
        file: fileOf(language, key),
        step: pathOf(key).join('.'),
        problem: `the text ${key} is used by no step; take it out, or add the step that says it`,
      })),
    ];
  });
}

/** Every key that must be there, with the step that wants it. */
function wantedKeys(trees: Trees): Map<string, string> {
  const wanted = new Map<string, string>();
  const want = (key: string, step: string) => wanted.has(key) || wanted.set(key, step);
  for (const value of COMMON_VALUES) want(`triage:answers.${value}`, value);
  for (const reason of STOP_REASONS) want(`triage:stop.${reason}`, reason);
  for (const end of ENDS) want(`triage:end.${end}`, end);
  for (const tree of everyTree(trees)) {
    for (const id of tree.evidence) want(`triage:evidence.${id}`, tree.family);
    for (const [id, step] of Object.entries(tree.steps)) {
      const keys = keysOf(step, { family: tree.family, step: id });
      for (const key of [keys.text, keys.why, ...keys.answers.map((answer) => answer.title)]) want(key, id);
      for (const evidence of step.evidence ?? []) want(`triage:evidence.${evidence}`, id);
    }
  }
  return wanted;
}

function keysUnder(value: unknown, prefix: string): [string, string][] {
  if (typeof value === 'string') return [[prefix, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    keysUnder(inner, prefix.endsWith(':') ? `${prefix}${key}` : `${prefix}.${key}`),
  );
}

function isWatched(key: string): boolean {
  const [space = '', path = ''] = key.split(':');
  return space !== 'triage' || WATCHED.includes(path.split('.')[0] ?? '');
}

function pathOf(key: string): string[] {
  return key.slice(key.indexOf(':') + 1).split('.');
}

function fileOf(language: string, key: string): string {
  return `locales/${language}/${key.split(':')[0]}.json`;
}
