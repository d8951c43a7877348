import { describe, expect, it } from 'vitest';
import { keyFromData } from '../../dialogs/message.ts';
import { computedKeys } from '../../src/content/computed-keys.ts';
import { entriesOf, placeholdersIn } from '../../src/content/locale-texts.ts';
import { loadPolicy } from '../../src/content/policy.ts';
import { createTexts, LOCALES } from '../../src/texts/texts.ts';
import { locales, texts } from './real.ts';

const render = createTexts(locales).render;
const computed = [...computedKeys(loadPolicy()).values()].flat();

describe.each(LOCALES)('the texts in %s', (locale) => {
  const entries = Object.entries(texts[locale] ?? {}).flatMap(([space, value]) => entriesOf(space, value));
  const keys = [...new Set(entries.map(({ base }) => base))];

  it('have every key that the code puts together', () => {
    expect(computed.filter((key) => !keys.includes(key))).toEqual([]);
  });

  it.each([0, 1, 2, 5, 20])('are whole when filled in, with a count of %i', (count) => {
    for (const key of keys) {
      const forms = entries.filter(({ base }) => base === key);
      const names = forms.flatMap(({ text }) => placeholdersIn(text ?? ''));
      const values = { ...Object.fromEntries(names.map((name) => [name, `<${name}>`])), count };
      const text = render({ key: keyFromData(key), values }, locale);
      expect(text, key).not.toMatch(/\{\{|\}\}|undefined|\[object/);
      const one = forms.find(({ form }) => form === new Intl.PluralRules(locale).select(count)) ?? forms[0];
      for (const name of placeholdersIn(one?.text ?? '')) {
        expect(text, key).toContain(name === 'count' ? String(count) : `<${name}>`);
      }
    }
  });
});
