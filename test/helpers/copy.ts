import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** A copy of the project in which a test may break what a support lead edits. */
export interface Copy {
  dir: string;
  /** Replaces the first `from`, which must be there. */
  edit(file: string, from: string, to: string): void;
  /** The line, from 1, on which a passage begins. */
  lineOf(file: string, passage: string): number;
  remove(): void;
}

export function copyProject(): Copy {
  const dir = mkdtempSync(join(tmpdir(), 'wendy-copy-'));
  for (const folder of ['dialogs', 'locales', 'src', 'docs'])
    cpSync(join(root, folder), join(dir, folder), { recursive: true });
  cpSync(join(root, 'package.json'), join(dir, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'));
  return {
    dir,
    edit(file, from, to) {
      const before = readFileSync(join(dir, file), 'utf8');
      if (!before.includes(from)) throw new Error(`${file} has no ${from}`);
      writeFileSync(
        join(dir, file),
        before.replace(from, () => to),
      );
    },
    lineOf(file, passage) {
      const text = readFileSync(join(dir, file), 'utf8');
      if (!text.includes(passage)) throw new Error(`${file} has no ${passage}`);
      return text.slice(0, text.indexOf(passage)).split('\n').length;
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}
