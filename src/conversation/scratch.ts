import type { Commit, CommitResult, Store, Stored } from '../store/port.ts';

/** Records of lists that are only read come from the real store. */
const READ_THROUGH = ['sold-unit/', 'customer-email/', 'customer-domain/', 'customer-phone/'];
/** Who looks after a customer since an earlier case of theirs: from the real store where that case was before these. */
const SINCE_A_CASE = 'customer-known/';
/** Of staff their days away, which have dates; whom they talk with is nobody's concern here. */
const STAFF = 'staff/';

const numberOf = (caseId: string): number => Number(caseId.replace(/\D/g, ''));

/**
 * A store for one replay, in memory: it begins empty, takes what is written, and touches nothing of the real one, of
 * which it only reads the lists and who is away. New cases are given the numbers of `cases`, then such as no case has.
 */
export function createScratch(real: Pick<Store, 'get'>, cases: readonly string[]): Store {
  const records = new Map<string, Stored<unknown>>();
  const streams = new Map<string, { seq: number; row: unknown }[]>();
  const numbers = cases.map(numberOf);
  const left = [...numbers];
  const first = Math.min(...numbers);
  let beyond = Math.max(0, ...numbers);
  const nothing = async () => [];

  async function get<T>(key: string): Promise<Stored<T> | undefined> {
    const own = records.get(key) as Stored<T> | undefined;
    if (own) return own;
    if (READ_THROUGH.some((list) => key.startsWith(list))) return real.get<T>(key);
    if (key.startsWith(STAFF)) {
      const staff = await real.get<T>(key);
      return staff && { ...staff, value: { ...staff.value, conversation: null } };
    }
    if (!key.startsWith(SINCE_A_CASE)) return undefined;
    const known = await real.get<T & { case: string }>(key);
    return known && numberOf(known.value.case) < first ? known : undefined;
  }

  return {
    get,
    recent: get,
    async commit({ writes = [], appends = [] }: Commit): Promise<CommitResult> {
      for (const { key, expectedVersion, value } of writes)
        records.set(key, { version: expectedVersion + 1, value });
      for (const { stream, row } of appends) {
        const rows = streams.get(stream) ?? [];
        rows.push({ seq: rows.length + 1, row });
        streams.set(stream, rows);
      }
      return { ok: true };
    },
    nextNumber: async () => left.shift() ?? ++beyond,
    commitLater: () => {},
    rows: async <T>(stream: string) => (streams.get(stream) ?? []) as { seq: number; row: T }[],
    row: async () => undefined,
    cases: async () => ({ ids: [], next: null }),
    caseCounts: async () => new Map(),
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
