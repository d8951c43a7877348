import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Disk, nodeDisk } from '../../src/store/disk.ts';
import { StoreFailed } from '../../src/store/errors.ts';
import { openEmbeddedStore } from '../../src/store/open.ts';
import { type StoreUnderTest, storeContract } from './contract.ts';
import { checksContract } from './contract-checks.ts';
import { claimsContract } from './contract-claims.ts';
import { filesBelow, listeningLog, temporaryFolder } from './helpers.ts';

const silent = { info() {}, warn() {} };

function suite(name: string, more: object): void {
  const openFresh = async (): Promise<StoreUnderTest> => {
    const dir = await temporaryFolder();
    const open = () => openEmbeddedStore({ dir, log: silent, ...more });
    let store = await open();
    return {
      store,
      async reopen() {
        await store.close();
        store = await open();
        return store;
      },
      done: () => store.close(),
    };
  };
  storeContract(name, openFresh);
  checksContract(name, openFresh);
  claimsContract(name, openFresh);
}

suite('embedded', {});
suite('embedded, with little memory and a checkpoint after each few commits', {
  checkpointBytes: 200,
  journalRoom: 1000,
  recordMemory: 150,
  streamMemory: 10,
});

it('writes documents that a person can read', async () => {
  const dir = await temporaryFolder();
  const store = await openEmbeddedStore({ dir, log: silent });
  await store.commit({
    writes: [{ key: 'customer/zoë@example.com', expectedVersion: 0, value: { name: 'Zoë' } }],
  });
  await store.close();
  const path = (await filesBelow(join(dir, 'documents', 'customer')))[0] ?? '';
  expect(path).toMatch(/customer\/[0-9a-f]{2}\/zo__example_com-[0-9a-f]{32}\.json$/);
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({
    v: 1,
    key: 'customer/zoë@example.com',
    version: 1,
    value: { name: 'Zoë' },
  });
});

it('removes the journal that a checkpoint has replaced', async () => {
  const dir = await temporaryFolder();
  const store = await openEmbeddedStore({ dir, log: silent, checkpointBytes: 2000 });
  for (let at = 0; at < 200; at++)
    await store.commit({ appends: [{ stream: 'audit/a', row: { at, pad: 'x'.repeat(100) } }] });
  await store.close();
  const journal = await filesBelow(join(dir, 'journal'));
  expect(journal).toHaveLength(1);
  expect(await readFile(journal[0] ?? '', 'utf8')).toBe('');
});

it('leaves a document of a newer format alone and says which program to start', async () => {
  const dir = await temporaryFolder();
  const { log, warnings } = listeningLog();
  const store = await openEmbeddedStore({ dir, log });
  await store.commit({ writes: [{ key: 'customer/a', expectedVersion: 0, value: 1 }] });
  await store.close();
  const path = (await filesBelow(join(dir, 'documents', 'customer')))[0] ?? '';
  await writeFile(path, JSON.stringify({ v: 2, key: 'customer/a', record: {} }));
  const again = await openEmbeddedStore({ dir, log });
  await expect(again.get('customer/a')).rejects.toThrow(/format version 2/);
  await again.close();
  expect(await readFile(path, 'utf8')).toContain('"v":2');
  expect(warnings).toEqual([]);
});

it('acknowledges nothing once a write has failed, and says that it is not healthy', async () => {
  const dir = await temporaryFolder();
  let full = false;
  const disk: Disk = {
    ...nodeDisk,
    async open(path, how) {
      const file = await nodeDisk.open(path, how);
      const append = (data: Uint8Array) =>
        full ? Promise.reject(new Error('ENOSPC: no space left')) : file.append(data);
      return { ...file, append };
    },
  };
  const store = await openEmbeddedStore({ dir, log: silent, disk });
  const put = (at: number) =>
    store.commit({ writes: [{ key: `customer/${at}`, expectedVersion: 0, value: at }] });
  expect(await put(1)).toEqual({ ok: true });
  full = true;
  const results = await Promise.allSettled([put(2), put(3), store.nextNumber('case')]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  full = false;
  expect(store.healthy()).toBe(false);
  await expect(put(4)).rejects.toThrow(StoreFailed);
  await expect(store.get('customer/2')).rejects.toThrow(/no space left/);
  await store.close();
  const again = await openEmbeddedStore({ dir, log: silent });
  expect(await again.get('customer/1')).toEqual({ version: 1, value: 1 });
  expect(await again.get('customer/2')).toBeUndefined();
  await again.close();
});
