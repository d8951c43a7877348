import { LOCALES, type Locale } from '../../texts/texts.ts';

/** The language of ours that a browser likes best, by its `Accept-Language`; English where it likes none. */
export function likedLocale(accept: string | undefined): Locale {
  const wishes = (accept ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const weight = parameters.map((text) => /^\s*q=([\d.]+)\s*$/.exec(text)?.[1]).find(Boolean);
      return { language: tag.split('-', 1)[0], weight: Number(weight ?? 1) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight);
  for (const { language } of wishes) {
    const locale = LOCALES.find((known) => known === language);
    if (locale) return locale;
  }
  return 'en';
}

/** The language that an address names (`?lang=zh`); undefined where it names none of ours. */
export function namedLocale(lang: string | null): Locale | undefined {
  return LOCALES.find((known) => known === lang?.toLowerCase().split('-', 1)[0]);
}

/** What each language calls itself, and its full tag. */
export const LANGUAGES: Readonly<Record<Locale, { name: string; tag: string }>> = {
  en: { name: 'English', tag: 'en' },
  zh: { name: '中文', tag: 'zh-CN' },
};
