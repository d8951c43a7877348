import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openEmbeddedStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/port.ts';
import { noLock } from './helpers.ts';
import { Reference, viewOf } from './reference.ts';
import { SimDisk } from './sim-disk.ts';
import { commitOf, type Step } from './workload.ts';

const small = fc.nat(5);
const step: fc.Arbitrary<Step> = fc.record({
  records: fc.array(small, { maxLength: 3 }),
  cases: fc.array(small, { maxLength: 2 }),
  appends: fc.array(fc.record({ stream: small, id: fc.option(small, { nil: undefined }) }), { maxLength: 3 }),
  outbox: fc.array(fc.record({ id: small, conversation: small, notBefore: fc.nat(20) }), { maxLength: 3 }),
  sent: fc.array(small, { maxLength: 2 }),
  wakes: fc.array(fc.record({ id: small, conversation: small, dueAt: fc.nat(20) }), { maxLength: 3 }),
  woken: fc.array(small, { maxLength: 2 }),
});

type Action = { commit: Step; stale: boolean } | { restart: 'closed' | 'killed' };
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ commit: step, stale: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ restart: fc.constantFrom<'closed' | 'killed'>('closed', 'killed') }) },
);

async function act(
  store: Store,
  model: Reference,
  { commit, stale }: { commit: Step; stale: boolean },
  tag: string,
) {
  const version = (key: string) =>
    (model.records.get(key)?.version ?? 0) + (stale && key.endsWith('a') ? 1 : 0);
  const made = commitOf(commit, tag, version, (id) => model.wakes.some((wake) => wake.id === id));
  const conflict = model.conflict(made);
  const result = await store.commit(structuredClone(made));
  expect(result).toEqual(conflict === undefined ? { ok: true } : { ok: false, conflict });
  if (conflict === undefined) model.apply(made);
}

it('is equal to the reference after any commits and restarts', async () => {
  const run = async (actions: Action[], checkpointBytes: number, now: number) => {
    const options = { dir: '/data', log: { info() {}, warn() {} }, lock: noLock, checkpointBytes };
    const limits = { recordMemory: 300, streamMemory: 20 };
    let disk = new SimDisk(() => 0, undefined, new Map([['/', new Map()]]));
    const open = () => openEmbeddedStore({ ...options, ...limits, disk });
    let store = await open();
    const model = new Reference();
    for (const [at, chosen] of actions.entries()) {
      if ('commit' in chosen) await act(store, model, chosen, `t${at}`);
      else {
        if (chosen.restart === 'closed') await store.close();
        else disk = new SimDisk(() => 0, undefined, disk.content);
        store = await open();
      }
      expect(await viewOf(store, model, now)).toEqual(model.view(now));
    }
    await store.close();
  };
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 40 }), fc.constantFrom(1, 500, 1e9), fc.nat(20), run),
    { numRuns: 150 },
  );
});
