import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CaseRecord } from '../../src/desk/case.ts';
import { openEmbeddedStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/port.ts';
import { versioned } from '../../src/store/versioned.ts';
import { UPGRADES } from '../../src/upgrades.ts';
import { temporaryFolder } from './helpers.ts';

const FIXTURES = resolve(import.meta.dirname, '../fixtures');
const LISTING = {
  id: 'C-1',
  createdAt: '2026-03-02T02:00:00Z',
  status: 'queued',
  assignee: null,
  queue: null,
};
const log = { info() {}, warn() {} };

/** A store without versions, and the same one with them. */
async function opened(): Promise<{ plain: Store; store: Store }> {
  const plain = await openEmbeddedStore({ dir: await temporaryFolder(), log });
  onTestFinished(() => plain.close());
  return { plain, store: versioned(plain, UPGRADES) };
}

const outboxRow = (payload: unknown) =>
  ({ id: 'o', conversation: 'a', class: 'notice', notBefore: 0, attempts: 0, payload }) as const;
const wake = (event: unknown) => ({ id: 'w', conversation: 'a', dueAt: 0, event });
const claim = { now: 1, until: 2, limit: 10, conversation: 'a' };

describe('a store with versions', () => {
  it('gives every row, parcel and wake its version', async () => {
    const { plain, store } = await opened();
    await store.commit({
      appends: [{ stream: 'transcript/a', row: { text: 'hello' } }],
      outbox: [outboxRow({ outgoing: {} })],
      wakes: [wake({ type: 'CASE.CLAIMED' })],
    });
    store.commitLater({ appends: [{ stream: 'deliveries/a', id: 'd', row: { outcome: 'sent' } }] });
    expect(await plain.rows('transcript/a')).toEqual([{ seq: 1, row: { v: 1, text: 'hello' } }]);
    expect(await plain.row('deliveries/a', 'd')).toEqual({ v: 1, outcome: 'sent' });
    expect((await plain.outboxOf('a'))[0]?.payload).toEqual({ v: 1, outgoing: {} });
    expect((await plain.wakesOf('a', 1))[0]?.event).toEqual({ v: 1, type: 'CASE.CLAIMED' });
  });

  it.each([{}, { v: 1 }, { v: 3 }, { v: '2' }])('writes no record as %o', async (value) => {
    const { store } = await opened();
    const commit = store.commit({ writes: [{ key: 'case/C-1', expectedVersion: 0, value }] });
    await expect(commit).rejects.toThrow('case/C-1 is written as version');
    expect(await store.get('case/C-1')).toBeUndefined();
  });

  it('reads a case of the first version in the shape of this program, and leaves what is stored as it is', async () => {
    const { plain, store } = await opened();
    const first = { v: 1, id: 'C-1', status: 'queued' };
    await plain.commit({ writes: [{ key: 'case/C-1', expectedVersion: 0, value: first, listing: LISTING }] });
    const read = await store.get<CaseRecord>('case/C-1');
    expect(read?.value).toMatchObject({ v: 2, id: 'C-1', level: 'pool', promise: null, promises: [] });
    expect((await plain.get('case/C-1'))?.value).toEqual(first);
  });

  it('takes what bears none for the first', async () => {
    const { plain, store } = await opened();
    await plain.commit({
      writes: [{ key: 'sold-unit/A', expectedVersion: 0, value: { serial: 'A' } }],
      appends: [{ stream: 'handled/a', id: 'h', row: { same: 'b' } }],
    });
    expect(await store.get('sold-unit/A')).toEqual({ version: 1, value: { serial: 'A' } });
    expect(await store.row('handled/a', 'h')).toEqual({ same: 'b' });
  });

  it.each<[string, (store: Store) => Promise<unknown>]>([
    ['staff/tom', (store) => store.get('staff/tom')],
    ['transcript/a 1', (store) => store.rows('transcript/a')],
    ['handled/a', (store) => store.row('handled/a', 'h')],
    ['outbox/o', (store) => store.claimOutbox(claim)],
    ['wake/w', (store) => store.wakesOf('a', 1)],
  ])('refuses %s of a later version by name', async (name, read) => {
    const { plain, store } = await opened();
    const later = { v: 2 };
    await plain.commit({
      writes: [{ key: 'staff/tom', expectedVersion: 0, value: later }],
      appends: [
        { stream: 'transcript/a', row: later },
        { stream: 'handled/a', id: 'h', row: later },
      ],
      outbox: [outboxRow(later)],
      wakes: [wake(later)],
    });
    await expect(read(store)).rejects.toMatchObject({
      code: 'record_version_unknown',
      message: `${name} has version 2, written by a newer program; this one knows up to 1. It is left as it is: start that program again.`,
    });
  });

  it('lets no conversation wait for one whose wake is of a later version', async () => {
    const { plain, store } = await opened();
    await plain.commit({ wakes: [wake({ v: 2 }), { ...wake({ v: 1 }), id: 'x', conversation: 'b' }] });
    expect((await store.claimWakes({ now: 1, until: 2, limit: 10 })).map(({ id }) => id)).toEqual(['w', 'x']);
  });
});

describe.each([
  ['stored-v1', { case: 1 }],
  ['stored-v2', { case: 2 }],
])('all that Wendy stored in %s', (fixture, versions: Record<string, number>) => {
  it('bears the version of its kind', async () => {
    const text = await readFile(join(FIXTURES, fixture, 'postgres.jsonl'), 'utf8');
    const [, ...lines] = text.trimEnd().split('\n');
    const rows = lines.map((line) => JSON.parse(line) as { table: string; row: Row });
    const values = rows.flatMap(({ table, row }) => {
      const value = row.value === undefined ? undefined : JSON.parse(row.value);
      const kept = { records: value, stream_rows: value, outbox: value?.payload, wakes: value?.event }[table];
      const kind = table === 'records' ? (row.key_name ?? '').split('/')[0] : undefined;
      return kept === undefined ? [] : [{ table, v: kept.v, wanted: versions[kind ?? ''] ?? 1 }];
    });
    expect(new Set(values.map(({ table }) => table))).toEqual(
      new Set(['records', 'stream_rows', 'outbox', 'wakes']),
    );
    expect(values.filter(({ v, wanted }) => v !== wanted)).toEqual([]);
  });
});

interface Row {
  value?: string;
  key_name?: string;
}
