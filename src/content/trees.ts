import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { FAULT_FAMILIES } from '../../dialogs/labels.ts';
import { ENDS, FACTS, type FactId, STOP_REASONS, type Tree, type Trees } from '../../dialogs/triage/tree.ts';
import { located, parseYaml, readShape, readText, shownName } from '../edited-file.ts';
import { ContentError, gatherProblems } from '../errors.ts';

/** Endings that would make the text's key a plural form in i18next are not taken. */
const word = z
  .string()
  .regex(
    /^[a-z][a-z0-9_]*(?<!_(?:zero|one|two|few|many|other))$/,
    'must be English words in snake_case, such as check_adapter, not ending as a plural form (_one, _other)',
  );

/** Where an answer leads; a bare word is a step of the same family. */
const target = z
  .union(
    [
      word,
      z.strictObject({ family: z.enum(FAULT_FAMILIES), step: word.optional() }),
      z.strictObject({ end: z.enum(ENDS) }),
      z.strictObject({ stop: z.enum(STOP_REASONS) }),
    ],
    { error: 'takes the name of a step, { family: … }, { end: … } or { stop: … }' },
  )
  .transform((value) => (typeof value === 'string' ? { step: value } : value));

const fact = z.enum(Object.keys(FACTS) as [FactId, ...FactId[]]);

const step = z.strictObject({
  kind: z
    .enum(['ask', 'do'])
    .describe('ask: a question; do: an instruction, answered by helped, not_helped, cannot'),
  safety: z
    .boolean()
    .optional()
    .describe('A question about danger: yes stops, no goes on; asked once a conversation'),
  fact: fact.optional().describe('The name of what is learned; a step whose fact is known is passed over'),
  text: word.optional().describe('The texts are triage.json common.<text>, not those of this step'),
  titles: z
    .array(word)
    .optional()
    .describe('Common answers (yes, unknown, …) with a title of their own here'),
  minutes: z.number().int().min(1).max(120).optional().describe('How long an instruction takes'),
  evidence: z
    .array(word)
    .optional()
    .describe('What a technician will want to see: triage.json evidence.<id>'),
  answers: z.record(word, target).describe('Answer: where it leads'),
});

/** The form of a file in `dialogs/triage/`; what it means is checked by `checkTrees`. */
export const treeSchema = z.strictObject({
  family: z.enum(FAULT_FAMILIES),
  version: z.number().int().min(1),
  start: word,
  evidence: z.array(word),
  steps: z.record(word, step),
});

/** Reads every `*.yaml` of a folder as a tree. Throws a ContentError that lists all that is wrong in all of them. */
export function loadTrees(folder: string): Trees {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  const { attempt, stop } = gatherProblems();
  const trees = files.sort().map((name) => attempt(() => loadTree(join(folder, name))));
  stop();
  return Object.fromEntries(trees.map((tree) => [tree.family, tree]));
}

function loadTree(path: string): Tree {
  return parseTree(shownName(path), readText(path));
}

/** Reads the text of one tree; `file` is its name, which must be `<family>.yaml`. Throws a ContentError. */
export function parseTree(file: string, text: string): Tree {
  const edited = parseYaml(file, text);
  const tree = readShape(file, edited, treeSchema);
  const name = `${tree.family}.yaml`;
  if (basename(file) === name) return tree;
  throw new ContentError([
    located(file, edited, ['family'], `is ${tree.family}, so the file must be ${name}; rename one of them`),
  ]);
}
