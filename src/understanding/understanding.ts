import type { Label } from '../../dialogs/labels.ts';
import { remembering } from '../remembering.ts';
import type { Guess } from './classifier.ts';
import { trainAll } from './classify.ts';
import { withoutCodes } from './codes.ts';
import { comingBack } from './come-back.ts';
import type { Meant, ReadContext, Reading } from './context.ts';
import { isForeign, isToBeTold } from './foreign.ts';
import { createDetector, type DetectLanguage, englishOf } from './language.ts';
import { certain, createLessons, type LearnedPhrase, type Lessons } from './learning.ts';
import { withoutPasswords } from './passwords.ts';
import { createPhraseCheck, isInFiles, type PhraseCheck } from './phrase-check.ts';
import type { Language, Phrases } from './phrases.ts';
import { hear } from './read.ts';
import { createVocabulary, type Vocabulary } from './vocabulary.ts';

export type { Guess } from './classifier.ts';
export type { ReadContext, Reading } from './context.ts';
export type { LearnedPhrase } from './learning.ts';
export type { Language, Phrases } from './phrases.ts';

/** Reads what customers write. */
export interface Understanding {
  /** All labels, best first; the confidences sum to 1. */
  classify(text: string, language: Language): Guess<Label>[];
  /** What a message means; never without an event, never throws. */
  read(text: string, context: ReadContext): Reading;
}

/** One that goes on learning. */
export interface Learner extends Understanding {
  /** Takes all learned phrases: the same words are understood at once, words like them when it resolves. */
  learn(all: readonly LearnedPhrase[]): Promise<void>;
  /** Whether a text can be learned as a phrase. */
  check(text: string): PhraseCheck;
}

/** One that is as its phrases made it; a learner made of it starts from there and leaves it as it is. */
export interface Trained extends Understanding {
  learner(): Learner;
}

/** The longest message that is read, characters; a longer one is kept, and answered kindly. */
const LONGEST_MESSAGE = 8000;

/** Makes it from the phrases of all languages; takes some hundred milliseconds, once. */
export function createUnderstanding(phrases: Phrases): Trained {
  const classifiers = trainAll(phrases);
  const isEnglish = englishOf(phrases);
  const tools = { vocabulary: createVocabulary(phrases), detect: createDetector(isEnglish), isEnglish };
  const check = createPhraseCheck(phrases, tools.vocabulary);
  const make = (): Learner => {
    const lessons = createLessons(phrases, classifiers, (text) => isInFiles(check(text)));
    return { classify: lessons.classify, read: createReader(lessons, tools), learn: lessons.learn, check };
  };
  const { classify, read } = make();
  return { classify, read, learner: make };
}

interface Tongues {
  vocabulary: Vocabulary;
  detect: DetectLanguage;
  isEnglish: (word: string) => boolean;
}

/** Passwords are left out before anything is made of a message, and that is said first. */
function createReader(lessons: Lessons, tongues: Tongues): Understanding['read'] {
  const read = createOpenReader(lessons, tongues);
  return (text, context) => {
    const open = withoutPasswords(text);
    const { locale, events } = read(open, context);
    if (open === text) return { locale, events };
    const { at, on } = context;
    return { locale, events: [{ type: 'CHATTED', kind: 'password_hidden', at, on }, ...events] };
  };
}

function createOpenReader(
  { classify, labelOf }: Lessons,
  { vocabulary, detect, isEnglish }: Tongues,
): Understanding['read'] {
  return (text: string, context: ReadContext): Reading => {
    const { at, on } = context;
    const stamp = (event: Meant) => ({ ...event, at, on });
    const finish = (events: readonly Meant[], locale: Language): Reading => ({
      locale,
      events: events.map(stamp),
    });
    if (isPressed(text, context)) return finish([pressed(text, context)], context.locale);
    if (isLonger(text, LONGEST_MESSAGE)) return finish([tooLong(text, context)], context.locale);
    const written = isOwnChoice(text, context) ? context.locale : (detect(text) ?? context.locale);
    if (!/[\p{L}\p{N}]/u.test(text)) return finish([{ type: 'PUZZLED', text }], context.locale);
    const learned = labelOf(text);
    const { events } = hear(text, context, on, {
      vocabulary,
      classify: learned
        ? () => certain(learned)
        : remembering((part) => classify(withoutCodes(part, context.models ?? []), written)),
    });
    if (isForeign(text, isEnglish) && isToBeTold(events, context))
      return finish([{ type: 'CHATTED', kind: 'foreign' }], context.locale);
    const asked = events.findLast((event) => event.type === 'LANGUAGE');
    const locale =
      asked?.type === 'LANGUAGE'
        ? (asked.locale as Language)
        : keepsLocale(events, context)
          ? context.locale
          : written;
    return finish(comingBack(tidy(events, text), text, context, vocabulary), locale);
  };
}

/** A name, a model or a serial by itself says nothing of the language. */
function keepsLocale(events: readonly Meant[], { question }: ReadContext): boolean {
  const [only, more] = events;
  const words = question?.free === 'note' || question?.free === 'when';
  return !words && more === undefined && only?.type === 'ANSWERED' && only.value === only.text.trim();
}

function isOwnChoice(text: string, { question }: ReadContext): boolean {
  const trimmed = text.trim().toLowerCase();
  return question?.choices.some((choice) => choice.value.toLowerCase() === trimmed) ?? false;
}

/** A button gives its choice's value as it stands: there is nothing to understand. */
function isPressed(text: string, { question }: ReadContext): boolean {
  return question?.choices.some((choice) => choice.value === text) ?? false;
}

function pressed(text: string, { question }: ReadContext): Meant {
  return { type: 'ANSWERED', prompt: question?.prompt ?? '', value: text, text };
}

/** Counted as a reader counts: an emoji is one character. */
function isLonger(text: string, limit: number): boolean {
  return text.length > limit && (text.length > 2 * limit || [...text].length > limit);
}

function tooLong(text: string, { question }: ReadContext): Meant {
  return { type: 'MISREAD', prompt: question?.prompt ?? '', problem: 'too_long', text };
}

/** Leaves out small talk where something was said, repetitions, and never leaves nothing. */
function tidy(events: readonly Meant[], text: string): Meant[] {
  const said = events.filter((event) => event.type !== 'CHATTED' && event.type !== 'HELP');
  const kept = said.length > 0 ? withTries(events) : events.slice(0, 1);
  const unique = kept.filter((event, i) => kept.findIndex((other) => isSame(other, event)) === i);
  return unique.length > 0 ? unique : [{ type: 'PUZZLED', text }];
}

/** "I tried that already" matters beside a wish, not beside an answer. */
function withTries(events: readonly Meant[]): Meant[] {
  const answered = events.some((event) => event.type === 'ANSWERED');
  return events.filter((event) =>
    event.type === 'CHATTED' ? event.kind === 'already_tried' && !answered : event.type !== 'HELP',
  );
}

function isSame(a: Meant, b: Meant): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
