import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { encodeFrame, scanFrames, withoutRoom } from '../../src/store/frame.ts';
import { openEmbeddedStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/port.ts';
import { outboxRow } from './contract.ts';
import { filesBelow, listeningLog, temporaryFolder } from './helpers.ts';

const { log: silent } = listeningLog();
/** Little, so that many starts cost little. */
const ROOM = 2_000;

/** A data directory as a crash leaves it after some work, and nothing checkpointed; the journal without its room. */
async function crashedAfter(work: (store: Store) => Promise<void>): Promise<string> {
  const dir = await crashedWithRoom(work);
  for (const path of await filesBelow(join(dir, 'journal')))
    await writeFile(path, withoutRoom(await readFile(path)));
  return dir;
}

async function crashedWithRoom(work: (store: Store) => Promise<void>): Promise<string> {
  const from = await temporaryFolder();
  const dir = await temporaryFolder();
  const store = await openEmbeddedStore({ dir: from, log: silent, journalRoom: ROOM });
  await work(store);
  await cp(from, dir, { recursive: true });
  await rm(join(dir, 'lock'));
  await store.close();
  return dir;
}

/** A data directory closed in good order after some work. */
async function closedAfter(work: (store: Store) => Promise<void>): Promise<string> {
  const dir = await temporaryFolder();
  const store = await openEmbeddedStore({ dir, log: silent, journalRoom: ROOM });
  await work(store);
  await store.close();
  return dir;
}

async function opened(dir: string, look: (store: Store, warnings: string[]) => Promise<void>): Promise<void> {
  const { log, warnings } = listeningLog();
  const store = await openEmbeddedStore({ dir, log, journalRoom: ROOM });
  try {
    await look(store, warnings);
  } finally {
    await store.close();
  }
}

const put = (store: Store, key: string, expectedVersion: number, value: unknown) =>
  store.commit({ writes: [{ key, expectedVersion, value }], appends: [{ stream: 'audit/a', row: value }] });

async function fileIn(dir: string, ...part: string[]): Promise<string> {
  const files = await filesBelow(join(dir, ...part));
  return files.find((path) => !path.includes('.damaged')) ?? '';
}

const newestSegment = async (dir: string): Promise<string> =>
  (await filesBelow(join(dir, 'journal'))).at(-1) ?? '';

const caseWrite = (at: number) => {
  const listing = {
    id: `C-${at}`,
    createdAt: `2026-03-0${at}`,
    status: 'queued',
    assignee: null,
    queue: null,
  };
  return { key: `case/C-${at}`, expectedVersion: 0, value: { at }, listing };
};

it('cuts a torn tail wherever it was torn, and goes on from there', async () => {
  const dir = await crashedAfter(async (store) => {
    await put(store, 'customer/a', 0, 'first');
    await put(store, 'customer/a', 1, 'second, ü');
  });
  const segment = await newestSegment(dir);
  const bytes = await readFile(segment);
  const secondAt = scanFrames(bytes, segment).frames[1]?.start ?? 0;
  expect(secondAt).toBeGreaterThan(0);
  for (let length = 0; length <= bytes.length; length++) {
    const copy = await temporaryFolder();
    await cp(dir, copy, { recursive: true });
    await writeFile(join(copy, 'journal', basename(segment)), bytes.subarray(0, length));
    const kept = length === bytes.length ? 2 : length < secondAt ? 0 : 1;
    await opened(copy, async (store, warnings) => {
      expect((await store.get('customer/a'))?.version ?? 0).toBe(kept);
      expect(await store.rows('audit/a')).toHaveLength(kept);
      expect(await put(store, 'customer/a', kept, 'next')).toEqual({ ok: true });
      const whole = length === 0 || length === secondAt || length === bytes.length;
      expect(warnings.map((line) => line.split(' {')[0])).toEqual(whole ? [] : ['torn journal tail cut']);
    });
    await opened(copy, async (store) => {
      expect(await store.get('customer/a')).toEqual({ version: kept + 1, value: 'next' });
    });
  }
});

it('takes the room at the end of its journal for no damage, and cuts it off', async () => {
  const dir = await crashedWithRoom(async (store) => void (await put(store, 'customer/a', 0, 'first')));
  const segment = await newestSegment(dir);
  const bytes = await readFile(segment);
  const written = Buffer.from(withoutRoom(bytes));
  expect(written.length).toBeLessThan(bytes.length);
  const torn = await temporaryFolder();
  await cp(dir, torn, { recursive: true });
  await writeFile(join(torn, 'journal', basename(segment)), bytes.fill(0, written.length - 10));
  await opened(torn, async (store, warnings) => {
    expect(await store.get('customer/a')).toBeUndefined();
    expect(warnings.join()).toContain('torn journal tail cut');
  });
  await opened(dir, async (store, warnings) => {
    expect((await store.get('customer/a'))?.value).toBe('first');
    expect(await readFile(segment)).toEqual(written);
    expect(warnings).toEqual([]);
  });
});

it('names an entry damaged in the middle, sets the journal aside and keeps what is before and after', async () => {
  const dir = await crashedAfter(async (store) => {
    for (let at = 0; at < 6; at++) await put(store, `customer/${at}`, 0, `value ${at}`);
    await put(store, 'customer/2', 1, 'newer');
  });
  const segment = await newestSegment(dir);
  const bytes = await readFile(segment);
  bytes.fill('!', bytes.indexOf('value 2'), bytes.indexOf('value 2') + 3);
  await writeFile(segment, bytes);
  await opened(dir, async (store, warnings) => {
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('damaged journal set aside');
    expect(warnings[0]).toContain('"missing":["3-3"]');
    for (const at of [0, 1, 3, 4, 5]) expect(await store.get(`customer/${at}`)).toMatchObject({ version: 1 });
    expect(await store.get('customer/2')).toEqual({ version: 2, value: 'newer' });
    expect((await store.rows('audit/a')).map(({ seq }) => seq)).toEqual([1, 2, 4, 5, 6, 7]);
  });
  const evidence = (await filesBelow(join(dir, 'journal'))).filter((path) => path.includes('.damaged-'));
  expect(evidence).toHaveLength(1);
  expect(await readFile(evidence[0] ?? '')).toEqual(bytes);
  await opened(dir, async (store, warnings) => {
    expect(warnings).toEqual([]);
    expect((await store.rows('audit/a')).map(({ seq }) => seq)).toEqual([1, 2, 4, 5, 6, 7]);
  });
});

it('keeps of a last write with a hole only what does not build on what is lost', async () => {
  const dir = await crashedAfter(async (store) => {
    await put(store, 'customer/a', 0, 'acknowledged');
    await store.get('customer/b');
    await Promise.all([
      store.commit({ writes: [{ key: 'customer/a', expectedVersion: 1, value: 'lost' }] }),
      store.commit({ writes: [{ key: 'customer/a', expectedVersion: 2, value: 'builds on it' }] }),
      store.commit({ writes: [{ key: 'customer/b', expectedVersion: 0, value: 'alone' }] }),
    ]);
  });
  const segment = await newestSegment(dir);
  const bytes = await readFile(segment);
  expect(new Set(scanFrames(bytes, segment).frames.map(({ batch }) => batch)).size).toBe(2);
  bytes.fill(0, bytes.indexOf('lost'), bytes.indexOf('lost') + 4);
  await writeFile(segment, bytes);
  await opened(dir, async (store, warnings) => {
    expect(await store.get('customer/a')).toEqual({ version: 1, value: 'acknowledged' });
    expect(await store.get('customer/b')).toEqual({ version: 1, value: 'alone' });
    expect(warnings[0]).toContain('"refused":[3]');
  });
});

it('sets a damaged document aside, names it, and goes on', async () => {
  for (const damage of [
    '',
    '{',
    'null',
    '[]',
    '{"v":1}',
    '{"v":1,"key":"customer/a","version":"x","value":1}',
  ]) {
    const dir = await closedAfter(async (store) => {
      await put(store, 'customer/a', 0, 'a');
      await put(store, 'customer/b', 0, 'b');
    });
    const files = await filesBelow(join(dir, 'documents', 'customer'));
    const path = files.find((file) => basename(file).startsWith('a-')) ?? '';
    await writeFile(path, damage);
    await opened(dir, async (store, warnings) => {
      expect(await store.get('customer/a')).toBeUndefined();
      expect(await store.get('customer/b')).toEqual({ version: 1, value: 'b' });
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toContain(path);
      expect(await put(store, 'customer/a', 0, 'again')).toEqual({ ok: true });
    });
    const aside = (await filesBelow(join(dir, 'documents', 'customer'))).filter((file) =>
      file.includes('.damaged-'),
    );
    expect(aside).toHaveLength(1);
    expect(await readFile(aside[0] ?? '', 'utf8')).toBe(damage);
  }
});

it('lists cases again from their documents when the list is damaged or missing', async () => {
  const spoil = [(path: string) => writeFile(path, '{"v":1,"cases":[{}]}'), (path: string) => rm(path)];
  for (const damage of spoil) {
    const dir = await closedAfter(async (store) => {
      for (const at of [3, 1, 2]) await store.commit({ writes: [caseWrite(at)] });
    });
    await damage(await fileIn(dir, 'documents', 'listing'));
    for (const again of [false, true])
      await opened(dir, async (store, warnings) => {
        expect(await store.cases({ limit: 9 })).toEqual({ ids: ['C-3', 'C-1', 'C-2'], next: null });
        expect(warnings.join()).toMatch(again ? /^$/ : /cases listed again from their documents/);
      });
  }
});

it('names a listed case whose document is missing', async () => {
  const dir = await closedAfter(async (store) => {
    for (const at of [1, 2]) await store.commit({ writes: [caseWrite(at)] });
  });
  const files = await filesBelow(join(dir, 'documents', 'case'));
  await rm(files.find((path) => basename(path).startsWith('C-1')) ?? '');
  await opened(dir, async (store, warnings) => {
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('"key":"case/C-1"');
    expect(await store.get('case/C-2')).toMatchObject({ version: 1 });
  });
});

it('repairs a stream with a damaged row and keeps all other rows under their numbers', async () => {
  const dir = await closedAfter(async (store) => {
    for (const at of [1, 2, 3]) await put(store, 'customer/a', at - 1, `row ${at}`);
  });
  const path = await fileIn(dir, 'streams');
  await writeFile(path, (await readFile(path, 'utf8')).replace('"row 2"', '"row'));
  for (const again of [false, true])
    await opened(dir, async (store, warnings) => {
      expect((await store.rows('audit/a')).map(({ seq }) => seq)).toEqual(again ? [1, 3, 4] : [1, 3]);
      if (!again) await put(store, 'customer/a', 3, 'row 4');
      expect(warnings).toHaveLength(again ? 0 : 1);
    });
});

it('names outbox, wakes or sequences that are missing, and never gives a number twice for it', async () => {
  const dir = await closedAfter(async (store) => {
    for (let at = 0; at < 3; at++) await store.nextNumber('case');
    await store.commit({ outbox: [outboxRow('o1', 'a')] });
  });
  await writeFile(join(dir, 'documents', 'store', 'sequences.json'), '{');
  await rm(join(dir, 'documents', 'store', 'outbox.json'));
  await opened(dir, async (store, warnings) => {
    expect(await store.nextNumber('case')).toBe(1004);
    expect(warnings.join()).toContain('sequences.json');
    expect(warnings.join()).toContain('"documents":["outbox"]');
  });
});

it('misses nothing that the first checkpoint of a new store had no time to write', async () => {
  const dir = await crashedAfter(async (store) => {
    await store.nextNumber('case');
    await store.commit({ outbox: [outboxRow('o1', 'a')] });
  });
  await mkdir(join(dir, 'documents', 'store'), { recursive: true });
  await writeFile(join(dir, 'documents', 'store', 'outbox.json'), '{"v":1,"upTo":0,"all":[]}');
  await opened(dir, async (store, warnings) => {
    expect(await store.nextNumber('case')).toBe(1002);
    expect((await store.outboxOf('a')).map(({ id }) => id)).toEqual(['o1']);
    expect(warnings).toEqual([]);
  });
});

it('names journal segments that are missing', async () => {
  const dir = await crashedAfter(async (store) => void (await put(store, 'customer/a', 0, 1)));
  const segment = await newestSegment(dir);
  await cp(segment, segment.replace('0000000001', '0000000004'));
  await rename(segment, segment.replace('0000000001', '0000000002'));
  await opened(dir, async (store, warnings) => {
    expect(await store.get('customer/a')).toEqual({ version: 1, value: 1 });
    expect(warnings.join()).toContain('{"from":3,"until":3}');
  });
});

it('refuses a journal of a newer format rather than cutting it', async () => {
  const dir = await crashedAfter(async (store) => void (await put(store, 'customer/a', 0, 1)));
  const segment = await newestSegment(dir);
  const newer = encodeFrame(2, 2, '{}').replace(/^1 /, '2 ');
  await writeFile(segment, newer, { flag: 'a' });
  await expect(openEmbeddedStore({ dir, log: silent })).rejects.toThrow(/format version 2/);
  expect(await readFile(segment, 'utf8')).toContain(newer);
});
