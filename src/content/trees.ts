import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { FAULT_FAMILIES } from '../../dialogs/labels.ts';
import { ENDS, FACTS, type FactId, STOP_REASONS, type Tree, type Trees } from '../../dialogs/triage/tree.ts';

/** Endings that would make the text's key a plural form in i18next are not taken. */
const word = z
  .string()
  .regex(
    /^[a-z][a-z0-9_]*(?<!_(?:zero|one|two|few|many|other))$/,
    'must be English words in snake_case, such as check_adapter, not ending as a plural form (_one, _other)',
  );

/** Where an answer leads; a bare word is a step of the same family. */
const target = z
  .union([
    word,
    z.strictObject({ family: z.enum(FAULT_FAMILIES), step: word.optional() }),
    z.strictObject({ end: z.enum(ENDS) }),
    z.strictObject({ stop: z.enum(STOP_REASONS) }),
  ])
  .transform((value) => (typeof value === 'string' ? { step: value } : value));

const step = z.strictObject({
  kind: z.enum(['ask', 'do']),
  safety: z.boolean().optional(),
  fact: z.enum(Object.keys(FACTS) as [FactId, ...FactId[]]).optional(),
  text: word.optional(),
  titles: z.array(word).optional(),
  minutes: z.number().int().min(1).max(120).optional(),
  evidence: z.array(word).optional(),
  answers: z.record(word, target),
});

/** The form of a file in `dialogs/triage/`; what it means is checked by `checkTrees`. */
export const treeSchema = z.strictObject({
  family: z.enum(FAULT_FAMILIES),
  version: z.number().int().min(1),
  start: word,
  evidence: z.array(word),
  steps: z.record(word, step),
});

/** A file that can't be read as a tree; each line of the message names file, line and what is wrong. */
export class TreeError extends Error {
  override readonly name = 'TreeError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** Reads every `*.yaml` of a folder as a tree. Throws a `TreeError` that lists all that is wrong in all of them. */
export async function loadTrees(folder: string): Promise<Trees> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  const problems: string[] = [];
  const trees: Partial<Record<Tree['family'], Tree>> = {};
  for (const file of files) {
    const parsed = parseTree(file, await readFile(join(folder, file), 'utf8'));
    if ('problems' in parsed) problems.push(...parsed.problems);
    else trees[parsed.tree.family] = parsed.tree;
  }
  if (problems.length > 0) throw new TreeError(problems);
  return trees;
}

/** Reads the text of one tree's file; `file` is its name, for messages, and must be `<family>.yaml`. */
export function parseTree(file: string, text: string): { tree: Tree } | { problems: string[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    return {
      problems: faults.map((fault) => `${file}:${lines.linePos(fault.pos[0]).line}: ${fault.message}`),
    };
  }
  const result = treeSchema.safeParse(document.toJS());
  if (!result.success) {
    return {
      problems: result.error.issues.map(
        (issue) =>
          `${file}:${lineOf(document, lines, issue.path)}: ${issue.path.join('.') || 'the tree'}: ${issue.message}`,
      ),
    };
  }
  if (file !== `${result.data.family}.yaml`) {
    const line = lineOf(document, lines, ['family']);
    return {
      problems: [
        `${file}:${line}: family: is ${result.data.family}, so the file must be ${result.data.family}.yaml`,
      ],
    };
  }
  return { tree: result.data };
}

/** The schema that an editor understands, as kept in `dialogs/triage/tree.schema.json`. */
export function treeJsonSchema(): unknown {
  return z.toJSONSchema(treeSchema, { io: 'input' });
}

/** The line of the value at a path, or of the nearest value around it that is there. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
