import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import {
  FILES,
  LANGUAGES,
  type Language,
  type LanguagePhrases,
  type PhraseFile,
  type Phrases,
} from './phrases.ts';

/** A phrase file that cannot be used; the message names the file and the line. */
export class PhraseError extends Error {
  override name = 'PhraseError';
  readonly file: string;
  readonly line: number;
  constructor(file: string, line: number, what: string, options?: ErrorOptions) {
    super(`${file}:${line}: ${what}`, options);
    this.file = file;
    this.line = line;
  }
}

/**
 * Reads and checks `<dir>/<lng>/phrases/*.yaml` of all languages.
 * @throws {PhraseError} where a file is missing, is no YAML or has not the expected shape
 */
export function loadPhrases(dir: string): Phrases {
  return Object.fromEntries(LANGUAGES.map((language) => [language, loadLanguage(dir, language)])) as Phrases;
}

function loadLanguage(dir: string, language: Language): LanguagePhrases {
  const names = Object.keys(FILES) as PhraseFile[];
  return Object.fromEntries(
    names.map((name) => [name, parseFile(join(dir, language, 'phrases', `${name}.yaml`), name)]),
  ) as LanguagePhrases;
}

function parseFile(file: string, name: PhraseFile): unknown {
  const lines = new LineCounter();
  const document = parseDocument(readText(file), { lineCounter: lines, schema: 'failsafe' });
  const [error] = document.errors;
  if (error) throw new PhraseError(file, lines.linePos(error.pos[0]).line, error.message, { cause: error });
  const result = FILES[name].safeParse(document.toJS());
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path ?? [];
  const offset = nodeAt(document.contents, path)?.range?.[0] ?? 0;
  throw new PhraseError(
    file,
    lines.linePos(offset).line,
    `${path.join('.')}: ${issue?.message ?? 'not as expected'}`,
  );
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new PhraseError(file, 1, 'cannot be read', { cause });
  }
}

/** The node at a path, or the deepest there is on the way to it. */
function nodeAt(contents: Node | null, path: readonly PropertyKey[]): Node | undefined {
  let node = contents ?? undefined;
  for (const key of path) {
    if (!isMap(node) && !isSeq(node)) break;
    const next: unknown = node.get(key, true);
    if (next === undefined || next === null) break;
    node = next as Node;
  }
  return node;
}
