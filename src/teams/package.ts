import { strToU8, zipSync } from 'fflate';
import { SetupError } from '../errors.ts';
import { drawIcons } from './icons.ts';
import { type AppFacts, localizationsOf, manifestOf } from './manifest.ts';
import { type TeamsSchema, wrongIn } from './schema.ts';

/** Every file bears this date, so that the same content makes the same package. */
const DATE = new Date(1980, 0, 1);

/**
 * Makes the package that an administrator uploads to Teams: manifest, texts in the other languages, icons, zipped.
 * Throws `SetupError` where Microsoft's published schemas refuse it.
 */
export async function packApp(facts: AppFacts): Promise<Uint8Array> {
  const manifest = manifestOf(facts);
  const localizations = localizationsOf(facts);
  const problems = [
    ...refusals('manifest.json', manifest, 'MicrosoftTeams'),
    ...[...localizations].flatMap(([file, texts]) => refusals(file, texts, 'MicrosoftTeams.Localization')),
  ];
  if (problems.length > 0) throw new SetupError(`Teams would refuse the package:\n${problems.join('\n')}`);
  const icons = await drawIcons(facts.company.teams.colour);
  const texts = [...localizations].map(([file, content]) => [file, jsonFile(content)] as const);
  const files = {
    'manifest.json': jsonFile(manifest),
    ...Object.fromEntries(texts),
    'color.png': icons.color,
    'outline.png': icons.outline,
  };
  return zipSync(files, { level: 9, mtime: DATE });
}

function refusals(file: string, document: unknown, schema: TeamsSchema): string[] {
  return wrongIn(document, schema).map((problem) => `${file}: ${problem}`);
}

function jsonFile(content: unknown): Uint8Array {
  return strToU8(`${JSON.stringify(content, undefined, 2)}\n`);
}
