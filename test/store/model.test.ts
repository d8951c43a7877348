import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openEmbeddedStore } from '../../src/store/open.ts';
import { noLock } from './helpers.ts';
import { type Action, act, action } from './model-actions.ts';
import { Reference, viewOf } from './reference.ts';
import { SimDisk } from './sim-disk.ts';

it('is equal to the reference after any commits and restarts', async () => {
  const run = async (actions: Action[], checkpointBytes: number, now: number) => {
    const options = { dir: '/data', log: { info() {}, warn() {} }, lock: noLock, checkpointBytes };
    const limits = { recordMemory: 300, streamMemory: 20, journalRoom: 300 };
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
