import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Commit, Store } from '../../src/store/port.ts';
import { outboxRow, type StoreUnderTest, wake } from './contract.ts';

const idsOf = (found: { id: string }[]) => found.map(({ id }) => id);

/** What every store keeps to where several instances or several senders share it. */
export function claimsContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`${name}: claims and changes`, () => {
    let under: StoreUnderTest;
    let store: Store;
    beforeEach(async () => {
      under = await open();
      store = under.store;
    });
    afterEach(() => under.done());
    const ok = async (commit: Commit) => expect(await store.commit(commit)).toEqual({ ok: true });

    describe('claims', () => {
      it('give the first row of each conversation to one sender, until it is sent, replaced or the claim ends', async () => {
        await ok({ outbox: [outboxRow('a1', 'a'), outboxRow('b1', 'b'), outboxRow('a2', 'a')] });
        await ok({ outbox: [outboxRow('c1', 'c', { notBefore: 50 }), outboxRow('c2', 'c')] });
        const claim = async (now: number, until: number, limit = 9) =>
          idsOf(await store.claimOutbox({ now, until, limit }));
        expect(await claim(0, 100, 1)).toEqual(['a1']);
        expect(await claim(0, 100)).toEqual(['b1']);
        expect(await claim(49, 200)).toEqual([]);
        expect(await store.nextDue()).toBe(50);
        expect(idsOf(await store.outbox({ now: 0, limit: 9 }))).toEqual(['a1', 'b1', 'a2']);
        await ok({ sent: ['a1'], outbox: [outboxRow('b1', 'b', { notBefore: 60, attempts: 1 })] });
        expect(await claim(49, 200)).toEqual(['a2']);
        expect(await claim(60, 300)).toEqual(['b1', 'c1']);
        expect(await store.nextDue()).toBe(200);
        expect(await claim(199, 400)).toEqual([]);
        expect(await claim(200, 400)).toEqual(['a2']);
      });

      it('can be made on one conversation alone', async () => {
        await ok({ outbox: [outboxRow('a1', 'a'), outboxRow('b1', 'b'), outboxRow('b2', 'b')] });
        const claim = async (conversation: string) =>
          idsOf(await store.claimOutbox({ now: 0, until: 9, limit: 1, conversation }));
        expect(await claim('b')).toEqual(['b1']);
        expect(await claim('b')).toEqual([]);
        store.commitLater({ sent: ['b1'] });
        expect(await claim('b')).toEqual(['b2']);
        expect(await claim('none')).toEqual([]);
        expect(await claim('a')).toEqual(['a1']);
      });

      it('give each of many senders other rows', async () => {
        const names = Array.from({ length: 40 }, (_, at) => `c${at}`);
        await ok({ outbox: names.map((name) => outboxRow(`o-${name}`, name)) });
        const claims = await Promise.all(names.map(() => store.claimOutbox({ now: 0, until: 9, limit: 3 })));
        expect(
          claims
            .flat()
            .map(({ conversation }) => conversation)
            .sort(),
        ).toEqual(names.toSorted());
      });

      it('give a due wake to one, until it is done with, set again or the claim ends', async () => {
        await ok({ wakes: [wake('w1', 'a', 20), wake('w2', 'a', 10), wake('w3', 'b', 30)] });
        const claim = async (now: number, until: number, limit = 9) =>
          idsOf(await store.claimWakes({ now, until, limit }));
        expect(await claim(9, 100)).toEqual([]);
        expect(await claim(30, 100, 2)).toEqual(['w2', 'w1']);
        expect(await claim(30, 110)).toEqual(['w3']);
        expect(await claim(99, 110)).toEqual([]);
        expect(await store.nextDue()).toBe(100);
        expect(idsOf(await store.wakesOf('a', 30))).toEqual(['w1', 'w2']);
        expect(idsOf(await store.wakes({ now: 30, limit: 9 }))).toEqual(['w2', 'w1', 'w3']);
        await ok({ woken: ['w1'], wakes: [wake('w2', 'a', 40)] });
        expect(await claim(99, 120)).toEqual(['w2']);
        expect(await claim(110, 130)).toEqual(['w3']);
      });

      it('of a store that was closed hold nobody up', async () => {
        await ok({ outbox: [outboxRow('a1', 'a')], wakes: [wake('w1', 'a', 1)] });
        const claim = { now: 5, until: 1e15, limit: 9 };
        expect([await store.claimOutbox(claim), await store.claimWakes(claim)].flat()).toHaveLength(2);
        store = await under.reopen();
        expect(idsOf(await store.claimOutbox(claim))).toEqual(['a1']);
        expect(idsOf(await store.claimWakes(claim))).toEqual(['w1']);
      });
    });

    it('does not tell a store of its own commits', async () => {
      const heard: string[] = [];
      const end = store.onChange((conversation) => void heard.push(conversation));
      await ok({ outbox: [outboxRow('a1', 'a')], wakes: [wake('w1', 'a', 1)] });
      expect(await store.outboxOf('a')).toHaveLength(1);
      end();
      expect(heard).toEqual([]);
    });
  });
}
