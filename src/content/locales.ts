import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readText, shownName } from '../edited-file.ts';
import { ContentError, type Gathering, gatherProblems } from '../errors.ts';

/**
 * Reads `locales/<lng>/*.json`, one file a topic.
 * Throws a ContentError that names the file and the line where one is no JSON object.
 */
export function readLocales<L extends string>(
  dir: string,
  lngs: readonly L[],
): Record<L, Record<string, object>> {
  const { attempt, stop } = gatherProblems();
  const read = lngs.map((lng) => [lng, readLanguage(join(dir, lng), attempt)]);
  stop();
  return Object.fromEntries(read) as Record<L, Record<string, object>>;
}

function readLanguage(dir: string, attempt: Gathering['attempt']): Record<string, object> {
  const files = readdirSync(dir).filter((file) => file.endsWith('.json'));
  return Object.fromEntries(
    files.map((file) => [file.slice(0, -'.json'.length), attempt(() => readJson(join(dir, file)))]),
  );
}

function readJson(path: string): object {
  const text = readText(path);
  const file = shownName(path);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch (cause) {
    const message = (cause as Error).message;
    throw new ContentError([`${file}:${brokenLine(message, text)}: is no JSON: ${message}; ${JSON_MEND}`], {
      cause,
    });
  }
  throw new ContentError([`${file}:1: must be one group of texts, { "key": "text" }`]);
}

const JSON_MEND = 'look for a comma or a quote too much or too few, on this line or the one above it';

/** The parser tells the position, except at the end of the file. */
function brokenLine(message: string, text: string): number {
  const position = / at position (\d+)/.exec(message)?.[1];
  const before = position === undefined ? text.trimEnd() : text.slice(0, Number(position));
  return before.split('\n').length;
}
