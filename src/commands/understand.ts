import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { createMessageClassifier } from '../understanding/classify.ts';
import { createDetector, englishOf } from '../understanding/language.ts';
import { loadPhrases } from '../understanding/load.ts';

/**
 * `npm run -s understand`: JSON Lines `{"id","lang","text"}` in, `{"id","label","top3"}` out, in order, by the classifier
 * of the conversation. A bad line answers `{"error"}` and the rest goes on.
 */
const line = z.object({
  id: z.union([z.string(), z.number()]),
  lang: z.string().nullish(),
  text: z.string(),
});

const phrases = loadPhrases(join(import.meta.dirname, '../../locales'));
const classify = createMessageClassifier(phrases);
const detect = createDetector(englishOf(phrases));

function answer(input: string): object {
  const parsed = line.safeParse(parseJson(input));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { error: [issue?.path.join('.'), issue?.message ?? 'not a message'].filter(Boolean).join(': ') };
  }
  const { id, lang, text } = parsed.data;
  const [language] = (lang ?? '').toLowerCase().split(/[-_]/);
  const known = language === 'en' || language === 'zh' ? language : (detect(text) ?? 'en');
  const top3 = classify(text, known)
    .slice(0, 3)
    .map((guess) => guess.label);
  return { id, label: top3[0], top3 };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
for await (const input of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  // What some editors put before the first line counts as space.
  const text = input.trim();
  if (text === '') continue;
  if (!process.stdout.write(`${JSON.stringify(answer(text))}\n`)) {
    await new Promise((resolve) => process.stdout.once('drain', resolve));
  }
}
