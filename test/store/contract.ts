import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseListing, Commit, OutboxRow, Store, Wake } from '../../src/store/port.ts';

/** A store under test: `reopen` closes it in good order and opens it again on the same data. */
export interface StoreUnderTest {
  store: Store;
  reopen(): Promise<Store>;
  done(): Promise<void>;
}

export function outboxRow(id: string, conversation: string, more: Partial<OutboxRow> = {}): OutboxRow {
  return { id, conversation, class: 'notice', notBefore: 0, attempts: 0, payload: { text: id }, ...more };
}

export function wake(id: string, conversation: string, dueAt: number): Wake {
  return { id, conversation, dueAt, event: { type: 'remind', id } };
}

function listing(id: string, more: Partial<CaseListing> = {}): CaseListing {
  const createdAt = '2026-03-02T08:00:00.000Z';
  return { id, createdAt, status: 'queued', assignee: null, queue: 'technicians', ...more };
}

function caseCommit(id: string, expectedVersion: number, more: Partial<CaseListing> = {}): Commit {
  const listed = listing(id, more);
  return {
    writes: [{ key: `case/${id}`, expectedVersion, value: { status: listed.status }, listing: listed }],
  };
}

/** What every store keeps to, whatever it is built on. */
export function storeContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`${name}: the store's contract`, () => {
    let under: StoreUnderTest;
    let store: Store;
    beforeEach(async () => {
      under = await open();
      store = under.store;
    });
    afterEach(() => under.done());
    const ok = async (commit: Commit) => expect(await store.commit(commit)).toEqual({ ok: true });
    const write = (key: string, expectedVersion: number, value: unknown) => ({
      writes: [{ key, expectedVersion, value }],
    });

    describe('records', () => {
      it('gives back what was written, with versions that count from 1, also after a restart', async () => {
        expect(await store.get('conversation/a')).toBeUndefined();
        await ok(write('conversation/a', 0, { text: 'hé 你好 \u{1F4F7}\n\u2028' }));
        await ok(write('conversation/a', 1, [1, null, { deep: [true] }]));
        expect(await store.get('conversation/a')).toEqual({ version: 2, value: [1, null, { deep: [true] }] });
        store = await under.reopen();
        expect(await store.get('conversation/a')).toEqual({ version: 2, value: [1, null, { deep: [true] }] });
      });

      it('reads a value as JSON has it, before a restart as after it', async () => {
        await ok(
          write('other/x', 0, { at: new Date(0), gone: undefined, list: [undefined], nan: Number.NaN }),
        );
        const expected = { at: '1970-01-01T00:00:00.000Z', list: [null], nan: null };
        expect((await store.get('other/x'))?.value).toStrictEqual(expected);
        store = await under.reopen();
        expect((await store.get('other/x'))?.value).toStrictEqual(expected);
      });

      it('keeps keys apart that differ in anything, up to 3,000 characters', async () => {
        const ids = ['a', 'A', 'a/b', 'a_b', 'a b', '../a', '', '.', '\0', '你', '\ud800', '\udc00'];
        const keys = [...ids, 'x'.repeat(3000), `${'x'.repeat(2999)}y`].map((id) => `conversation/${id}`);
        for (const [at, key] of keys.entries()) await ok(write(key, 0, { at }));
        store = await under.reopen();
        for (const [at, key] of keys.entries())
          expect(await store.get(key)).toEqual({ version: 1, value: { at } });
      });

      it('lets one of many commits on the same version win', async () => {
        await ok(write('conversation/a', 0, 'first'));
        const results = await Promise.all(
          Array.from({ length: 20 }, (_, at) => store.commit(write('conversation/a', 1, at))),
        );
        expect(results.filter((result) => result.ok)).toHaveLength(1);
        expect(results.filter((result) => !result.ok)).toContainEqual({
          ok: false,
          conflict: 'conversation/a',
        });
        const winner = results.findIndex((result) => result.ok);
        expect(await store.get('conversation/a')).toEqual({ version: 2, value: winner });
      });

      it('gives a value that a reader cannot change for others', async () => {
        await ok(write('conversation/a', 0, { list: [1] }));
        const read = await store.get<{ list: number[] }>('conversation/a');
        try {
          read?.value.list.push(2);
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
        }
        expect((await store.get('conversation/a'))?.value).toEqual({ list: [1] });
      });

      it('refuses a value that is no JSON, a record twice and a case without listing, and changes nothing', async () => {
        const row = { stream: 'audit/a', row: 1 };
        const value = { n: 1n };
        await expect(store.commit({ ...write('other/a', 0, value), appends: [row] })).rejects.toThrow(
          TypeError,
        );
        await expect(store.commit(write('other/a', 0, undefined))).rejects.toThrow(TypeError);
        await expect(store.commit(write('case/C-1', 0, {}))).rejects.toThrow(TypeError);
        const twice = [...write('other/a', 0, 1).writes, ...write('other/a', 1, 2).writes];
        await expect(store.commit({ writes: twice })).rejects.toThrow(TypeError);
        expect(await store.get('other/a')).toBeUndefined();
        expect(await store.rows('audit/a')).toEqual([]);
        expect(store.healthy()).toBe(true);
      });
    });

    it('writes nothing of a commit with a conflict', async () => {
      await ok(write('conversation/a', 0, 'old'));
      await ok({ wakes: [wake('w1', 'a', 5)], outbox: [outboxRow('o1', 'a')] });
      const result = await store.commit({
        writes: [...write('customer/c', 0, 'new').writes, ...write('conversation/a', 0, 'new').writes],
        appends: [{ stream: 'transcript/a', row: 1 }],
        outbox: [outboxRow('o2', 'a')],
        sent: ['o1'],
        wakes: [wake('w2', 'a', 1)],
        woken: ['w1'],
      });
      expect(result).toEqual({ ok: false, conflict: 'conversation/a' });
      for (const again of [false, true]) {
        if (again) store = await under.reopen();
        expect(await store.get('customer/c')).toBeUndefined();
        expect((await store.get('conversation/a'))?.value).toBe('old');
        expect(await store.rows('transcript/a')).toEqual([]);
        expect(await store.outboxOf('a')).toEqual([outboxRow('o1', 'a')]);
        expect(await store.wakesOf('a', 9)).toEqual([wake('w1', 'a', 5)]);
      }
    });

    describe('streams', () => {
      it('numbers rows from 1 and pages through them', async () => {
        for (let at = 1; at <= 7; at++) await ok({ appends: [{ stream: 'transcript/a', row: { at } }] });
        await ok({ appends: [8, 9].map((at) => ({ stream: 'transcript/a', row: { at } })) });
        const all = Array.from({ length: 9 }, (_, at) => ({ seq: at + 1, row: { at: at + 1 } }));
        expect(await store.rows('transcript/a')).toEqual(all);
        store = await under.reopen();
        await ok({ appends: [{ stream: 'transcript/a', row: { at: 10 } }] });
        expect(await store.rows('transcript/a', { after: 3, limit: 2 })).toEqual(all.slice(3, 5));
        expect(await store.rows('transcript/a', { after: 8 })).toEqual([
          all[8],
          { seq: 10, row: { at: 10 } },
        ]);
        expect(await store.rows('transcript/a', { after: 10 })).toEqual([]);
        expect(await store.rows('transcript/b')).toEqual([]);
      });

      it('finds a row by its id, the newest of several, in its own stream only', async () => {
        await ok({ appends: [{ stream: 'handled/a', id: 'm1', row: 'first' }] });
        await ok({ appends: [{ stream: 'handled/a', id: 'm "2"\n你', row: 'second' }] });
        await ok({ appends: [{ stream: 'handled/a', id: 'm1', row: 'third' }] });
        for (const again of [false, true]) {
          if (again) store = await under.reopen();
          expect(await store.row('handled/a', 'm1')).toBe('third');
          expect(await store.row('handled/a', 'm "2"\n你')).toBe('second');
          expect(await store.row('handled/a', 'm3')).toBeUndefined();
          expect(await store.row('handled/b', 'm1')).toBeUndefined();
          expect(await store.rows('handled/a')).toHaveLength(3);
        }
      });
    });

    describe('the outbox', () => {
      it('gives rows in the order of commit, and of a conversation none behind one that waits', async () => {
        await ok({
          outbox: [outboxRow('a1', 'a'), outboxRow('b1', 'b', { notBefore: 50 }), outboxRow('a2', 'a')],
        });
        await ok({
          outbox: [outboxRow('b2', 'b'), outboxRow('a3', 'a', { notBefore: 60 }), outboxRow('a4', 'a')],
        });
        const ids = async (now: number, limit = 10) =>
          (await store.outbox({ now, limit })).map((row) => row.id);
        for (const again of [false, true]) {
          if (again) store = await under.reopen();
          expect(await ids(0)).toEqual(['a1', 'a2']);
          expect(await ids(50)).toEqual(['a1', 'b1', 'a2', 'b2']);
          expect(await ids(60, 3)).toEqual(['a1', 'b1', 'a2']);
          expect((await store.outboxOf('a')).map((row) => row.id)).toEqual(['a1', 'a2', 'a3', 'a4']);
        }
        await ok({ sent: ['a1', 'a2', 'b1', 'never there'] });
        expect(await ids(0)).toEqual(['b2']);
        expect(await ids(60)).toEqual(['b2', 'a3', 'a4']);
      });

      it('replaces a row in its place', async () => {
        await ok({ outbox: [outboxRow('a1', 'a'), outboxRow('a2', 'a')] });
        await ok({ outbox: [outboxRow('a1', 'a', { notBefore: 100, attempts: 1 })] });
        expect(await store.outbox({ now: 99, limit: 10 })).toEqual([]);
        store = await under.reopen();
        const [first, second] = await store.outbox({ now: 100, limit: 10 });
        expect([first?.id, first?.attempts, second?.id]).toEqual(['a1', 1, 'a2']);
      });
    });

    describe('wakes', () => {
      it('come when due, earliest first; of a conversation in the order of commit', async () => {
        await ok({ wakes: [wake('late', 'a', 30), wake('soon', 'b', 10)] });
        await ok({ wakes: [wake('mid', 'a', 20)] });
        for (const again of [false, true]) {
          if (again) store = await under.reopen();
          expect((await store.wakes({ now: 9, limit: 9 })).map(({ id }) => id)).toEqual([]);
          expect((await store.wakes({ now: 30, limit: 9 })).map(({ id }) => id)).toEqual([
            'soon',
            'mid',
            'late',
          ]);
          expect((await store.wakes({ now: 30, limit: 2 })).map(({ id }) => id)).toEqual(['soon', 'mid']);
          expect((await store.wakesOf('a', 30)).map(({ id }) => id)).toEqual(['late', 'mid']);
          expect((await store.wakesOf('a', 20)).map(({ id }) => id)).toEqual(['mid']);
        }
      });

      it('are done with once: the second who tries has a conflict', async () => {
        await ok({ wakes: [wake('w', 'a', 1)] });
        const tries = await Promise.all([1, 2].map(() => store.commit({ woken: ['w'] })));
        expect(tries).toContainEqual({ ok: true });
        expect(tries).toContainEqual({ ok: false, conflict: 'w' });
        expect(await store.wakes({ now: 9, limit: 9 })).toEqual([]);
      });

      it('can be set again by the commit that is done with them', async () => {
        await ok({ wakes: [wake('w', 'a', 1)] });
        await ok({ woken: ['w'], wakes: [wake('w', 'a', 7)] });
        expect(await store.wakes({ now: 6, limit: 9 })).toEqual([]);
        expect(await store.nextDue()).toBe(7);
      });
    });

    it('says when the next thing is due; a row behind one that waits does not count', async () => {
      expect(await store.nextDue()).toBeUndefined();
      await ok({ wakes: [wake('w', 'a', 40)] });
      await ok({ outbox: [outboxRow('o1', 'a', { notBefore: 30 }), outboxRow('o2', 'a')] });
      expect(await store.nextDue()).toBe(30);
      await ok({ sent: ['o1'] });
      expect(await store.nextDue()).toBe(0);
      await ok({ sent: ['o2'] });
      expect(await store.nextDue()).toBe(40);
    });

    it('counts the cases that people have in hand', async () => {
      const made = [
        ['C-1', 'claimed', 'tom'],
        ['C-2', 'waiting_customer', 'tom'],
        ['C-3', 'closed', 'tom'],
        ['C-4', 'claimed', 'li'],
      ] as const;
      for (const [id, status, assignee] of made)
        await ok(caseCommit(id, 0, { status, assignee, queue: null }));
      await ok(caseCommit('C-5', 0));
      const count = (assignees: string[], statuses: string[]) => store.caseCounts({ assignees, statuses });
      const counts = await Promise.all([
        count(['tom', 'li', 'nobody'], ['claimed', 'waiting_customer']),
        count(['tom'], ['claimed']),
        count(['li', 'li'], ['closed', 'claimed', 'claimed']),
        count([], ['claimed']),
      ]);
      expect(counts.map((map) => Object.fromEntries(map))).toEqual([
        { tom: 2, li: 1 },
        { tom: 1 },
        { li: 1 },
        {},
      ]);
    });

    describe('the list of cases', () => {
      it('pages oldest first and filters', async () => {
        for (const at of [1, 2, 3, 4, 5]) await ok(caseCommit(`C-${at}`, 0));
        await ok(caseCommit('C-2', 1, { status: 'claimed', assignee: 'tom', queue: null }));
        await ok(caseCommit('C-4', 1, { queue: 'sales', status: 'with_sales' }));
        for (const again of [false, true]) {
          if (again) store = await under.reopen();
          expect(await store.cases({ limit: 2 })).toEqual({ ids: ['C-1', 'C-2'], next: 'C-2' });
          expect(await store.cases({ limit: 3, after: 'C-2' })).toEqual({
            ids: ['C-3', 'C-4', 'C-5'],
            next: null,
          });
          expect(await store.cases({ limit: 1, status: 'queued', after: 'C-1' })).toEqual({
            ids: ['C-3'],
            next: 'C-3',
          });
          expect(await store.cases({ limit: 9, assignee: 'tom' })).toEqual({ ids: ['C-2'], next: null });
          expect(await store.cases({ limit: 9, queue: 'sales' })).toEqual({ ids: ['C-4'], next: null });
          expect(await store.cases({ limit: 9, after: 'C-77' })).toEqual({ ids: [], next: null });
        }
      });
    });

    it('counts sequences from 1001, each number once, also after a restart', async () => {
      const first = await Promise.all([1, 2, 3, 4].map(() => store.nextNumber('case')));
      expect(first).toContain(1001);
      expect(await store.nextNumber('rma')).toBe(1001);
      store = await under.reopen();
      const more = [await store.nextNumber('case'), await store.nextNumber('case')];
      expect(new Set([...first, ...more]).size).toBe(6);
      expect(Math.min(...more)).toBeGreaterThan(Math.max(...first));
    });

    it('keeps what was committed for later over an orderly restart, in its order', async () => {
      await ok({ outbox: [outboxRow('o1', 'a')] });
      store.commitLater({ sent: ['o1'], appends: [{ stream: 'audit/a', id: 'x', row: 1 }] });
      store.commitLater({ outbox: [outboxRow('o2', 'a')], appends: [{ stream: 'audit/a', row: 2 }] });
      expect(await store.row('audit/a', 'x')).toBe(1);
      store = await under.reopen();
      expect((await store.outboxOf('a')).map(({ id }) => id)).toEqual(['o2']);
      expect((await store.rows('audit/a')).map(({ row }) => row)).toEqual([1, 2]);
    });

    it('takes nothing after it was closed', async () => {
      await store.close();
      expect(store.healthy()).toBe(false);
      await expect(store.commit(write('other/a', 0, 1))).rejects.toThrow('closed');
      await expect(store.get('other/a')).rejects.toThrow('closed');
    });
  });
}
