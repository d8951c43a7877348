import type { ContentProblem, LocaleTexts } from './check-tree-texts.ts';
import { type Entry, entriesOf, fileOf, placeholdersIn } from './locale-texts.ts';

/**
 * The maker's ways to be reached may be named in one language and not in another: the hotline is for those who speak
 * its language.
 */
const MAY_DIFFER = new Set(['hotline', 'hours', 'city', 'phone']);

/** All forms of one text in one language: `ask`, or `ask_one` and `ask_other`. */
interface Text {
  key: string;
  entries: Entry[];
}

/**
 * All that is wrong between the languages: a text that is missing or left over against the main language, an empty
 * one, a placeholder that is lost or invented, a plural form that the language needs and lacks, or has and never uses.
 */
export function checkLocales(texts: LocaleTexts, main = 'en'): ContentProblem[] {
  const wanted = textsOf(texts, main);
  return Object.keys(texts).flatMap((language) => {
    const there = language === main ? wanted : textsOf(texts, language);
    const at = (key: string, problem: string): ContentProblem => ({
      file: fileOf(language, key),
      step: pathOf(key),
      problem,
    });
    const missing = [...wanted.keys()].filter((key) => !there.has(key));
    return [
      ...missing.map((key) => at(key, `the text is missing; ${fileOf(main, key)} has it, add it here too`)),
      ...[...there.values()].flatMap((text) => {
        const model = wanted.get(text.key);
        if (!model)
          return [
            at(
              text.key,
              `the text is left over; ${fileOf(main, text.key)} has none, take it out or add it there`,
            ),
          ];
        return [
          ...text.entries.flatMap((entry) => wrongIn(entry).map((problem) => at(entry.key, problem))),
          ...wrongForms(text, model, language).map(([key, problem]) => at(key, problem)),
          ...wrongPlaceholders(text, model, main).map(([key, problem]) => at(key, problem)),
        ];
      }),
    ];
  });
}

function textsOf(texts: LocaleTexts, language: string): Map<string, Text> {
  const found = new Map<string, Text>();
  for (const [space, value] of Object.entries(texts[language] ?? {})) {
    for (const entry of entriesOf(space, value)) {
      const text = found.get(entry.base) ?? { key: entry.base, entries: [] };
      text.entries.push(entry);
      found.set(entry.base, text);
    }
  }
  return found;
}

function wrongIn({ text }: Entry): string[] {
  if (text === undefined) return ['must be a text or a group of texts; put it in quotes'];
  if (text.trim() === '') return ['the text is empty; write it'];
  const opened = text.split('{{').length + text.split('}}').length - 2;
  return opened === 2 * placeholdersIn(text).length
    ? []
    : ['a placeholder is not written as {{name}}; two braces on either side'];
}

function wrongForms({ key, entries }: Text, model: Text, language: string): [string, string][] {
  const forms = entries.flatMap(({ form }) => form ?? []);
  const plural = forms.length > 0 || model.entries.some(({ form }) => form !== undefined);
  if (!plural) return [];
  const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories as readonly string[];
  return [
    ...needed
      .filter((form) => !forms.includes(form))
      .map((form): [string, string] => [
        `${key}_${form}`,
        `the plural form is missing; ${language} needs it, add it here`,
      ]),
    ...entries
      .filter(({ form }) => form === undefined || !needed.includes(form))
      .map((entry): [string, string] => [
        entry.key,
        `is left over: in ${language} this text has ${needed.map((form) => `_${form}`).join(' and ')}; take it out`,
      ]),
  ];
}

/** Against the main language's text; a form for one may leave the number out ("the camera"). */
function wrongPlaceholders(text: Text, model: Text, main: string): [string, string][] {
  const wanted = namesIn(model);
  return text.entries.flatMap((entry) => {
    const there = placeholdersIn(entry.text ?? '');
    const lost = [...wanted].filter(
      (name) => !there.includes(name) && !MAY_DIFFER.has(name) && !(name === 'count' && entry.form === 'one'),
    );
    const invented = [...new Set(there)].filter((name) => !wanted.has(name) && !MAY_DIFFER.has(name));
    return [
      ...lost.map((name): [string, string] => [
        entry.key,
        `lacks {{${name}}}, which ${main} has; put it back in`,
      ]),
      ...invented.map((name): [string, string] => [
        entry.key,
        `has {{${name}}}, which ${main} has not; take it out or correct its name`,
      ]),
    ];
  });
}

function namesIn({ entries }: Text): Set<string> {
  return new Set(entries.flatMap(({ text }) => placeholdersIn(text ?? '')));
}

function pathOf(key: string): string {
  return key.slice(key.indexOf(':') + 1);
}
