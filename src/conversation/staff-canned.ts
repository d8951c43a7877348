import type { CaseRecord } from '../desk/case.ts';
import { localeOf } from '../texts/texts.ts';
import { companyValues } from './company-values.ts';
import type { CannedText } from './parts.ts';
import { type Desk, type Done, say, tell } from './staff-desk.ts';

/** The ready texts, by number. */
export function cannedList(desk: Desk): Done {
  const { canned } = desk.parts;
  const card = {
    title: say(desk, 'desk:canned.title'),
    lines: [
      ...canned.map(({ id, title }, index) =>
        say(desk, 'desk:canned.entry', { n: index + 1, id, title: title[desk.tongue.locale] }),
      ),
      say(desk, 'desk:canned.how'),
    ],
    facts: [],
    actions: [],
  };
  return tell({ text: '', choices: [], card });
}

/** The text of that number (from 1) or id, in the customer's language and filled in; undefined where there is none. */
export function cannedNamed(desk: Desk, record: CaseRecord, which: string): string | undefined {
  const { canned } = desk.parts;
  const ready = /^\d+$/.test(which) ? canned[Number(which) - 1] : canned.find(({ id }) => id === which);
  return ready && filledIn(desk, record, ready);
}

function filledIn({ parts, staff, waking }: Desk, record: CaseRecord, { text }: CannedText): string {
  const locale = localeOf(record.locale);
  const name =
    record.draft.contact.name ??
    record.customer.name ??
    parts.texts.render({ key: 'desk:canned.nameless' }, locale);
  const values: Record<string, string> = {
    ...companyValues(parts, locale, waking.now.at),
    ...{ name, me: staff.name, case: record.id },
  };
  return text[locale].replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (whole, key: string) => values[key] ?? whole);
}
