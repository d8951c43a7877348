import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readCompany } from '../content/company.ts';
import { importSoldUnits, readSoldUnits } from '../desk/sold-units.ts';
import { importList } from './import-list.ts';

const USAGE = 'npm run products -- import FILE.csv';

/** `import FILE.csv`: puts sold units on the list. Nothing changes where a row is bad. */
async function main([verb, file]: readonly string[]): Promise<string[]> {
  if (verb !== 'import' || !file) return [USAGE];
  const { staff } = readCompany(resolve(import.meta.dirname, '../../dialogs/company'));
  const read = readSoldUnits(readFileSync(file, 'utf8'), (id) =>
    staff.some((one) => one.id === id && one.role === 'sales'),
  );
  if ('problems' in read) return read.problems.map((problem) => `${file}: ${problem}`);
  await importList((store) => importSoldUnits(store, read.units));
  process.stdout.write(`${read.units.length} sold units imported.\n`);
  return [];
}

const problems = await main(process.argv.slice(2)).catch((error: Error) => [error.message]);
for (const problem of problems) process.stderr.write(`${problem}\n`);
if (problems.length > 0) process.exitCode = 1;
