import { DateTime } from 'luxon';
import type { Message } from '../../dialogs/message.ts';
import { type Calendar, dayIn, onDuty, type Week, type Weekday } from '../desk/calendar.ts';
import { WEEKDAYS } from '../desk/calendar-types.ts';
import type { Locale, Texts } from '../texts/texts.ts';

/** What texts may say of the maker. */
export interface CompanyFacts {
  name: string;
  /** ISO 3166, two letters. */
  country: string;
  city: Record<Locale, string>;
  hotline: { number: string; language: string };
  phones: readonly string[];
  models: readonly string[];
}

const DAY_NAMES: Record<Locale, string> = { en: 'en-GB', zh: 'zh-CN' };

/** A weekday names a day within so many days. */
const LAST_WEEKDAY = 6;

/** What the values are made of. */
export interface Maker {
  company: CompanyFacts;
  calendar: Calendar;
  texts: Texts;
}

type Values = Readonly<Record<string, string>>;

/** The last values of each language: they change by the minute, and every turn needs them several times. */
const lately = new WeakMap<Maker, Map<Locale, { minute: string; values: Values }>>();

/** The maker's name, hours and numbers, and whether people are on duty in an instant's minute, for use in any text. */
export function companyValues(maker: Maker, locale: Locale, at: string): Values {
  const kept = lately.get(maker) ?? new Map<Locale, { minute: string; values: Values }>();
  const minute = at.slice(0, 'yyyy-mm-ddThh:mm'.length);
  const last = kept.get(locale);
  if (last?.minute === minute) return last.values;
  const values = valuesAt(maker, locale, at);
  lately.set(maker, kept.set(locale, { minute, values }));
  return values;
}

function valuesAt({ company, calendar, texts }: Maker, locale: Locale, at: string): Values {
  const city = company.city[locale];
  const values = {
    company: company.name,
    city,
    hours: hoursText(calendar.week, locale),
    hotline: company.hotline.number,
    phone: company.phones[0] ?? '',
  };
  const duty = onDuty(calendar, at);
  if (duty.open) return { ...values, duty: texts.render({ key: 'common:duty.open' }, locale, values) };
  if (!duty.opensAt) return { ...values, duty: '' };
  const closed = closedText(calendar.zone, at, duty.opensAt, locale);
  return { ...values, duty: texts.render(closed, locale, values) };
}

/** When they open: by the weekday within six days, else by the date too, as the weekday alone would be another one. */
function closedText(zone: string, at: string, opensAt: string, locale: Locale): Message {
  const opens = DateTime.fromISO(opensAt, { zone });
  const time = opens.toFormat('HH:mm');
  const day = dayName(WEEKDAYS[opens.weekday - 1] as Weekday, locale);
  const days = daysBetween(dayIn(zone, at), dayIn(zone, opensAt));
  if (days > LAST_WEEKDAY) {
    const date = opens.setLocale(DAY_NAMES[locale]).toLocaleString({ day: 'numeric', month: 'long' });
    return { key: 'common:duty.later', values: { day, date, time, count: days } };
  }
  const count = Math.max(1, Math.round(opens.diff(DateTime.fromISO(at), 'hours').hours));
  return { key: 'common:duty.closed', values: { day, time, count } };
}

function daysBetween(from: string, to: string): number {
  return Math.round(
    DateTime.fromISO(to, { zone: 'utc' }).diff(DateTime.fromISO(from, { zone: 'utc' }), 'days').days,
  );
}

/** "Monday to Friday 09:00–12:00 and 13:30–18:00": days with the same hours together. */
function hoursText(week: Week, locale: Locale): string {
  const runs: { from: Weekday; to: Weekday; spans: string }[] = [];
  for (const day of WEEKDAYS) {
    const spans = week[day].join(locale === 'zh' ? '、' : ', ').replaceAll('-', '–');
    const last = runs.at(-1);
    if (last && last.spans === spans) last.to = day;
    else runs.push({ from: day, to: day, spans });
  }
  const dash = locale === 'zh' ? '至' : '–';
  return runs
    .filter((run) => run.spans !== '')
    .map(({ from, to, spans }) => {
      const days =
        from === to ? dayName(from, locale) : `${dayName(from, locale)}${dash}${dayName(to, locale)}`;
      return `${days} ${spans}`;
    })
    .join(locale === 'zh' ? '；' : '; ');
}

/** A weekday's name: 2024-01-01 was a Monday. */
function dayName(day: Weekday, locale: Locale): string {
  const date = new Date(Date.UTC(2024, 0, 1 + WEEKDAYS.indexOf(day)));
  return new Intl.DateTimeFormat(DAY_NAMES[locale], { weekday: 'long', timeZone: 'UTC' }).format(date);
}
