import { resolve } from 'node:path';
import { writeMade } from '../content/made.ts';
import { SetupError } from '../errors.ts';
import { loadContent } from '../load.ts';
import { leftPictures, pictures } from '../pictures/made.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** `npm run pictures`: draws the machine and the trees into `docs/pictures`. */
try {
  const files = pictures(await loadContent());
  const changed = writeMade(ROOT, files, leftPictures(ROOT, files));
  for (const file of changed) process.stdout.write(`${file}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof SetupError ? error.message : String((error as Error).stack)}\n`);
  process.exitCode = 1;
}
