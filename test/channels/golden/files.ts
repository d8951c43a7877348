import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { CHANNELS } from '../../../src/channels/abilities.ts';
import { toActivities } from '../../../src/channels/render.ts';
import type { Address, Outgoing } from '../../../src/conversation/types.ts';
import { LOCALES } from '../../../src/texts/texts.ts';
import { samplesOf } from './samples.ts';
import { staffSamplesOf } from './staff-samples.ts';

const FOLDER = import.meta.dirname;

/** An address on a channel. */
export function on(channel: string): Address {
  return {
    channel,
    serviceUrl: 'http://localhost',
    conversation: { id: 'conversation' },
    bot: { id: 'wendy' },
    user: { id: 'customer' },
  };
}

/**
 * Every kind of message and every card of staff in every language, a file for each way to show it, by its name; it
 * begins with its channels.
 */
export function rendered(): Map<string, string> {
  return new Map(
    LOCALES.flatMap((locale) => {
      return [
        ...ways(samplesOf(locale), `${locale}.yaml`),
        ...ways(staffSamplesOf(locale), `staff.${locale}.yaml`),
      ];
    }),
  );
}

/** The samples, a text for each way in which some channels show them. */
function ways(of: Record<string, Outgoing[]>, name: string): [string, string][] {
  const samples = Object.entries(of);
  const found = Map.groupBy([...CHANNELS, 'unheard-of'], (channel) => render(samples, channel));
  return [...found].map(([text, channels]) => [
    `${channels[0]}.${name}`,
    `# ${channels.join(', ')}\n${text}`,
  ]);
}

function render(samples: readonly [string, Outgoing[]][], channel: string): string {
  const shown = samples.map(([what, says]) => [
    what,
    says.flatMap((said) => toActivities(said, on(channel))),
  ]);
  const plain = { aliasDuplicateObjects: false, lineWidth: 0, blockQuote: 'literal' } as const;
  return stringify(Object.fromEntries(shown), plain);
}

/** The files as they are kept. */
export async function kept(): Promise<Map<string, string>> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.yaml'));
  const read = async (name: string): Promise<[string, string]> => [
    name,
    await readFile(join(FOLDER, name), 'utf8'),
  ];
  return new Map(await Promise.all(names.map(read)));
}

/** `node test/channels/golden/files.ts` writes them anew: read the difference before you keep it. */
if (import.meta.main) {
  for (const name of (await kept()).keys()) await rm(join(FOLDER, name));
  for (const [name, text] of rendered()) await writeFile(join(FOLDER, name), text);
}
