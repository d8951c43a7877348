import { createInstance, type i18n } from 'i18next';
import type { Message, MessageValue } from '../../dialogs/message.ts';
import { createMemo } from './memo.ts';

/** The languages that Wendy speaks; each has a folder in `locales/`. */
export const LOCALES = ['en', 'zh'] as const;
export type Locale = (typeof LOCALES)[number];

/** Language, then file, then the texts as i18next nests them. */
export type Resources = Record<Locale, Record<string, object>>;

export interface Texts {
  /** A message in a language. `values` are those that every text may use: the case's number, the company's name. */
  render(message: Message, locale: Locale, values?: Record<string, string | number>): string;
  /** Whether there is such a text in a language. */
  has(key: string, locale: Locale): boolean;
}

/** The languages' own names of BCP 47, for dates and lists. */
const TAGS: Record<Locale, string> = { en: 'en-GB', zh: 'zh-CN' };

/**
 * Renders messages; instants in a zone (IANA). Throws on a key that no file has: the content check finds those before a
 * customer does.
 */
export function createTexts(resources: Resources, zone = 'UTC'): Texts {
  const i18next = start(resources);
  const translate = { en: i18next.getFixedT('en'), zh: i18next.getFixedT('zh') };
  const dates = mapLocales((tag) => new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: 'UTC' }));
  const instants = mapLocales(
    (tag) =>
      new Intl.DateTimeFormat(tag, {
        ...{ weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' },
        ...{ hourCycle: 'h23', timeZone: zone },
      }),
  );
  const lists = mapLocales((tag) => new Intl.ListFormat(tag, { type: 'conjunction' }));

  const known = mapLocales(() => createMemo(i18next));

  function render(message: Message, locale: Locale, values: Record<string, string | number> = {}): string {
    const { key } = message;
    const own: Record<string, string | number> = {};
    for (const [name, value] of Object.entries(message.values ?? {}))
      own[name] = one(value, name, locale, values);
    return known[locale].get(key, locale, own, values, (all) => {
      const text = translate[locale](key, all);
      if (text === key) throw new RangeError(`there is no text ${key} in ${locale}`);
      return text;
    });
  }

  function one(
    value: MessageValue,
    name: string,
    locale: Locale,
    values: Record<string, string | number>,
  ): string | number {
    if (typeof value === 'string' || typeof value === 'number') return value;
    if ('date' in value) return dates[locale].format(new Date(`${value.date}T00:00:00Z`));
    if ('instant' in value) return instants[locale].format(new Date(value.instant));
    if ('key' in value) return render(value, locale, values);
    const parts = value.map((part) => render(part, locale, values));
    return name === 'lines' ? parts.join('\n') : lists[locale].format(parts);
  }

  return { render, has: (key, locale) => i18next.exists(key, { lng: locale, fallbackLng: locale }) };
}

function mapLocales<T>(make: (tag: string) => T): Record<Locale, T> {
  return { en: make(TAGS.en), zh: make(TAGS.zh) };
}

function start(resources: Resources): i18n {
  const instance = createInstance();
  instance.init({
    resources: resources as never,
    lng: 'en',
    fallbackLng: false,
    supportedLngs: [...LOCALES],
    defaultNS: 'common',
    initAsync: false,
    returnEmptyString: false,
    interpolation: { escapeValue: false, skipOnVariables: true },
  });
  return instance;
}

/** The language that a channel's language tag asks for. */
export function localeOf(tag: string | undefined): Locale {
  return tag?.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}
