import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { keysOf } from '../../dialogs/triage/interpret.ts';
import { everyTree } from '../../src/content/check-tree-texts.ts';
import { entriesOf } from '../../src/content/locale-texts.ts';
import { loadTrees } from '../../src/content/trees.ts';
import { LOCALES } from '../../src/texts/texts.ts';
import { root, textOf, texts } from './real.ts';

const trees = everyTree(loadTrees(join(root, 'dialogs/triage')));
const QUOTED = { en: /"([^"]+)"/g, zh: /“([^”]+)”/g };

/** The words that are taken as a command when they are all that is said. */
function commands(locale: string): Record<string, string[]> {
  const file = readFileSync(join(root, `locales/${locale}/phrases/commands.yaml`), 'utf8');
  return (parse(file) as { whole: Record<string, string[]> }).whole;
}

function quoted(locale: 'en' | 'zh', text: string): string[] {
  return [...text.matchAll(QUOTED[locale])].flatMap(([, words]) => words ?? []);
}

function everyText(locale: string) {
  return Object.entries(texts[locale] ?? {}).flatMap(([space, value]) => entriesOf(space, value));
}

describe.each(LOCALES)('the voice in %s', (locale) => {
  const known = Object.values(commands(locale)).flat();

  it('names only words in the help that she understands', () => {
    const words = quoted(locale, textOf(locale, 'common:help'));
    expect(words.length).toBeGreaterThanOrEqual(7);
    expect(words.filter((word) => !known.includes(word))).toEqual([]);
  });

  it('says with every instruction how long it takes', () => {
    const timed = trees.flatMap(({ family, steps }) =>
      Object.entries(steps).flatMap(([id, step]) =>
        step.kind === 'do' && step.minutes
          ? [{ key: keysOf(step, { family, step: id }).text, minutes: step.minutes }]
          : [],
      ),
    );
    expect(timed.length).toBeGreaterThan(40);
    for (const { key, minutes } of timed) expect(textOf(locale, key), key).toContain(String(minutes));
  });

  it('has no emoji', () => {
    expect(everyText(locale).filter(({ text }) => /\p{Extended_Pictographic}/u.test(text ?? ''))).toEqual([]);
  });
});

describe('the Chinese voice', () => {
  const { PERSON = [], SKIP = [] } = commands('zh');

  it.each([
    ['person', PERSON],
    ['skip', SKIP],
  ])('offers by its own word what English offers as "%s"', (word, own) => {
    const offers = everyText('en').filter(
      ({ key, text }) => quoted('en', text ?? '').includes(word) && !key.startsWith('staff:'),
    );
    expect(offers.length).toBeGreaterThan(3);
    for (const { base, form } of offers) {
      const text = textOf('zh', form ? `${base}_other` : base);
      expect(
        quoted('zh', text).some((said) => own.includes(said)),
        base,
      ).toBe(true);
    }
  });

  it('has no half-width punctuation after a Chinese character', () => {
    const wrong = everyText('zh').filter(({ text }) =>
      /\p{Script=Han}(?:[,;?!()]|:(?!\d))/u.test(text ?? ''),
    );
    expect(wrong).toEqual([]);
  });

  it('names the hotline with its hours where a person is asked for, English only that it speaks Chinese', () => {
    for (const key of ['case:queued', 'case:person', 'case:already']) {
      for (const locale of ['en', 'zh'] as const) expect(textOf(locale, key)).toContain('{{ways}}');
    }
    for (const key of ['case:hotline.spoken', 'topics:hotline']) {
      expect(textOf('zh', key)).toMatch(/\{\{hotline\}\}.*\{\{hours\}\}/s);
    }
    expect(textOf('en', 'case:hotline.foreign')).toContain('{{tongue}} only');
    expect(textOf('en', 'topics:hotline')).toContain('Chinese only');
  });
});
