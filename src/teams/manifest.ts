import { type Locale, localeOf, type Texts } from '../texts/texts.ts';

/** The version of the manifest's schema. */
export const MANIFEST_VERSION = '1.24';
const SCHEMA = `https://developer.microsoft.com/json-schemas/teams/v${MANIFEST_VERSION}/MicrosoftTeams.schema.json`;

/** What a maker's folder says of the bot in Teams. */
export interface TeamsFacts {
  name: string;
  teams: { website: string; privacy: string; terms: string; colour: string };
}

export interface AppFacts {
  company: TeamsFacts;
  texts: Texts;
  /** The bot's app id, which is the app's own as well. */
  botId: string;
  /** The address that customers see, where there is one. */
  publicUrl: string | undefined;
  /** The app's version, as semantic versioning has it. */
  version: string;
}

/** The words that Teams offers beside the text field; each is one that Wendy understands everywhere. */
export const COMMANDS = ['person', 'list', 'help', 'restart'] as const;

const MAIN: Locale = 'en';
/** Teams asks for region tags; a file each. */
const OTHERS = [
  { languageTag: 'zh-cn', file: 'zh-cn.json' },
  { languageTag: 'zh-tw', file: 'zh-cn.json' },
] as const;

/** The app's manifest, in the schema of `MANIFEST_VERSION`. */
export function manifestOf(facts: AppFacts) {
  const { company, botId, publicUrl, version } = facts;
  const words = wordsOf(facts, MAIN);
  const commands = words.commands.map(({ title, description }) => ({ title, description }));
  return {
    $schema: SCHEMA,
    manifestVersion: MANIFEST_VERSION,
    version,
    id: botId,
    developer: {
      name: company.name,
      websiteUrl: company.teams.website,
      privacyUrl: company.teams.privacy,
      termsOfUseUrl: company.teams.terms,
    },
    name: words.name,
    description: words.description,
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: company.teams.colour,
    localizationInfo: { defaultLanguageTag: MAIN, additionalLanguages: OTHERS },
    bots: [
      {
        botId,
        scopes: ['personal', 'team', 'groupChat'],
        supportsFiles: true,
        isNotificationOnly: false,
        commandLists: [{ scopes: ['personal', 'team', 'groupChat'], commands }],
      },
    ],
    permissions: ['identity', 'messageTeamMembers'],
    validDomains: publicUrl === undefined ? [] : [new URL(publicUrl).host],
  };
}

/** The texts of the manifest in the other languages, by the name of their file. */
export function localizationsOf(facts: AppFacts): ReadonlyMap<string, Record<string, string>> {
  const files = OTHERS.map(({ languageTag, file }): [string, Record<string, string>] => {
    const { name, description, commands } = wordsOf(facts, localeOf(languageTag));
    const lists = commands.flatMap(({ title, description: about }, at): [string, string][] => [
      [`bots[0].commandLists[0].commands[${at}].title`, title],
      [`bots[0].commandLists[0].commands[${at}].description`, about],
    ]);
    const texts = {
      'name.short': name.short,
      'name.full': name.full,
      'description.short': description.short,
      'description.full': description.full,
      ...Object.fromEntries(lists),
    };
    return [file, texts];
  });
  return new Map(files);
}

function wordsOf({ company, texts }: AppFacts, locale: Locale) {
  const values = { company: company.name };
  return {
    name: { short: 'Wendy', full: texts.render({ key: 'teams:name' }, locale, values) },
    description: {
      short: texts.render({ key: 'teams:short' }, locale, values),
      full: texts.render({ key: 'teams:full' }, locale, values),
    },
    commands: COMMANDS.map((command) => ({
      title: texts.render({ key: `teams:commands.${command}.title` }, locale),
      description: texts.render({ key: `teams:commands.${command}.description` }, locale),
    })),
  };
}
