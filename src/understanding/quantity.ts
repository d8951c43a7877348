import type { Found } from './lexicon.ts';
import { hasHan, matchesIn } from './text.ts';
import type { Vocabulary } from './vocabulary.ts';

const MOST_UNITS = 64;
const DIGITS = /(?<![a-z0-9])\d{1,2}(?![a-z0-9])/g;
/** Between a number and its device: "2 of my outdoor domes". */
const BETWEEN =
  /^(?: of)?(?: (?:the|my|our|these|those|them))?(?: (?!(?:on|in|at|from|with|the|a|my|and|days?|weeks?|months?|hours?|minutes?|times?|pm|am|jan|feb|mar|apr|may|ju[nl]|aug|sep|oct|nov|dec)\b)[a-z]+){0,2} $/;
const NUMBER_OF_ONE = /(?:channels?|ch|cam|cameras?|input|port|number|no|error|#|version|v) ?$/;
/** How many there are, not how many are at fault: "16 cameras in total". */
const TOTAL_BEFORE = /(?:\btotal of|\ball in all|一共|总共|共有|共计|总计)(?: \w+)? ?$/;
/** How many one has, where fewer are named after it: "we have 8, two of them …". */
const OWNED_BEFORE = /(?:\bhave|\bve|\bown|\bbought|\binstalled|\bout of|有|装了|买了)(?: \w+)? ?$/;
const TOTAL_AFTER = /^\D{0,24}?\b(?:in total|altogether|overall|total|installed)\b/;
const FEWER_FOLLOW = /\b(?:only|one of|two of|three of|just)\b|就|只有|其中/;
const HAN_COUNT =
  /(\d{1,2}|[一二两三四五六七八九十]{1,2}) ?(?:个|台|只|路|颗|支)(?!多?(?:月|小时|星期|礼拜|人|问题|故障|图像|画面|画质|小问题))/gu;
const HAN_DIGITS = '一二三四五六七八九';

/** How many units are at fault, 1 to 64; a bare "a" or "my" is no number. */
export function quantityIn(
  plain: string,
  devices: readonly Found<string>[],
  vocabulary: Vocabulary,
): number | undefined {
  return hasHan(plain) ? chinese(plain, vocabulary) : english(plain, devices, vocabulary);
}

function english(
  plain: string,
  devices: readonly Found<string>[],
  vocabulary: Vocabulary,
): number | undefined {
  const words = vocabulary.quantity.within(plain).map((found) => ({ ...found, count: Number(found.key) }));
  const digits = matchesIn(plain, DIGITS).map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    count: Number(match[0]),
  }));
  const counts = [...words, ...digits]
    .sort((a, b) => a.start - b.start)
    .filter(({ start, end, count }) => {
      if (count < 1 || count > MOST_UNITS || NUMBER_OF_ONE.test(plain.slice(0, start))) return false;
      if (
        /(?:of| of)$/.test(plain.slice(start, end)) ||
        /^ (?:of )?(?:them|these|those)\b/.test(plain.slice(end))
      )
        return true;
      if (/^ of (?:the|my|our|\d)/.test(plain.slice(end))) return true;
      return devices.some(
        (device) =>
          (device.start >= end && BETWEEN.test(plain.slice(end, device.start))) ||
          (device.start >= start && device.end <= end) ||
          (device.start < end && device.end > start),
      );
    });
  const faulty = counts.filter(({ start, end }) => !isTotal(plain, start, end));
  return faulty[0]?.count;
}

function isTotal(plain: string, start: number, end: number): boolean {
  if (TOTAL_AFTER.test(plain.slice(end))) return true;
  const before = plain.slice(0, start);
  return TOTAL_BEFORE.test(before) || (OWNED_BEFORE.test(before) && FEWER_FOLLOW.test(plain.slice(end)));
}

function chinese(plain: string, vocabulary: Vocabulary): number | undefined {
  const counts = matchesIn(plain, HAN_COUNT).map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    count: numeral(match[1] ?? ''),
  }));
  const faulty = counts.filter(
    ({ start, end, count }) =>
      count >= 1 &&
      count <= MOST_UNITS &&
      !/(?:第|另|换|每|这|那|哪|几) ?$/.test(plain.slice(0, start)) &&
      !isTotal(plain, start, end),
  );
  const word = vocabulary.quantity.within(plain)[0];
  return faulty[0]?.count ?? (word && Number(word.key));
}

const COUNT =
  /^(?:(?:the|it|its|is|are|was|were|there|only|just|all|of|them|really|with|to|be)\s+)*(\d{1,2}|[a-z]+)(?:\s+(?:of them|units?|pieces?|ones?|in all|altogether))?$/;
const COUNT_HAN = /(\d{1,2}|[一二两三四五六七八九十]{1,2})\s*[台个只颗支]/u;

/**
 * How many, where a text says only that: "only one", "it's 2", "只有一台".
 * @param leads whether more may follow the number
 */
export function countIn(plain: string, vocabulary: Vocabulary, leads = false): number | undefined {
  const han = COUNT_HAN.exec(plain);
  if (hasHan(plain)) return han ? numeral(han[1] ?? '') : undefined;
  const word = (leads ? plain.split(' ').slice(0, 1).join(' ') : plain).trim();
  const said = COUNT.exec(word)?.[1] ?? '';
  const count = /^\d/.test(said) ? Number(said) : Number(vocabulary.quantity.whole(said) ?? 0);
  return count >= 1 && count <= MOST_UNITS ? count : undefined;
}

function numeral(said: string): number {
  if (/^\d/.test(said)) return Number(said);
  if (said === '两') return 2;
  if (!said.includes('十')) return said.length === 1 ? HAN_DIGITS.indexOf(said) + 1 : 0;
  const [tens = '', ones = ''] = said.split('十');
  return (
    (tens === '' ? 1 : HAN_DIGITS.indexOf(tens) + 1) * 10 + (ones === '' ? 0 : HAN_DIGITS.indexOf(ones) + 1)
  );
}
