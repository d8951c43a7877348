import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';
import type { z } from 'zod';
import { ContentError } from './errors.ts';
import { inPlainWords } from './plain-words.ts';

/** The YAML parser's code for a key that stands twice. */
const TWICE = 'DUPLICATE_KEY';
const ROOT = resolve(import.meta.dirname, '..');

/** Keys from the top of a file: `['steps', 'smell', 'kind']`. */
export type Path = readonly PropertyKey[];

/** A file of YAML or JSON that a person edits, parsed. */
export interface EditedFile {
  data: unknown;
  /** The line, from 1, of the entry at a path, or of the nearest one above it that the file has. */
  lineAt(path: Path): number;
}

/** A file's name for messages: from the project's folder, with slashes, where it lies in there. */
export function shownName(file: string): string {
  const name = relative(ROOT, file);
  return name.startsWith('..') ? file : name.replaceAll('\\', '/');
}

/** The text of a file. Throws a ContentError that names it. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const why = (cause as { code?: string }).code === 'ENOENT' ? 'the file is missing' : String(cause);
    throw new ContentError([`${shownName(file)}:1: ${why}; put it back`], { cause });
  }
}

/** Parses YAML, or JSON for the sake of its lines. `failsafe`: every scalar is text. Throws a ContentError. */
export function parseYaml(file: string, text: string, schema: 'core' | 'failsafe' = 'core'): EditedFile {
  const lines = new LineCounter();
  const document: Document = parseDocument(text, { lineCounter: lines, prettyErrors: false, schema });
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) {
    throw new ContentError(
      tellingOnes(broken).map((one) => {
        const mend =
          one.code === TWICE ? 'take one of the two out' : 'look at this line and the one above it';
        return `${file}:${lines.linePos(placeOf(one, document)).line}: ${one.message}; ${mend}`;
      }),
    );
  }
  return {
    data: document.toJS(),
    lineAt: (path) => lines.linePos(offsetAt(document.contents, path)).line,
  };
}

/** What comes after the first place that can't be parsed mostly follows from it. */
function tellingOnes(broken: readonly YAMLError[]): YAMLError[] {
  const first = broken.find(({ code }) => code !== TWICE);
  return first ? [first] : [...broken];
}

/** A quote that is never closed is found where it was opened, not at the end of the file. */
function placeOf({ code, pos }: YAMLError, document: Document): number {
  let opened = pos[0];
  if (code !== 'MISSING_CHAR') return opened;
  visit(document, {
    Scalar: (_, { range }) => {
      if (range && range[0] < pos[0]) opened = range[0];
    },
  });
  return opened;
}

/** What a file holds, by its schema. Throws a ContentError that names all that is wrong, each with its line. */
export function readShape<T>(file: string, edited: EditedFile, schema: z.ZodType<T>): T {
  const result = schema.safeParse(edited.data, { reportInput: true });
  if (result.success) return result.data;
  throw new ContentError(
    result.error.issues.flatMap(inPlainWords).map(({ path, at, message }) => {
      return located(file, edited, path, message, at);
    }),
  );
}

/** A problem with its file and line; `at`: where the line is, if that is not `path`. */
export function located(
  file: string,
  edited: EditedFile,
  path: Path,
  message: string,
  at: Path = path,
): string {
  const where = path.length > 0 ? `${path.map(String).join('.')}: ` : '';
  return `${file}:${edited.lineAt(at)}: ${where}${message}`;
}

/** Where the entry at a path begins: a mapping's entry at its key. */
function offsetAt(contents: Node | null, path: Path): number {
  let node: unknown = contents;
  let offset = contents?.range?.[0] ?? 0;
  for (const key of path) {
    const next = entryOf(node, key);
    if (!next) break;
    offset = next.offset;
    node = next.node;
  }
  return offset;
}

function entryOf(node: unknown, key: PropertyKey): { node: unknown; offset: number } | undefined {
  if (isMap<unknown, unknown>(node)) {
    const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
    const offset = isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
    return pair && offset !== undefined ? { node: pair.value, offset } : undefined;
  }
  if (!isSeq(node)) return undefined;
  const item = node.items[Number(key)] as Node | undefined;
  return item?.range ? { node: item, offset: item.range[0] } : undefined;
}
