import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readCompany } from '../content/company.ts';
import { importCustomers, readCustomers } from '../desk/customers.ts';
import { importList } from './import-list.ts';

const USAGE = 'npm run customers -- import FILE.csv';

/** `import FILE.csv`: puts customers on the list of who looks after whom. Nothing changes where a row is bad. */
async function main([verb, file]: readonly string[]): Promise<string[]> {
  if (verb !== 'import' || !file) return [USAGE];
  const { staff, company } = readCompany(resolve(import.meta.dirname, '../../dialogs/company'));
  const read = readCustomers(readFileSync(file, 'utf8'), {
    isSales: (id) => staff.some((one) => one.id === id && one.role === 'sales'),
    country: company.country,
  });
  if ('problems' in read) return read.problems.map((problem) => `${file}: ${problem}`);
  await importList((store) => importCustomers(store, read.customers));
  process.stdout.write(`${read.customers.length} customers imported.\n`);
  return [];
}

const problems = await main(process.argv.slice(2)).catch((error: Error) => [error.message]);
for (const problem of problems) process.stderr.write(`${problem}\n`);
if (problems.length > 0) process.exitCode = 1;
