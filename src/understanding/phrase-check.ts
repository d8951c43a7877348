import { LABELS, type Label } from '../../dialogs/labels.ts';
import { LANGUAGES, type Phrases } from './phrases.ts';
import { flat, hasHan } from './text.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What a text is as a phrase to learn: one that a file has, one that can't be learned, or neither. */
export type PhraseCheck = { inFiles: Label } | { problem: 'too_short' | 'too_long' | 'unfit' } | 'new';

export function isInFiles(check: PhraseCheck): check is { inFiles: Label } {
  return typeof check === 'object' && 'inFiles' in check;
}

const LONGEST = 200;
const SHORTEST_HAN = 2;
const SHORTEST_WORD = 5;
const FEWEST_WORDS = 2;
/** Marks of programs, pages and addresses, and characters that are not seen. */
const STRANGE = /[<>{}\\|`$]|:\/\/|\bwww\.|[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/u;
/** How much of a phrase, spaces apart, letters and digits must be. */
const LETTERS = 0.7;

/** Makes the check: what a support lead adds with one press must not spoil what is understood already. */
export function createPhraseCheck(phrases: Phrases, vocabulary: Vocabulary): (text: string) => PhraseCheck {
  const inFiles = new Map<string, Label>();
  for (const language of LANGUAGES) {
    for (const label of LABELS) {
      for (const phrase of phrases[language].labels[label]) inFiles.set(flat(phrase), label);
    }
  }
  return (text) => {
    const plain = flat(text);
    const label = inFiles.get(plain);
    if (label !== undefined) return { inFiles: label };
    if (text.length > LONGEST) return { problem: 'too_long' };
    if (isUnfit(text, plain, vocabulary)) return { problem: 'unfit' };
    return isShort(plain) ? { problem: 'too_short' } : 'new';
  };
}

function isShort(plain: string): boolean {
  const words = plain.split(' ').filter((word) => /\p{L}/u.test(word));
  if (hasHan(plain)) return (plain.match(/\p{Script=Han}/gu)?.length ?? 0) < SHORTEST_HAN;
  return words.length < FEWEST_WORDS && (words[0]?.length ?? 0) < SHORTEST_WORD;
}

function isUnfit(text: string, plain: string, { chat, chatWithin }: Vocabulary): boolean {
  const seen = text.replace(/\s/gu, '');
  const letters = seen.match(/[\p{L}\p{N}\p{M}]/gu)?.length ?? 0;
  const insults =
    chat.whole(plain) === 'insult' || chatWithin.within(plain).some(({ key }) => key === 'insult');
  return insults || STRANGE.test(text) || letters < LETTERS * seen.length;
}
