import { z } from 'zod';
import {
  BEGINNINGS,
  CHAT_KINDS,
  DEVICES,
  FREQUENCIES,
  MOUNTING_PLACES,
  TOPICS,
} from '../../dialogs/events.ts';
import { LABELS } from '../../dialogs/labels.ts';

const phrase = z.string().trim().min(1);
const list = z.array(phrase).min(1);

function each<K extends string>(keys: readonly K[]): z.ZodType<Record<K, string[]>> {
  return z.strictObject(Object.fromEntries(keys.map((key) => [key, list]))) as unknown as z.ZodType<
    Record<K, string[]>
  >;
}

/** What a customer may say at any time, besides an answer. */
export const COMMANDS = [
  'PERSON',
  'SKIP',
  'BACK',
  'REPEAT',
  'HELP',
  'WHY',
  'RESTART',
  'CANCEL',
  'LIST',
] as const;
export type Command = (typeof COMMANDS)[number];

/** What may be wrong at once: fire, water and current; a crime; a device that others control; leaked footage. */
export const DANGERS = ['danger', 'crime', 'compromised', 'privacy'] as const;
export type Danger = (typeof DANGERS)[number];

/** What an entry of the list can be said to need. */
export const EDITS = ['remove', 'merge', 'wrong'] as const;
export type EditWord = (typeof EDITS)[number];

/** What an answer means, whatever the question; a question's own values decide what becomes of it. */
export const MEANINGS = [
  'not_mine',
  'yes',
  'no',
  'unknown',
  'helped',
  'not_helped',
  'cannot',
  'done',
  'add',
  'correct',
  'send',
  'edit',
  'right',
  'wrong',
  'accept',
  'contest',
  'indoors',
  'protected',
  'exposed',
  'authorized',
  'unauthorized',
  'intact',
  'removed',
  'altered',
  'none',
  'shipping',
  'lightning',
  'flood',
  'earthquake',
  'other',
  'one',
  'several',
  'all',
  'recorder',
  'camera',
  'go_on',
  'anew',
  /** The case that was spoken of before. */
  'same',
  /** To a question that only clear words decide: do it, or let it be. */
  'close',
  'keep',
] as const;
export type Meaning = (typeof MEANINGS)[number];

/** The shape of each file in `locales/<lng>/phrases/`. */
export const FILES = {
  labels: each(LABELS),
  commands: z.strictObject({
    /** Words that say nothing by themselves and are left out before a whole message is compared. */
    fillers: list,
    negators: list,
    whole: each(COMMANDS),
    within: each(['PERSON', 'RESTART', 'CANCEL', 'BACK', 'REPEAT', 'LIST', 'SKIP', 'HELP']),
    /** Words of danger at hand, by what it is. */
    danger: each(DANGERS),
    /** What sounds like danger and is none. */
    harmless: list,
    language: each(['en', 'zh']),
    /** Where one of these stands, the language spoken of is a device's. */
    deviceLanguage: list,
    /** Words that put right what was said: by themselves, or where what follows does. */
    markers: each(['surely', 'perhaps']),
    /** That it works again, whatever is asked. */
    recovered: list,
    edits: each(EDITS),
    /** Which entry or answer, by its number; -1 is the last. */
    ordinals: z.record(z.string().regex(/^-?\d$/), list),
    chat: each(CHAT_KINDS),
    chatWithin: each([
      'insult',
      'impatience',
      'already_tried',
      'already_told',
      'how_are_you',
      'small_talk',
      'thanks',
    ]),
  }),
  topics: each(TOPICS),
  answers: each(MEANINGS),
  facts: z.strictObject({
    device: each(DEVICES),
    place: each(MOUNTING_PLACES),
    frequency: each(FREQUENCIES),
    event: each(BEGINNINGS),
    quantity: z.record(z.string().regex(/^\d+$/), list),
    /** Words that begin another fault. */
    also: list,
    /** Words that go on about what was said before. */
    again: list,
    /** Words that say, once a case is over, that it is not. */
    back: list,
    /** Says that something does not work, and not how. */
    vague: list,
    /** Says nothing beside that. */
    besideVague: list,
  }),
};

export type PhraseFile = keyof typeof FILES;
export type LanguagePhrases = { [F in PhraseFile]: z.infer<(typeof FILES)[F]> };
export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];
export type Phrases = Record<Language, LanguagePhrases>;
