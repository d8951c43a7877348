import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/port.ts';
import type { StoreUnderTest } from './contract.ts';

/** What a commit may demand of records that it does not write, and of rows that may come but once. */
export function checksContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`${name}: the contract of checks`, () => {
    let under: StoreUnderTest;
    let store: Store;
    beforeEach(async () => {
      under = await open();
      store = under.store;
    });
    afterEach(() => under.done());
    const put = (key: string, expectedVersion: number, value: unknown) =>
      store.commit({ writes: [{ key, expectedVersion, value }] });
    const note = (checks: { key: string; expectedVersion: number }[]) =>
      store.commit({ checks, appends: [{ stream: 'audit/a', row: 1 }] });

    it('writes where a checked record has its version, and leaves that version', async () => {
      await put('other/a', 0, 'x');
      expect(await note([{ key: 'other/a', expectedVersion: 1 }])).toEqual({ ok: true });
      expect(await note([{ key: 'other/none', expectedVersion: 0 }])).toEqual({ ok: true });
      expect(await store.get('other/a')).toEqual({ version: 1, value: 'x' });
      expect(await store.rows('audit/a')).toHaveLength(2);
    });

    it('writes nothing where a checked record has moved, also one that is not in memory', async () => {
      await put('other/a', 0, 'x');
      await put('other/a', 1, 'y');
      store = await under.reopen();
      const moved = { ok: false, conflict: 'other/a' };
      expect(await note([{ key: 'other/a', expectedVersion: 1 }])).toEqual(moved);
      expect(await note([{ key: 'other/a', expectedVersion: 0 }])).toEqual(moved);
      expect(await store.rows('audit/a')).toEqual([]);
    });

    it('lets many commits check one version at once, until one writes it', async () => {
      await put('other/a', 0, 'x');
      const check = () => note([{ key: 'other/a', expectedVersion: 1 }]);
      // With the stream in memory no commit waits, and they go in the order in which they were asked for.
      expect(await check()).toEqual({ ok: true });
      const all = [check(), check(), put('other/a', 1, 'y'), check(), check()];
      const results = (await Promise.all(all)).map(({ ok }) => ok);
      expect(results).toEqual([true, true, true, false, false]);
      expect(await store.rows('audit/a')).toHaveLength(3);
    });

    it('refuses to check what it writes, and to check twice', async () => {
      const one = { key: 'other/a', expectedVersion: 0 };
      await expect(store.commit({ writes: [{ ...one, value: 1 }], checks: [one] })).rejects.toThrow(
        TypeError,
      );
      await expect(note([one, one])).rejects.toThrow(TypeError);
    });

    it('takes a row that may come but once, once, also after a restart', async () => {
      const say = (id: string, row: number) =>
        store.commit({ appends: [{ stream: 'handled/a', id, once: true, row }] });
      expect(await say('m1', 1)).toEqual({ ok: true });
      expect(await say('m1', 2)).toEqual({ ok: false, conflict: 'handled/a' });
      expect(await say('m2', 3)).toEqual({ ok: true });
      store = await under.reopen();
      expect(await say('m2', 4)).toEqual({ ok: false, conflict: 'handled/a' });
      expect((await store.rows('handled/a')).map(({ row }) => row)).toEqual([1, 3]);
    });

    it('takes one of many rows at once that may come but once', async () => {
      const say = (row: number) =>
        store.commit({ appends: [{ stream: 'handled/a', id: 'm', once: true, row }] });
      const results = await Promise.all(Array.from({ length: 20 }, (_, at) => say(at)));
      expect(results.filter(({ ok }) => ok)).toHaveLength(1);
      expect(await store.rows('handled/a')).toHaveLength(1);
    });

    it('knows as recent what was committed last, and what others did once a commit ran against it', async () => {
      expect(await store.recent('other/a')).toBeUndefined();
      await put('other/a', 0, { text: 'x', gone: undefined });
      expect(await store.recent('other/a')).toStrictEqual({ version: 1, value: { text: 'x' } });
      await put('other/a', 1, 'y');
      expect(await store.recent('other/a')).toEqual({ version: 2, value: 'y' });
      expect((await put('other/a', 1, 'z')).ok).toBe(false);
      expect(await store.recent('other/a')).toEqual({ version: 2, value: 'y' });
    });
  });
}
