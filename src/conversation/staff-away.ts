import { DateTime } from 'luxon';
import type { Message } from '../../dialogs/message.ts';
import { WEEKDAYS } from '../desk/calendar-types.ts';
import { type StaffRecord, staffKey } from '../desk/team.ts';
import type { Texts } from '../texts/texts.ts';
import { passOn } from './staff-cover.ts';
import { caseValues, type Desk, type Done, nameOf, say, tell, tellText } from './staff-desk.ts';
import { heldBy } from './staff-focus.ts';
import { wordsOf } from './staff-words.ts';

type Days = NonNullable<StaffRecord['away']>;

/** Marks the days on which somebody is away: who stands in gets what would come to them. */
export async function goAway(desk: Desk, words: string): Promise<Done> {
  const { parts, staff, waking } = desk;
  const days = daysIn(words, waking.now.on, parts.texts);
  if (!days || days.from > days.to) return tellText(desk, 'desk:away.how');
  const date = (day: string) => ({ date: day });
  if (days.to < waking.now.on) return tellText(desk, 'desk:away.over', { to: date(days.to) });
  const deputies = (staff.deputies ?? []).map((id): string => nameOf(desk, id));
  const who = deputies.length > 0 ? deputies.join(', ') : say(desk, 'desk:away.others');
  const held = await heldBy(desk, staff.id);
  const list = held.map(
    ({ value }): Message => ({ key: 'desk:button.reply_case', values: caseValues(desk, value) }),
  );
  const text = [
    say(desk, 'desk:away.set', { from: date(days.from), to: date(days.to), who }),
    ...(held.length > 0 ? [say(desk, 'desk:away.held', { list })] : []),
  ].join('\n');
  const now = days.from <= waking.now.on ? await passOn(desk, days) : {};
  return { ...tell({ text, choices: [] }), ...now, staffRecord: { away: days } };
}

/** Takes the days back. */
export async function comeBack(desk: Desk): Promise<Done> {
  const stored = await desk.parts.store.get<StaffRecord>(staffKey(desk.staff.id));
  const { away } = stored?.value ?? {};
  if (!away || away.to < desk.waking.now.on) return tellText(desk, 'desk:away.never');
  return { ...tellText(desk, 'desk:away.back'), staffRecord: { away: null } };
}

const ISO = /\d{4}-\d{1,2}-\d{1,2}/g;

/** "2026-12-01 2026-12-05", "until Friday", "tomorrow", "到周五"; undefined where no day is in it. */
export function daysIn(words: string, today: string, texts: Texts): Days | undefined {
  const text = words.trim().toLowerCase();
  const dates = [...text.matchAll(ISO)].map(([date]) => isoDay(date));
  if (dates.some((date) => date === undefined)) return undefined;
  const [first, second] = dates;
  const last = afterUntil(text, texts);
  const until = last !== undefined;
  if (first && second) return { from: first, to: second };
  if (first) return { from: until ? today : first, to: first };
  const day = namedDay(last ?? text, today, texts);
  return day === undefined ? undefined : { from: until ? today : day, to: day };
}

function isoDay(date: string): string | undefined {
  const [year = '', month = '', day = ''] = date.split('-');
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return DateTime.fromISO(iso).isValid ? iso : undefined;
}

/** What follows "until"; Chinese leaves no space. */
function afterUntil(text: string, texts: Texts): string | undefined {
  const word = wordsOf(texts, 'desk:until').find(
    (one) => text.startsWith(one) && (hasHan(one) || /^\s/.test(text.slice(one.length))),
  );
  return word === undefined ? undefined : text.slice(word.length).trim();
}

const hasHan = (word: string): boolean => /\p{Script=Han}/u.test(word);

/** Today, tomorrow, or the next day of that name (today, where it is one). */
function namedDay(text: string, today: string, texts: Texts): string | undefined {
  const now = DateTime.fromISO(today, { zone: 'utc' });
  const is = (name: 'today' | 'tomorrow' | (typeof WEEKDAYS)[number]): boolean =>
    wordsOf(texts, `desk:days.${name}`).includes(text);
  if (is('today')) return today;
  if (is('tomorrow')) return now.plus({ days: 1 }).toISODate() ?? undefined;
  const weekday = WEEKDAYS.findIndex(is);
  if (weekday < 0) return undefined;
  return now.plus({ days: (weekday + 1 - now.weekday + 7) % 7 }).toISODate() ?? undefined;
}
