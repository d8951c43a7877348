import type { Read } from './dates.ts';
import { isQuestion } from './global.ts';
import { type Hearing, push } from './hearing.ts';

const NUMBERS: Readonly<Record<string, number>> = {
  a: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  ten: 10,
  twelve: 12,
  eighteen: 18,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  八: 8,
  十: 10,
  十二: 12,
  十八: 18,
};
const YEARS =
  /(?<![\d.\p{Script=Han}a-z])(\d{1,2}|a|one|two|three|four|five|ten)[\s-]*(?:years?|yrs?)\b|(\d{1,2}|[一二两三四五十])\s*年/iu;
const MONTHS =
  /(?<![\d.a-z])(\d{1,3}|six|twelve|eighteen)[\s-]*(?:months?|mos?)\b|(\d{1,3}|十二|十八|[一二两三四五六八十])\s*个月/iu;
/** How long it is broken, or since when it is theirs, is no length of a warranty. */
const OTHERWISE =
  /\b(?:ago|since|bought|old|last|within|after|had it|used it|for the (?:last|past))\b|前|以前|买|用了|已经|坏了/iu;
const ALONE = /^\D{0,4}(\d{1,3})\D{0,2}$/u;
const HALF = /年半|\band a half\b/iu;
const [FEWEST, MOST] = [1, 120];
/** A number alone is one of months from here on; below, it may be years. */
const MONTHS_ALONE = 12;

/** The whole months of a warranty that a text names. */
export function readPeriod(text: string): Read {
  const plain = text.normalize('NFKC');
  const years = numberOf(YEARS.exec(plain));
  const months = numberOf(MONTHS.exec(plain));
  const alone = Number(ALONE.exec(plain.trim())?.[1]);
  const count =
    years === undefined && months === undefined
      ? alone >= MONTHS_ALONE
        ? alone
        : 0
      : (years ?? 0) * 12 + (months ?? 0) + (years !== undefined && HALF.test(plain) ? 6 : 0);
  return count >= FEWEST && count <= MOST ? { value: String(count) } : { problem: 'no_period' };
}

function numberOf(match: RegExpExecArray | null): number | undefined {
  const said = (match?.[1] ?? match?.[2])?.toLowerCase();
  return said === undefined ? undefined : (NUMBERS[said] ?? Number(said));
}

/** "The seller said two years", where it is told how the warranty stands, or of the warranty by name after that. */
export function hearPeriod(sentence: string, hearing: Hearing): boolean {
  const { question, listed = 0 } = hearing.context;
  const prompt = question?.prompt ?? '';
  const named = /warrant|guarant|保修|质保|包修/iu.test(sentence);
  const told = prompt.startsWith('outcome.') || (named && /^(?:contact|summary|warranty)\./.test(prompt));
  if (listed === 0 || !told || question?.free === 'period') return false;
  if (isQuestion(sentence) || (!named && OTHERWISE.test(sentence))) return false;
  const read = readPeriod(sentence.replace(/\d{4}\s*(?:年|-)/gu, ' '));
  if (!('value' in read) || ALONE.test(sentence.trim())) return false;
  return push(hearing, { type: 'CORRECTED', field: 'warrantyMonths', value: read.value, text: hearing.text });
}
