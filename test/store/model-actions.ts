import fc from 'fast-check';
import { expect } from 'vitest';
import type { Store } from '../../src/store/port.ts';
import type { Reference } from './reference.ts';
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

export type Action = { commit: Step; stale: boolean } | { restart: 'closed' | 'killed' };
/** Any commit, some on a version that moved, or a restart. */
export const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ commit: step, stale: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ restart: fc.constantFrom<'closed' | 'killed'>('closed', 'killed') }) },
);

/** Does the same to the store and to the reference, and compares what they say. */
export async function act(
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
