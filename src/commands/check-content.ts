import { join } from 'node:path';
import { checkKeyUses } from '../content/check-key-uses.ts';
import { checkLocales } from '../content/check-locales.ts';
import { checkTrees, type LocaleTexts } from '../content/check-trees.ts';
import { readSources } from '../content/sources.ts';
import { loadContent } from '../load.ts';

/**
 * `npm run check:content`: all that a support lead edits, as the start would read it (with the policy's examples), and
 * then what only shows when it is held together. Prints `file: key: what is wrong`, a line each, and fails.
 */
async function main(): Promise<number> {
  const { dialogs, locales, staff } = await loadContent();
  const texts: LocaleTexts = locales as Record<string, Record<string, unknown>>;
  const problems = [
    ...checkTrees(dialogs.trees, texts),
    ...checkLocales(texts),
    ...checkKeyUses(readSources(join(import.meta.dirname, '../..')), texts, dialogs.policy),
  ];
  for (const { file, step, problem } of problems) console.error(`${file}: ${step}: ${problem}`);
  if (problems.length > 0) return 1;
  const trees = Object.values(dialogs.trees);
  const steps = trees.reduce((sum, tree) => sum + Object.keys(tree.steps).length, 0);
  const examples = dialogs.policy.clauses.reduce((sum, clause) => sum + clause.examples.length, 0);
  console.log(
    `The content is sound: ${trees.length} triage trees with ${steps} steps, ${examples} warranty examples, ` +
      `${staff.length} staff, texts in ${Object.keys(texts).join(' and ')}.`,
  );
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
