import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { writePhrases } from '../../src/commands/phrases.ts';
import { createMessageClassifier } from '../../src/understanding/classify.ts';
import { loadPhrases } from '../../src/understanding/load.ts';
import type { LearnedPhrase } from '../../src/understanding/understanding.ts';

const learned: LearnedPhrase[] = [
  { language: 'en', label: 'night_vision', text: 'my thing is a disco: "now" # 2' },
  { language: 'en', label: 'audio', text: '- no purring' },
  { language: 'zh', label: 'no_video', text: '摄像头眼睛瞎了' },
];

async function copyOfLocales(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'wendy-locales-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  await cp(join(import.meta.dirname, '../../locales'), dir, { recursive: true });
  return dir;
}

test('learned phrases are written at the end of their lists, and every other line stays as it is', async () => {
  const dir = await copyOfLocales();
  const linesOf = async (language: string): Promise<string[]> =>
    (await readFile(join(dir, language, 'phrases/labels.yaml'), 'utf8')).split('\n');
  const before = { en: await linesOf('en'), zh: await linesOf('zh') };
  expect(writePhrases(dir, learned)).toBe(3);
  const after = { en: await linesOf('en'), zh: await linesOf('zh') };
  expect(after.en).toHaveLength(before.en.length + 2);
  expect(before.en.filter((line) => !after.en.includes(line))).toEqual([]);
  expect(after.zh.filter((line) => !before.zh.includes(line))).toEqual(['  - 摄像头眼睛瞎了']);
  const { en } = loadPhrases(dir);
  expect(en.labels.night_vision.at(-1)).toBe(learned[0]?.text);
  expect(en.labels.audio.at(-1)).toBe('- no purring');
});

test('those that a file has are not written again', async () => {
  const dir = await copyOfLocales();
  writePhrases(dir, learned);
  const again = learned.map((phrase) => ({ ...phrase, text: `${phrase.text.toUpperCase()}!` }));
  expect(writePhrases(dir, again)).toBe(0);
});

test('the classifier of the files then knows them', async () => {
  const dir = await copyOfLocales();
  writePhrases(dir, learned);
  const classify = createMessageClassifier(loadPhrases(dir));
  expect(classify('a disco', 'en')[0]?.label).toBe('night_vision');
});
