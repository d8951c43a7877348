import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from '../errors.ts';

/**
 * Reads `locales/<lng>/*.json`, one file a topic.
 * Throws SetupError that names the file where one is no JSON object.
 */
export function readLocales<L extends string>(
  dir: string,
  lngs: readonly L[],
): Record<L, Record<string, object>> {
  return Object.fromEntries(lngs.map((lng) => [lng, readLanguage(join(dir, lng))])) as Record<
    L,
    Record<string, object>
  >;
}

function readLanguage(dir: string): Record<string, object> {
  const files = readdirSync(dir).filter((file) => file.endsWith('.json'));
  return Object.fromEntries(files.map((file) => [file.slice(0, -'.json'.length), readJson(join(dir, file))]));
}

function readJson(path: string): object {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch (error) {
    throw new SetupError(`${path} is no JSON: ${(error as Error).message}`);
  }
  throw new SetupError(`${path} must hold one JSON object of texts.`);
}
