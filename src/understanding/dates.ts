import type { ParsedResult } from 'chrono-node';
import { parse as parseEnglish } from 'chrono-node/en';
import { hans } from 'chrono-node/zh';
import type { Problem } from '../../dialogs/events.ts';
import { hasHan } from './text.ts';

export type Read = { value: string } | { problem: Problem };

const NUMERIC = /(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d)/;
const YEAR_FIRST =
  /(?<!\d)((?:19|20)\d{2})\s*[/.\-年]\s*(\d{1,2})(?:\s*[/.\-月]\s*(\d{1,2})\s*[日号]?|\s*月)?(?!\d)/;
const COMPACT = /(?<!\d)(20\d{2})(\d{2})(\d{2})(?!\d)/;
const HAN_DIGITS = '〇一二三四五六七八九';

/**
 * The calendar day in a text, as yyyy-mm-dd; of a month alone its first day.
 * @param today the current day in the company's zone, yyyy-mm-dd: no later day is taken
 */
export function readDate(text: string, today: string): Read {
  const plain = text.normalize('NFKC');
  const numeric = readYearFirst(plain) ?? readNumeric(plain);
  const read = numeric ?? readWords(plain, today);
  if ('problem' in read) return read;
  return read.value > today ? { problem: 'future_date' } : read;
}

function readYearFirst(text: string): Read | undefined {
  const match = COMPACT.exec(text) ?? YEAR_FIRST.exec(text);
  if (!match) return undefined;
  return toDay(Number(match[1]), Number(match[2]), Number(match[3] ?? 1));
}

function readNumeric(text: string): Read | undefined {
  const match = NUMERIC.exec(text);
  if (!match) return undefined;
  const [first, second, third] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const year = third < 100 ? 2000 + third : third;
  if (first <= 12 && second <= 12 && first !== second) return { problem: 'ambiguous_date' };
  return first > 12 ? toDay(year, second, first) : toDay(year, first, second);
}

function readWords(text: string, today: string): Read {
  const chinese = hasHan(text);
  const prepared = chinese ? arabic(text) : text;
  const lastMonth = /\blast month\b|上个?月/i.test(text) ? monthBefore(today) : undefined;
  if (lastMonth !== undefined) return { value: lastMonth };
  const years = yearsBack(prepared);
  const named =
    (chinese ? readChinese(prepared, today, years) : undefined) ?? readFestival(prepared, today, years);
  if (named) return named;
  const reference = { instant: new Date(`${today}T12:00:00Z`), timezone: 0 };
  const found = (chinese ? hans.parse(prepared, reference) : parseEnglish(prepared, reference)).find(
    (one) => NAMES_A_DAY.test(one.text) && !YEAR_ALONE.test(one.text),
  );
  if (found) return dayOf(found, today, years);
  const vague = years !== undefined || SEASON.test(text) || /(?<!\d)(?:19|20)\d{2}(?!\d)/.test(text);
  return { problem: vague ? 'no_month' : 'no_date' };
}

/** The library also takes "night" and 晚上 for a day, which are how a camera fails. */
const NAMES_A_DAY =
  /\b(?:ago|yesterday|today|tomorrow|last|next|past|this week|in \d+|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)\b|\d\s*(?:st|nd|rd|th)\b|前|昨|今天|明|后天|下|上[个周星礼]|周|星期|礼拜|月|日|号|\d[/.-]\d/i;
const RELATIVE = /\bago\b|\byesterday\b|\btoday\b|\btomorrow\b|\bnext\b|\bin \d|前|昨|今天|明|下/;
/** Without a month nobody knows on which side of the last day of the warranty it lies. */
const YEAR_ALONE = /^(?:(?:last|this|past|previous) year|.*\byears? ago|.*年(?:多|半)?(?:以|之)?前)$/i;
const SEASON =
  /春节|过年|除夕|元宵|清明|端午|中秋|重阳|[春夏秋冬][天季]|年[初中底末]|\b(?:spring|summer|autumn|winter|easter|new year)\b/i;

function dayOf(found: ParsedResult, today: string, years: number | undefined): Read {
  const { start } = found;
  const relative = RELATIVE.test(found.text);
  const monthOnly = !start.isCertain('day') && !start.isCertain('weekday') && !relative;
  const [month, day] = [start.get('month') ?? 1, monthOnly ? 1 : (start.get('day') ?? 1)];
  const thisYear = Number(today.slice(0, 4));
  const stated = start.isCertain('year') && /\d{4}|year|年/.test(found.text);
  if (relative || stated) return toDay(start.get('year') ?? thisYear, month, day);
  if (start.isCertain('weekday') && !start.isCertain('month'))
    return toDay(start.get('year') ?? thisYear, month, day);
  return years === undefined
    ? latest((year) => toDay(year, month, day), today)
    : toDay(thisYear - years, month, day);
}

