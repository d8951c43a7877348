import { join } from 'node:path';
import type { LocaleTexts } from '../../src/content/check-trees.ts';
import { readLocales } from '../../src/content/locales.ts';
import { readSources } from '../../src/content/sources.ts';
import { LOCALES } from '../../src/texts/texts.ts';

export const root = join(import.meta.dirname, '../..');

/** The texts and the code that ship. */
export const locales = readLocales(join(root, 'locales'), LOCALES);
export const texts = locales as LocaleTexts;
export const sources = readSources(root);

type Group = Record<string, unknown>;

/** A copy of the texts with one made otherwise; `undefined` takes it away. `key` is `<file>:<path>`. */
export function withText(language: string, key: string, value: unknown, of = texts): LocaleTexts {
  const copy = structuredClone(of) as Record<string, Record<string, Group>>;
  const [space = '', path = ''] = key.split(':');
  const names = path.split('.');
  const last = names.pop() ?? '';
  let group = copy[language]?.[space] as Group;
  for (const name of names) group = group[name] as Group;
  if (value === undefined) delete group[last];
  else group[last] = value;
  return copy;
}

/** The text under `<file>:<path>`. */
export function textOf(language: string, key: string): string {
  const [space = '', path = ''] = key.split(':');
  let value: unknown = texts[language]?.[space];
  for (const name of path.split('.')) value = (value as Group | undefined)?.[name];
  if (typeof value !== 'string') throw new Error(`no text ${key} in ${language}`);
  return value;
}
