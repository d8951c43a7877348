import { DateTime } from 'luxon';
import { type Hours, onDuty, WEEKDAYS, type Weekday } from '../desk/hours.ts';
import type { Locale, Texts } from '../texts/texts.ts';

/** What texts may say of the maker. */
export interface CompanyFacts {
  name: string;
  city: Record<Locale, string>;
  hotline: { number: string; language: string };
  phones: readonly string[];
  models: readonly string[];
}

const DAY_NAMES: Record<Locale, string> = { en: 'en-GB', zh: 'zh-CN' };

/** The maker's name, hours and numbers, and whether people are on duty at an instant, for use in any text. */
export function companyValues(
  { company, hours, texts }: { company: CompanyFacts; hours: Hours; texts: Texts },
  locale: Locale,
  at: string,
): Record<string, string> {
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
  const message = { key: 'common:duty.closed', values: { day, time: opens.toFormat('HH:mm'), count } };
  return { ...values, duty: texts.render(message, locale, values) };
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
