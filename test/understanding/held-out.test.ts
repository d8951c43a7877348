import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { LABELS } from '../../dialogs/labels.ts';
import { createMessageClassifier } from '../../src/understanding/classify.ts';
import { loadPhrases } from '../../src/understanding/load.ts';
import { LANGUAGES } from '../../src/understanding/phrases.ts';
import { flat } from '../../src/understanding/text.ts';

const phrases = loadPhrases(join(import.meta.dirname, '../../locales'));
const classify = createMessageClassifier(phrases);
const shape = z.record(z.enum(LABELS), z.array(z.string()));

describe.each(LANGUAGES)('sentences that were never trained on (%s)', (language) => {
  const file = join(import.meta.dirname, `held-out.${language}.yaml`);
  const sets = Object.entries(shape.parse(parse(readFileSync(file, 'utf8'))));
  const cases = sets.flatMap(([label, texts]) => texts.map((text) => ({ label, text })));

  test('are understood: the right label first in three of four, among the first three in nine of ten', () => {
    const read = cases.map(({ label, text }) => ({
      label,
      guesses: classify(text, language).map((guess) => guess.label),
    }));
    const top1 = read.filter(({ label, guesses }) => guesses[0] === label).length / read.length;
    const top3 =
      read.filter(({ label, guesses }) => guesses.slice(0, 3).some((guess) => guess === label)).length /
      read.length;
    const wrong = read
      .filter(({ label, guesses }) => guesses[0] !== label)
      .map(({ label, guesses }) => `${label} → ${guesses[0]}`);
    console.log(
      `${language}: ${cases.length} sentences, top 1 ${top1.toFixed(3)}, top 3 ${top3.toFixed(3)}\n${wrong.join('\n')}`,
    );
    expect(top1).toBeGreaterThanOrEqual(0.75);
    expect(top3).toBeGreaterThanOrEqual(0.9);
  });

  test('are none of the training phrases', () => {
    const trained = new Set(Object.values(phrases[language].labels).flat().map(flat));
    expect(cases.filter(({ text }) => trained.has(flat(text)))).toEqual([]);
  });
});
