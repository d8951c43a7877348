import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type EditedFile, parseYaml, readText } from '../edited-file.ts';
import { ContentError } from '../errors.ts';
import type { ContentProblem, LocaleTexts } from './check-tree-texts.ts';

/**
 * Problems as lines `<file>:<line>: <where>: <what is wrong>`, each once, those of one file together and in its order.
 * A file that is not there is named once instead of all that it lacks.
 */
export function withLines(root: string, problems: readonly ContentProblem[]): string[] {
  const files = new Map<string, EditedFile | undefined>();
  const read = (file: string): EditedFile | undefined => {
    if (!files.has(file)) {
      const path = join(root, file);
      files.set(file, existsSync(path) ? parseYaml(file, readText(path)) : undefined);
    }
    return files.get(file);
  };
  const lined = problems.map(({ file, step, problem, path, line }) => {
    if (line !== undefined) return { file, line, text: `${step}: ${problem}` };
    const edited = read(file);
    if (!edited) return { file, line: 1, text: 'the file is missing; put it back' };
    return { file, line: lineOf(edited, path ?? step.split('.')), text: `${step}: ${problem}` };
  });
  const inOrder = lined.toSorted((a, b) => a.file.localeCompare(b.file, 'en') || a.line - b.line);
  return [...new Set(inOrder.map(({ file, line, text }) => `${file}:${line}: ${text}`))];
}

/** A plural form that is missing is looked for beside its other forms. */
function lineOf(edited: EditedFile, path: readonly string[]): number {
  const last = path.at(-1) ?? '';
  const forms = ['one', 'other'].map((form) => [...path.slice(0, -1), last.replace(/_[a-z]+$/, `_${form}`)]);
  const there = [path, ...forms].find((one) => has(edited.data, one));
  return edited.lineAt(there ?? path);
}

function has(data: unknown, path: readonly string[]): boolean {
  let value = data;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return false;
    value = (value as Record<string, unknown>)[key];
  }
  return true;
}

/** What only shows in the texts' files as they are written: a key that stands there twice. */
export function checkFiles(root: string, texts: LocaleTexts): string[] {
  return Object.entries(texts).flatMap(([language, spaces]) =>
    Object.keys(spaces).flatMap((space) => {
      const file = `locales/${language}/${space}.json`;
      try {
        parseYaml(file, readText(join(root, file)));
        return [];
      } catch (error) {
        if (error instanceof ContentError) return [...error.problems];
        throw error;
      }
    }),
  );
}
