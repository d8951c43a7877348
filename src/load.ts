import { resolve } from 'node:path';
import { readCompany } from './content/company.ts';
import { readLocales } from './content/locales.ts';
import { loadPolicy } from './content/policy.ts';
import { loadTrees } from './content/trees.ts';
import { LOCALES } from './texts/texts.ts';
import { loadPhrases } from './understanding/load.ts';

const ROOT = resolve(import.meta.dirname, '..');

/** Everything that a support lead edits, read and checked. Throws with the file, the line and the mend. */
export async function loadContent() {
  const { company, staff } = readCompany(resolve(ROOT, 'dialogs/company'));
  return {
    company,
    staff,
    dialogs: { trees: await loadTrees(resolve(ROOT, 'dialogs/triage')), policy: loadPolicy() },
    locales: readLocales(resolve(ROOT, 'locales'), LOCALES),
    phrases: loadPhrases(resolve(ROOT, 'locales')),
  };
}
