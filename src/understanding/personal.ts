import { isCode, isMeasure } from './codes.ts';
import { withoutContacts } from './residue.ts';
import { flat } from './text.ts';

const WORD = /[a-z0-9]+(?:[-_/+.:][a-z0-9]+)*/giu;
/** From so many digits on a number may be somebody's, or a unit's. */
const MANY_DIGITS = 5;
/** The same of a word that mixes letters and digits. */
const SOME_DIGITS = 4;
const SHORTEST_NAME = 2;

/**
 * A text without what tells who wrote it or which unit is meant: addresses, phone and serial numbers, models, a name
 * that is introduced, and the given names.
 */
export function withoutPersonal(text: string, names: readonly string[] = []): string {
  const nameless = withoutNames(text.normalize('NFKC'), names);
  // Before phone numbers, that none is found inside of a serial number; what stands at an @ belongs to an address.
  const codeless = nameless.replace(WORD, (word, at: number) =>
    nameless[at - 1] !== '@' && nameless[at + word.length] !== '@' && isUnit(word) ? ' ' : word,
  );
  return withoutContacts(codeless)
    .replace(WORD, (word) => (digitsIn(word) >= MANY_DIGITS ? ' ' : word))
    .replace(/\s+/gu, ' ')
    .trim();
}

/** The form in which texts are the same words: without what is personal, flat. */
export function sameWords(text: string): string {
  return flat(withoutPersonal(text));
}

function digitsIn(word: string): number {
  return word.replace(/\D/g, '').length;
}

function isUnit(word: string): boolean {
  if (!/[a-z]/i.test(word)) return false;
  const digits = digitsIn(word);
  return isCode(word) || digits >= MANY_DIGITS || (digits >= SOME_DIGITS && !isMeasure(word));
}

function withoutNames(text: string, names: readonly string[]): string {
  const words = names
    .flatMap((name) => [name, ...name.split(/\s+/)])
    .map((name) => name.normalize('NFKC').trim())
    .filter((name) => name.length >= SHORTEST_NAME)
    .map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .sort((a, b) => b.length - a.length);
  if (words.length === 0) return text;
  const whole = words.map((word) =>
    /\p{Script=Han}/u.test(word) ? word : `(?<![\\p{L}\\p{N}])${word}(?![\\p{L}\\p{N}])`,
  );
  return text.replace(new RegExp(whole.join('|'), 'giu'), ' ');
}
