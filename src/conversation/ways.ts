import type { Message } from '../../dialogs/message.ts';
import { onDuty } from '../desk/calendar.ts';
import type { CaseRecord } from '../desk/case.ts';
import type { StaffList } from '../desk/staff.ts';
import type { Locale, Texts } from '../texts/texts.ts';
import type { Maker } from './company-values.ts';

/**
 * The other way to people, as a paragraph of its own (the terms, technical support, 1): the hotline, to who speaks its
 * language. Others hear of it only while nobody is on duty: in which language it is answered, and that their sales
 * contact is the way. Else it is empty.
 */
export function waysText(
  { company, calendar, texts, staffList }: Maker & { texts: Texts; staffList: StaffList },
  locale: Locale,
  at: string,
  { owner: ownerId }: CaseRecord,
  values: Record<string, string>,
): string {
  const { language } = company.hotline;
  const owner = ownerId === null ? undefined : staffList.byId(ownerId);
  const own = { tongue: languageIn(locale, language), name: owner?.name ?? '', email: owner?.mail ?? '' };
  const say = (key: Message['key']): string => `\n\n${texts.render({ key, values: own }, locale, values)}`;
  if (language === locale) return say('case:hotline.spoken');
  if (onDuty(calendar, at).open) return '';
  return say(owner?.mail ? 'case:hotline.foreign_owner' : 'case:hotline.foreign');
}

/** The names of languages in each of ours: made once, as it takes longer than a step of the machine. */
const names = new Map<Locale, Intl.DisplayNames>();

function languageIn(locale: Locale, language: string): string {
  const known = names.get(locale) ?? new Intl.DisplayNames([locale], { type: 'language' });
  names.set(locale, known);
  return known.of(language) ?? language;
}
