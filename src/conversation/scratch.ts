import type { Commit, CommitResult, Store, Stored } from '../store/port.ts';

/** Records of a list that is only read come from the real store. */
const READ_THROUGH = 'sold-unit/';

/**
 * A store for one replay, in memory: it begins empty, takes what is written, and touches nothing of the real one, of
 * which it only reads the list of sold units. New cases are given `numbers`, then such as no case has.
 */
export function createScratch(real: Pick<Store, 'get'>, numbers: readonly number[]): Store {
  const records = new Map<string, Stored<unknown>>();
  const left = [...numbers];
  let beyond = Math.max(0, ...numbers);
  const nothing = async () => [];
  const get = async <T>(key: string): Promise<Stored<T> | undefined> =>
    key.startsWith(READ_THROUGH) ? real.get<T>(key) : (records.get(key) as Stored<T> | undefined);
  return {
    get,
    recent: get,
    async commit({ writes = [] }: Commit): Promise<CommitResult> {
      for (const { key, expectedVersion, value } of writes)
        records.set(key, { version: expectedVersion + 1, value });
      return { ok: true };
    },
    nextNumber: async () => left.shift() ?? ++beyond,
    commitLater: () => {},
    rows: nothing,
    row: async () => undefined,
    cases: async () => ({ ids: [], next: null }),
    outbox: nothing,
    claimOutbox: nothing,
    outboxOf: nothing,
    wakes: nothing,
    claimWakes: nothing,
    wakesOf: nothing,
    nextDue: async () => undefined,
    onChange: () => () => {},
    healthy: () => true,
    close: async () => {},
  };
}
