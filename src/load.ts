import { resolve } from 'node:path';
import { readCompany } from './content/company.ts';
import { readLocales } from './content/locales.ts';
import { loadPolicy } from './content/policy.ts';
import { loadTrees } from './content/trees.ts';
import { salespeople } from './desk/staff.ts';
import { gatherProblems } from './errors.ts';
import { LOCALES } from './texts/texts.ts';
import { loadPhrases } from './understanding/load.ts';

const ROOT = resolve(import.meta.dirname, '..');

/** Everything that a support lead edits, read and checked. Throws a ContentError with all that is wrong in all of it. */
export async function loadContent() {
  const { attempt, stop } = gatherProblems();
  const maker = attempt(() => readCompany(resolve(ROOT, 'dialogs/company')));
  const trees = attempt(() => loadTrees(resolve(ROOT, 'dialogs/triage')));
  const policy = attempt(() => loadPolicy());
  const locales = attempt(() => readLocales(resolve(ROOT, 'locales'), LOCALES));
  const phrases = attempt(() => loadPhrases(resolve(ROOT, 'locales')));
  stop();
  const sales = salespeople(maker.staff);
  const dialogs = { trees, policy, sales, reopenDays: maker.rules.reopenDays };
  return { ...maker, dialogs, locales, phrases };
}
