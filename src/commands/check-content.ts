import { join } from 'node:path';
import { checkHolidays } from '../content/check-holidays.ts';
import { checkKeyUses } from '../content/check-key-uses.ts';
import { checkLocales } from '../content/check-locales.ts';
import { checkTrees, type LocaleTexts } from '../content/check-trees.ts';
import { checkFiles, withLines } from '../content/locate.ts';
import { checkMade } from '../content/made.ts';
import { editorSchemas, SCHEMAS_MEND } from '../content/schemas.ts';
import { readSources } from '../content/sources.ts';
import { SetupError } from '../errors.ts';
import { loadContent } from '../load.ts';
import { PICTURES_MEND, pictures } from '../pictures/made.ts';
import { FILES } from '../understanding/phrases.ts';

const ROOT = join(import.meta.dirname, '../..');

/**
 * `npm run check:content`: all that a support lead edits, as the start would read it (with the policy's examples), and
 * then what only shows when it is held together. Prints `file:line: where: what is wrong and the mend`, a line each,
 * and fails.
 */
async function main(): Promise<number> {
  const { company, dialogs, locales, staff } = await loadContent();
  const texts: LocaleTexts = locales as Record<string, Record<string, unknown>>;
  const twice = checkFiles(ROOT, texts);
  const problems =
    twice.length > 0
      ? twice
      : withLines(ROOT, [
          ...checkHolidays(company),
          ...checkTrees(dialogs.trees, texts),
          ...checkLocales(texts),
          ...checkKeyUses(readSources(ROOT), texts, dialogs.policy),
        ]);
  // What is made from the content is looked at when the content is right.
  if (problems.length === 0) {
    problems.push(
      ...withLines(ROOT, [
        ...checkMade(ROOT, editorSchemas(FILES), SCHEMAS_MEND),
        ...checkMade(ROOT, pictures({ dialogs, locales }), PICTURES_MEND),
      ]),
    );
  }
  for (const problem of problems) console.error(problem);
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
  console.error(error instanceof SetupError ? error.message : error);
  process.exitCode = 1;
}