/** In this year, or in the one before where it is still to come. */
function latest(inYear: (year: number) => Read, today: string): Read {
  const thisYear = Number(today.slice(0, 4));
  const read = inYear(thisYear);
  return 'value' in read && read.value > today ? inYear(thisYear - 1) : read;
}

const COUNTED: Readonly<Record<string, number>> = {
  ...{ a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6 },
  ...{ 一: 1, 两: 2, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6 },
};

/** 去年 is 1, "two years ago" 2, this year 0; undefined where a text names no year in that way. */
function yearsBack(text: string): number | undefined {
  if (/大前年/.test(text)) return 3;
  if (/前年/.test(text)) return 2;
  if (/去年|\b(?:last|previous) year\b/i.test(text)) return 1;
  if (/今年|\bthis year\b/i.test(text)) return 0;
  const [, count = ''] =
    /\b(\d{1,2}|[a-z]+)(?: and a half)? years? (?:ago|back)\b/i.exec(text) ??
    /(\d{1,2}|[一两二三四五六])年(?:多|半)?(?:以|之)?前/.exec(text) ??
    [];
  return COUNTED[count.toLowerCase()] ?? (/^\d+$/.test(count) ? Number(count) : undefined);
}

/** Feasts on which much is bought, by their day in a year. */
const FESTIVALS: readonly [RegExp, (year: number) => Read][] = [
  [/双(?:十一|11)/, (year) => toDay(year, 11, 11)],
  [/双(?:十二|12)/, (year) => toDay(year, 12, 12)],
  [/元旦|\bnew year'?s day\b/i, (year) => toDay(year, 1, 1)],
  [/五一|劳动节/, (year) => toDay(year, 5, 1)],
  [/六一八|(?<!\d)618(?!\d)/, (year) => toDay(year, 6, 18)],
  [/国庆|(?<![双〇一二三四五六七八九十])十一(?![月日号个台点])/, (year) => toDay(year, 10, 1)],
  [/圣诞|\b(?:christmas|xmas)\b/i, (year) => toDay(year, 12, 25)],
  [/黑五|黑色星期五|\bblack friday\b/i, (year) => toDay(year, 11, blackFriday(year))],
];

/** The day after the fourth Thursday of November. */
function blackFriday(year: number): number {
  const first = new Date(Date.UTC(year, 10, 1)).getUTCDay();
  return 1 + ((4 - first + 7) % 7) + 21 + 1;
}

function readFestival(text: string, today: string, years: number | undefined): Read | undefined {
  const [, inYear] = FESTIVALS.find(([name]) => name.test(text)) ?? [];
  if (!inYear) return undefined;
  const [written] = /(?<!\d)20\d{2}(?!\d)/.exec(text) ?? [];
  if (written) return inYear(Number(written));
  return years === undefined ? latest(inYear, today) : inYear(Number(today.slice(0, 4)) - years);
}

/** The first day of the month before. */
function monthBefore(today: string): string {
  const [year = 0, month = 1] = today.split('-').map(Number);
  return new Date(Date.UTC(year, month - 2, 1)).toISOString().slice(0, 10);
}

/** 去年3月, 今年5月8号: a month of a year that has no number. */
function readChinese(text: string, today: string, years: number | undefined): Read | undefined {
  const match = /(?<![\d个])(\d{1,2})\s*月(?:份)?\s*(?:(\d{1,2})\s*[日号]?)?/.exec(text);
  if (!match) return undefined;
  const inYear = (year: number): Read => toDay(year, Number(match[1]), Number(match[2] ?? 1));
  return years === undefined ? latest(inYear, today) : inYear(Number(today.slice(0, 4)) - years);
}

/** Chinese numerals of days and months as digits: 十二月三号 → 12月3号. */
function arabic(text: string): string {
  return text.replace(/[〇一二三四五六七八九十]+(?=[年月日号])/gu, (numeral) => {
    if (!numeral.includes('十')) return [...numeral].map((digit) => HAN_DIGITS.indexOf(digit)).join('');
    const [tens = '', ones = ''] = numeral.split('十');
    return String(
      (tens === '' ? 1 : HAN_DIGITS.indexOf(tens)) * 10 + (ones === '' ? 0 : HAN_DIGITS.indexOf(ones)),
    );
  });
}

function toDay(year: number, month: number, day: number): Read {
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists && year >= 1980 ? { value: date.toISOString().slice(0, 10) } : { problem: 'no_date' };
}
