import { DateTime } from 'luxon';
import { type Hours, onDuty, WEEKDAYS, type Weekday } from '../desk/hours.ts';
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

/** What the values are made of. */
export interface Maker {
  company: CompanyFacts;
  hours: Hours;
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

function valuesAt({ company, hours, texts }: Maker, locale: Locale, at: string): Values {
  const city = company.city[locale];
  const values = {
    company: company.name,
    city,
    hours: hoursText(hours, locale),
    hotline: company.hotline.number,
    phone: company.phones[0] ?? '',
  };
  const duty = onDuty(hours, at);
  if (duty.open) return { ...values, duty: texts.render({ key: 'common:duty.open' }, locale, values) };
  if (!duty.opensAt) return { ...values, duty: '' };
  const opens = DateTime.fromISO(duty.opensAt, { zone: hours.zone });
  const count = Math.max(1, Math.round(opens.diff(DateTime.fromISO(at), 'hours').hours));
  const day = dayName(WEEKDAYS[opens.weekday - 1] as Weekday, locale);
  const closed = { day, time: opens.toFormat('HH:mm'), count };
  return { ...values, duty: texts.render({ key: 'common:duty.closed', values: closed }, locale, values) };
}

/** "Monday to Friday 09:00–12:00 and 13:30–18:00": days with the same hours together. */
function hoursText(hours: Hours, locale: Locale): string {
  const runs: { from: Weekday; to: Weekday; spans: string }[] = [];
  for (const day of WEEKDAYS) {
    const spans = hours.week[day].join(locale === 'zh' ? '、' : ', ').replaceAll('-', '–');
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
