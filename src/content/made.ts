import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ContentProblem } from './check-tree-texts.ts';

/** Files that are made from others: file from the project's folder, and its text. */
export type MadeFiles = ReadonlyMap<string, string>;

/** Writes the files that are not as they should be, and takes `left` away. Gives the names of those that changed. */
export function writeMade(root: string, files: MadeFiles, left: readonly string[] = []): string[] {
  const changed = [...files].filter(([file, text]) => textOf(root, file) !== text);
  for (const [file, text] of changed) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  for (const file of left) rmSync(join(root, file));
  return [...changed.map(([file]) => file), ...left];
}

/** The made files that are not as they should be, each at its first line that differs. */
export function checkMade(root: string, files: MadeFiles, mend: string): ContentProblem[] {
  return [...files].flatMap(([file, text]) => {
    const there = textOf(root, file);
    if (there === text) return [];
    const wanted = text.split('\n');
    const line = there.split('\n').findIndex((one, index) => one !== wanted[index]);
    return [{ file, line: Math.max(1, line + 1), step: 'the file', problem: mend }];
  });
}

function textOf(root: string, file: string): string {
  const path = join(root, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
