import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findOwner, importCustomers, readCustomers } from '../../src/desk/customers.ts';
import { silentLog } from '../../src/log.ts';
import { openEmbeddedStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/port.ts';

const HEADER = 'name,email,domain,phone,owner';
const check = { isSales: (id: string): boolean => id === 'anna' || id === 'wei', country: 'CN' };
const read = (...rows: string[]) => readCustomers([HEADER, ...rows].join('\n'), check);
const problemsOf = (...rows: string[]): string[] => {
  const result = read(...rows);
  return 'problems' in result ? result.problems : [];
};

async function openStore(): Promise<Store> {
  const dir = await mkdtemp(join(tmpdir(), 'customers-'));
  const store = await openEmbeddedStore({ dir, log: silentLog });
  onTestFinished(async () => {
    await store.close();
    await rm(dir, { recursive: true, force: true });
  });
  return store;
}

async function imported(...rows: string[]): Promise<Store> {
  const store = await openStore();
  const result = read(...rows);
  await importCustomers(store, 'customers' in result ? result.customers : []);
  return store;
}

describe("the customers' list", () => {
  it('is read from CSV, with addresses and domains small and numbers with their country', () => {
    expect(
      read(
        '"Carter, Sons",Sam@Carter.example,@Carter.Example,+44 20 7946 0000,anna',
        '王芳,,,0755-88886666,wei',
      ),
    ).toEqual({
      customers: [
        {
          name: 'Carter, Sons',
          email: 'sam@carter.example',
          domain: 'carter.example',
          phone: '+442079460000',
          owner: 'anna',
        },
        { name: '王芳', email: null, domain: null, phone: '+8675588886666', owner: 'wei' },
      ],
    });
  });

  it('names every bad row with its line, and takes none then', () => {
    const problems = problemsOf(
      'A,,,,anna',
      'B,b@example,,,anna',
      'C,,no domain,,anna',
      'D,,,12,anna',
      'E,e@example.com,,,tom',
      'F,f@example.com,,,',
      ',g@example.com,,,anna',
      'H,h@example.com,,,anna',
      'I,H@example.com,,,wei',
      'J,,gmail.com,,anna',
      'K,k@example.com',
    );
    expect(problems.map((problem) => /^line (\d+): (\w+)/.exec(problem)?.slice(1))).toEqual([
      ['2', 'takes'],
      ['3', 'email'],
      ['4', 'domain'],
      ['5', 'phone'],
      ['6', 'owner'],
      ['7', 'owner'],
      ['8', 'name'],
      ['10', 'email'],
      ['11', 'domain'],
      ['12', 'takes'],
    ]);
  });

  it('refuses a file with another header', () => {
    expect(readCustomers('name,mail\na,b', check)).toEqual({
      problems: [`line 1: the header must be ${HEADER}`],
    });
  });

  it("finds the owner by address, then number, then the company's domain", async () => {
    const store = await imported(
      'Carter,,carter.example,,anna',
      'Carter Spain,,es.carter.example,,wei',
      'Sam,sam@carter.example,,,wei',
      'Jo,,,+442079460000,wei',
    );
    expect(await findOwner(store, { email: 'SAM@carter.example' })).toBe('wei');
    expect(await findOwner(store, { email: 'lee@carter.example' })).toBe('anna');
    expect(await findOwner(store, { email: 'lee@shop.es.carter.example' })).toBe('wei');
    expect(await findOwner(store, { email: 'lee@notcarter.example' })).toBeUndefined();
    expect(await findOwner(store, { email: 'lee@carter.example', phone: '+442079460000' })).toBe('wei');
    expect(await findOwner(store, {})).toBeUndefined();
  });

  it("finds nobody by a mail provider's domain, also where an older list has it", async () => {
    const store = await openStore();
    const write = { key: 'customer-domain/gmail.com', expectedVersion: 0 };
    await store.commit({ writes: [{ ...write, value: { v: 1, name: 'x', owner: 'anna' } }] });
    expect(await findOwner(store, { email: 'somebody@gmail.com' })).toBeUndefined();
  });

  it('counts as it was imported last', async () => {
    const store = await imported('Carter,,carter.example,,anna');
    const again = read('Carter,,carter.example,,wei');
    await importCustomers(store, 'customers' in again ? again.customers : []);
    expect(await findOwner(store, { email: 'a@carter.example' })).toBe('wei');
  });

  it('takes all rows or names each bad one, never both', () => {
    const cell = fc.constantFrom(
      '',
      'a',
      'a@b.example',
      'b.example',
      '+442079460000',
      'anna',
      'tom',
      'gmail.com',
    );
    const row = fc.tuple(cell, cell, cell, cell, cell).map((cells) => cells.join(','));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
        const bad = rows.filter((one) => problemsOf(one).length > 0).length;
        const result = read(...rows);
        if ('customers' in result)
          expect([result.customers.length, bad]).toEqual([rows.filter(Boolean).length, 0]);
        else expect(result.problems.length).toBeGreaterThanOrEqual(bad);
      }),
    );
  });
});
