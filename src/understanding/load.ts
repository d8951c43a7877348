import { join } from 'node:path';
import { parseYaml, readShape, readText, shownName } from '../edited-file.ts';
import { type Gathering, gatherProblems } from '../errors.ts';
import { FILES, LANGUAGES, type LanguagePhrases, type PhraseFile, type Phrases } from './phrases.ts';

/**
 * Reads and checks `<dir>/<lng>/phrases/*.yaml` of all languages.
 * Throws a ContentError where files are missing, are no YAML or have not the expected shape: all that is wrong at once.
 */
export function loadPhrases(dir: string): Phrases {
  const { attempt, stop } = gatherProblems();
  const read = LANGUAGES.map((language) => [language, readLanguage(join(dir, language, 'phrases'), attempt)]);
  stop();
  return Object.fromEntries(read) as Phrases;
}

function readLanguage(dir: string, attempt: Gathering['attempt']): LanguagePhrases {
  const names = Object.keys(FILES) as PhraseFile[];
  const files = names.map((name) => [name, attempt(() => readFile(join(dir, `${name}.yaml`), name))]);
  return Object.fromEntries(files) as LanguagePhrases;
}

function readFile(path: string, name: PhraseFile): unknown {
  const file = shownName(path);
  return readShape<unknown>(file, parseYaml(file, readText(path), 'failsafe'), FILES[name]);
}
