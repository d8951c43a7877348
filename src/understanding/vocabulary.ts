import type { ChatKind, FaultFacts, Topic } from '../../dialogs/events.ts';
import { createLexicon, type Lexicon } from './lexicon.ts';
import {
  type Command,
  type Danger,
  type EditWord,
  LANGUAGES,
  type Language,
  MEANINGS,
  type Meaning,
  type Phrases,
} from './phrases.ts';
import { createSpelling, type Spelling } from './spelling.ts';
import { flat, hasHan } from './text.ts';

/** All phrases of all languages, made ready to be found: a command is understood whatever the conversation's language. */
export interface Vocabulary {
  mend: Spelling;
  fillers: ReadonlySet<string>;
  negators: Lexicon<'no'>;
  whole: Lexicon<Command>;
  within: Lexicon<Command>;
  danger: Lexicon<Danger | 'harmless'>;
  language: Lexicon<Language>;
  deviceLanguage: Lexicon<'device'>;
  /** A greeting that stands before what is said. */
  greeting: RegExp;
  markers: Lexicon<'surely' | 'perhaps'>;
  recovered: Lexicon<'recovered'>;
  edits: Lexicon<EditWord>;
  ordinals: Lexicon<string>;
  chat: Lexicon<ChatKind>;
  chatWithin: Lexicon<ChatKind>;
  topics: Lexicon<Topic>;
  meanings: ReadonlyMap<Meaning, Lexicon<Meaning>>;
  device: Lexicon<NonNullable<FaultFacts['device']>>;
  place: Lexicon<NonNullable<FaultFacts['place']>>;
  frequency: Lexicon<NonNullable<FaultFacts['frequency']>>;
  event: Lexicon<NonNullable<FaultFacts['event']>>;
  quantity: Lexicon<string>;
  also: Lexicon<'also'>;
  again: Lexicon<'again'>;
  back: Lexicon<'back'>;
  vague: Lexicon<'vague'>;
  besideVague: Lexicon<'beside'>;
}

type ByKey<K extends string> = Readonly<Partial<Record<K, readonly string[]>>>;

export function createVocabulary(phrases: Phrases): Vocabulary {
  const all = LANGUAGES.map((language) => phrases[language]);
  const listOf = (pick: (of: (typeof all)[number]) => readonly string[]) => all.flatMap(pick);
  const merged = <K extends string>(pick: (of: (typeof all)[number]) => ByKey<K>): Lexicon<K> => {
    const lists: Partial<Record<K, string[]>> = {};
    for (const part of all.map(pick)) {
      for (const [key, list] of Object.entries(part) as [K, readonly string[]][]) {
        lists[key] = [...(lists[key] ?? []), ...list];
      }
    }
    return createLexicon<K>(lists);
  };
  const meanings = MEANINGS.map(
    (meaning) =>
      [meaning, merged<Meaning>((of) => ({ [meaning]: of.answers[meaning] }) as ByKey<Meaning>)] as const,
  );
  return {
    mend: createSpelling(strings(phrases.en).map(flat)),
    fillers: new Set(listOf((of) => of.commands.fillers).map(flat)),
    negators: createLexicon({ no: listOf((of) => of.commands.negators) }),
    whole: merged((of) => of.commands.whole),
    within: merged<Command>((of) => of.commands.within),
    danger: createLexicon({
      harmless: listOf((of) => of.commands.harmless),
      danger: listOf((of) => of.commands.danger.danger),
      crime: listOf((of) => of.commands.danger.crime),
      compromised: listOf((of) => of.commands.danger.compromised),
      privacy: listOf((of) => of.commands.danger.privacy),
    }),
    language: merged((of) => of.commands.language),
    deviceLanguage: createLexicon({ device: listOf((of) => of.commands.deviceLanguage) }),
    greeting: leadingGreeting(listOf((of) => of.commands.chat.greeting)),
    markers: merged((of) => of.commands.markers),
    recovered: createLexicon({ recovered: listOf((of) => of.commands.recovered) }),
    edits: merged((of) => of.commands.edits),
    ordinals: merged<string>((of) => of.commands.ordinals),
    chat: merged((of) => of.commands.chat),
    chatWithin: merged<ChatKind>((of) => of.commands.chatWithin),
    topics: merged((of) => of.topics),
    meanings: new Map(meanings),
    device: merged((of) => of.facts.device),
    place: merged((of) => of.facts.place),
    frequency: merged((of) => of.facts.frequency),
    event: merged((of) => of.facts.event),
    quantity: merged<string>((of) => of.facts.quantity),
    also: createLexicon({ also: listOf((of) => of.facts.also) }),
    again: createLexicon({ again: listOf((of) => of.facts.again) }),
    back: createLexicon({ back: listOf((of) => of.facts.back) }),
    vague: createLexicon({ vague: listOf((of) => of.facts.vague) }),
    besideVague: createLexicon({ beside: listOf((of) => of.facts.besideVague) }),
  };
}

/** A single Chinese character greets only before a mark: 早上 is the morning. */
function leadingGreeting(greetings: readonly string[]): RegExp {
  const mark = String.raw`[\s,，.。!！:：、~-]`;
  const source = [...greetings]
    .sort((a, b) => b.length - a.length)
    .map((greeting) => {
      const words = greeting.replaceAll(' ', String.raw`[\s,]+`);
      if (!hasHan(greeting)) return `${words}(?: (?:there|all|sir|madam|team|wendy|guys|everyone))?${mark}+`;
      return greeting.length === 1 ? `${words}${mark}+` : `${words}${mark}*`;
    })
    .join('|');
  return new RegExp(`^${mark}*(?:${source})`, 'iu');
}

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(strings) : [];
}
