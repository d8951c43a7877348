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
const shape = z.array(z.object({ text: z.string(), label: z.enum(LABELS) }));

describe.each(LANGUAGES)('sentences that were never trained on (%s)', (language) => {
  const file = join(import.meta.dirname, `held-out.${language}.yaml`);
  const trained = new Set(Object.values(phrases[language].labels).flat().map(flat));
  const all = shape.parse(parse(readFileSync(file, 'utf8')));
  // "No sound" stands in both by chance: it is no measure then.
  const cases = all.filter(({ text }) => !trained.has(flat(text)));

  test('are understood: the right label first in 85 of 100, among the first three in 95 of 100', () => {
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
      `${language}: ${cases.length} sentences, top 1 ${top1.toFixed(3)}, top 3 ${top3.toFixed(3)}\n${wrong.sort().join('\n')}`,
    );
    expect(top1).toBeGreaterThanOrEqual(0.85);
    expect(top3).toBeGreaterThanOrEqual(0.95);
  });

  test('are hardly ever a training phrase by chance', () => {
    expect(all.length - cases.length).toBeLessThan(all.length * 0.08);
  });
});
