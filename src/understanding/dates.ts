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
  const reference = { instant: new Date(`${today}T12:00:00Z`), timezone: 0 };
  const prepared = chinese ? arabic(text) : text;
  const lastMonth = /\blast month\b|上个?月/i.test(text) ? monthBefore(today) : undefined;
  if (lastMonth !== undefined) return { value: lastMonth };
  const chineseDay = chinese ? readChinese(prepared, today) : undefined;
  if (chineseDay) return chineseDay;
  const [found] = chinese ? hans.parse(prepared, reference) : parseEnglish(prepared, reference);
  if (!found) return { problem: 'no_date' };
  const start = found.start;
  const relative = /\bago\b|\byesterday\b|\btoday\b|\btomorrow\b|\bnext\b|\bin \d|前|昨|今天|明|下/.test(
    found.text,
  );
  if (!start.isCertain('month') && !start.isCertain('weekday') && !relative) return { problem: 'no_date' };
  const monthOnly = !start.isCertain('day') && !start.isCertain('weekday') && !relative;
  const [month, day] = [start.get('month') ?? 1, monthOnly ? 1 : (start.get('day') ?? 1)];
  let year = start.get('year') ?? Number(today.slice(0, 4));
  const stated = start.isCertain('year') && /\d{4}|year|年/.test(found.text);
  const read = toDay(year, month, day);
  if (!stated && !relative && 'value' in read && read.value > today) year -= 1;
  return toDay(year, month, day);
}

/** The first day of the month before. */
function monthBefore(today: string): string {
  const [year = 0, month = 1] = today.split('-').map(Number);
  return new Date(Date.UTC(year, month - 2, 1)).toISOString().slice(0, 10);
}

/** 去年3月, 今年5月8号: a month of a year that has no number. */
function readChinese(text: string, today: string): Read | undefined {
  const thisYear = Number(today.slice(0, 4));
  const match = /(去年|今年|前年)?\s*(\d{1,2})\s*月(?:份)?\s*(?:(\d{1,2})\s*[日号]?)?/.exec(text);
  if (!match) return undefined;
  const back = { 去年: 1, 今年: 0, 前年: 2 }[match[1] ?? ''];
  const read = toDay(thisYear - (back ?? 0), Number(match[2]), Number(match[3] ?? 1));
  if (back !== undefined || 'problem' in read || read.value <= today) return read;
  return toDay(thisYear - 1, Number(match[2]), Number(match[3] ?? 1));
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
