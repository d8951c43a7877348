import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { createConversation } from '../../dialogs/converse.ts';
import type { WendyEvent } from '../../dialogs/events.ts';
import { FAULT_FAMILIES, type FaultFamily } from '../../dialogs/labels.ts';
import { type ContentProblem, checkTrees, type LocaleTexts } from '../content/check-trees.ts';
import { withLines } from '../content/locate.ts';
import type { Tongue } from '../conversation/compose.ts';
import { tongueOf } from '../conversation/parts.ts';
import { companyCalendar } from '../desk/company-calendar.ts';
import { createStaffList } from '../desk/staff.ts';
import { ContentError, SetupError } from '../errors.ts';
import { loadContent } from '../load.ts';
import { createScreen, type Screen } from '../preview/screen.ts';
import { beginWalk, type Walk } from '../preview/walk.ts';
import { createTexts, LOCALES, type Locale } from '../texts/texts.ts';
import { createUnderstanding, type Understanding } from '../understanding/understanding.ts';

const ROOT = join(import.meta.dirname, '../..');

const USAGE = `npm run preview -- FAMILY [${LOCALES.join('|')}]

Walks the triage of a family as a customer would, from its first step, with the files as they are now.
Answer by number, by value or in words; back, why, skip and repeat work as for a customer.
  again    begins anew, with the files read anew
  /quit    ends (so does Ctrl+C)`;

/** What a walk is made of, read from the files at its start. */
interface Stage {
  walk: Walk;
  screen: Screen;
  tongues: Record<Locale, Tongue>;
  understanding: Understanding;
  models: readonly string[];
}

/** Reads everything anew. Throws a ContentError that names file and line where the walk can not be made. */
async function prepare(family: FaultFamily, locale: Locale): Promise<Stage> {
  const { company, staff, dialogs, locales, phrases } = await loadContent();
  const problems = checkTrees(dialogs.trees, locales as LocaleTexts).filter((one) => concerns(one, locale));
  if (problems.length > 0) throw new ContentError(withLines(ROOT, problems));
  const walk = beginWalk(createConversation(dialogs), dialogs, family);
  const texts = createTexts(locales);
  const maker = { texts, company, calendar: companyCalendar(company), staffList: createStaffList(staff) };
  return {
    walk,
    screen: createScreen(dialogs.trees),
    tongues: { en: tongueOf(maker, 'en', walk.at), zh: tongueOf(maker, 'zh', walk.at) },
    understanding: createUnderstanding(phrases),
    models: company.models,
  };
}

/** A mistake in the middle of an edit ends no walk: it is named, and the walk stays as it was. */
async function prepareOrTell(family: FaultFamily, locale: Locale): Promise<Stage | undefined> {
  try {
    return await prepare(family, locale);
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    process.stdout.write(`${error.message}\n[mend this, then "again"]\n`);
    return undefined;
  }
}

/** A text that another language lacks does not stand in the way; the check names it. */
function concerns({ file }: ContentProblem, locale: Locale): boolean {
  return !file.startsWith('locales/') || file.startsWith(`locales/${locale}/`);
}

/** What a line means where the walk stands; the language stays, unless another is asked for. */
function hear({ walk, tongues, understanding, models }: Stage, line: string, locale: Locale): WendyEvent[] {
  const question = walk.question();
  const titles = (question?.choices ?? []).map(({ title }) =>
    Object.values(tongues).map(({ texts, locale: of, values }) => texts.render(title, of, values)),
  );
  return understanding.read(line, { question, locale, at: walk.at, on: walk.on, titles, models }).events;
}

function isFamily(name: string | undefined): name is FaultFamily {
  return (FAULT_FAMILIES as readonly (string | undefined)[]).includes(name);
}

function isLocale(name: string): name is Locale {
  return (LOCALES as readonly string[]).includes(name);
}

async function walkThrough(family: FaultFamily, first: Locale): Promise<void> {
  let locale = first;
  let stage = await prepare(family, locale);
  const print = (text: string): void => void process.stdout.write(text);
  const show = (commands: Parameters<Screen['turn']>[1]): void => {
    const tongue = stage.tongues[locale];
    print(`\n${stage.screen.turn(stage.walk, commands, tongue)}`);
    const ending = stage.screen.ending(stage.walk, tongue);
    if (ending) print(`${ending}["again" begins anew, "back" goes one step back]\n`);
  };
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  show([]);
  for (;;) {
    print('\n> ');
    const { value: line, done } = await lines.next();
    if (done || line.trim() === '/quit') break;
    if (!process.stdin.isTTY) print(`${line}\n`);
    if (line.trim() === 'again') {
      stage = (await prepareOrTell(family, locale)) ?? stage;
      show([]);
      continue;
    }
    const events = hear(stage, line, locale);
    const asked = events.findLast((event) => event.type === 'LANGUAGE');
    if (asked && isLocale(asked.locale)) locale = asked.locale;
    const before = stage.walk.fault()?.steps ?? [];
    const commands = stage.walk.take(events);
    print(stage.screen.recorded(stage.walk, before));
    show(commands);
  }
  print('\n');
}

async function listFamilies(): Promise<string> {
  const { dialogs, locales } = await loadContent();
  const texts = createTexts(locales);
  const lines = FAULT_FAMILIES.flatMap((family) => {
    const tree = dialogs.trees[family];
    const names = LOCALES.map((locale) => texts.render({ key: `common:labels.${family}` }, locale));
    return tree
      ? [`  ${family.padEnd(20)} ${names.join(' / ')}, ${Object.keys(tree.steps).length} steps`]
      : [];
  });
  return `${USAGE}\n\nFamilies:\n${lines.join('\n')}\n`;
}

async function main([family, locale = 'en']: readonly string[]): Promise<void> {
  if (family === undefined) return void process.stdout.write(await listFamilies());
  if (!isFamily(family))
    throw new SetupError(`There is no family ${family}; it takes ${FAULT_FAMILIES.join(', ')}.`);
  if (!isLocale(locale))
    throw new SetupError(`There is no language ${locale}; it takes ${LOCALES.join(', ')}.`);
  await walkThrough(family, locale);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof SetupError ? error.message : String((error as Error).stack)}\n`);
  process.exitCode = 1;
}
