import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isSeq, parseDocument } from 'yaml';
import { readConfig, readEnvFile } from '../config.ts';
import { LEARNED_KEY, type LearnedRecord } from '../conversation/tutor.ts';
import { openData } from '../data.ts';
import { SetupError } from '../errors.ts';
import { createLog } from '../log.ts';
import { loadPhrases } from '../understanding/load.ts';
import { LANGUAGES } from '../understanding/phrases.ts';
import { flat } from '../understanding/text.ts';
import type { LearnedPhrase } from '../understanding/understanding.ts';

const LOCALES = resolve(import.meta.dirname, '../../locales');

/**
 * Puts phrases at the end of their labels' lists in `<dir>/<lng>/phrases/labels.yaml`, each file written whole, its
 * comments kept; those that a file has already are passed over. How many were written.
 */
export function writePhrases(dir: string, phrases: readonly LearnedPhrase[]): number {
  const files = loadPhrases(dir);
  let written = 0;
  for (const language of LANGUAGES) {
    const there = new Set(
      Object.values(files[language].labels).flatMap((list) => list.map((text) => flat(text))),
    );
    const fresh = phrases.filter((one) => one.language === language && !there.has(flat(one.text)));
    if (fresh.length === 0) continue;
    const file = join(dir, language, 'phrases', 'labels.yaml');
    const document = parseDocument(readFileSync(file, 'utf8'), { schema: 'failsafe' });
    for (const { label, text } of fresh) {
      const list = document.get(label);
      if (!isSeq(list)) throw new SetupError(`${file}: ${label} is no list; put it back`);
      list.add(document.createNode(text));
    }
    writeFileSync(`${file}.new`, document.toString({ lineWidth: 0 }));
    renameSync(`${file}.new`, file);
    written += fresh.length;
  }
  return written;
}

/** `npm run phrases`: writes what support leads taught into `locales/`, for whoever keeps the content in version control. */
async function main(): Promise<void> {
  readEnvFile();
  const { dataDir, databaseUrl } = readConfig(process.env);
  const store = await openData({ dir: resolve(dataDir), databaseUrl, log: createLog() });
  try {
    const learned = await store.get<LearnedRecord>(LEARNED_KEY);
    const all = learned?.value.phrases ?? [];
    const written = writePhrases(LOCALES, all);
    process.stdout.write(
      `${written} learned phrases written into locales/, ${all.length - written} were there already.\n`,
    );
  } finally {
    await store.close();
  }
}

if (import.meta.main) {
  await main().catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}
