import type { Append, Commit, CommitResult, OutboxRow, Store, Stored, Wake, Write } from './port.ts';

/**
 * The version of each kind of thing that is stored, as this program writes it: records by the first part of their key,
 * rows by the first part of their stream, what an outbox row carries, and the event of a wake. What bears no version,
 * and a kind that is not named here, is of the first. Where a shape changes, its number goes up, and `current` takes
 * what was stored before to it.
 */
const VERSIONS: Readonly<Record<string, number>> = {
  conversation: 1,
  case: 2,
  staff: 1,
  person: 1,
  'sold-unit': 1,
  'customer-email': 1,
  'customer-domain': 1,
  'customer-phone': 1,
  'customer-known': 1,
  upload: 1,
  transcript: 1,
  handled: 1,
  deliveries: 1,
  misunderstood: 1,
  review: 1,
  learned: 1,
  replies: 1,
  directline: 1,
  'directline-keys': 1,
  'directline-presence': 1,
  'mail-keys': 1,
  'mail-in': 1,
  outbox: 1,
  wake: 1,
};

/** A stored thing is of a version that this program does not know: it is left as it is. */
export class RecordVersionUnknown extends Error {
  readonly code = 'record_version_unknown';

  constructor(name: string, version: unknown, known: number) {
    super(
      `${name} has version ${JSON.stringify(version)}, written by a newer program; this one knows up to ${known}. ` +
        'It is left as it is: start that program again.',
    );
    this.name = 'RecordVersionUnknown';
  }
}

/** The version of what is stored under a name such as `case/C-1001`. */
function versionFor(name: string): number {
  const slash = name.indexOf('/');
  const kind = slash < 0 ? name : name.slice(0, slash);
  return (Object.hasOwn(VERSIONS, kind) ? VERSIONS[kind] : undefined) ?? 1;
}

/** What takes a kind of thing to its next version: the first step from version 1 to 2, and so on. */
export type Upgrades = Readonly<Record<string, readonly ((stored: object) => object)[]>>;

/** What was read, in the shape that this program knows. Throws `RecordVersionUnknown` for a later one. */
function current<T>(name: string, value: T, upgrades: Upgrades = {}): T {
  const version = versionFor(name);
  const v = versionOf(value) ?? 1;
  if (typeof v !== 'number' || !(v <= version)) throw new RecordVersionUnknown(name, v, version);
  if (v === version) return value;
  const steps = upgrades[name.slice(0, name.indexOf('/'))] ?? [];
  return steps.slice(v - 1).reduce((older: object, step) => step(older), value as object) as T;
}

function versionOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'v' in value ? value.v : undefined;
}

function stamped(name: string, value: unknown): unknown {
  return typeof value === 'object' && value !== null ? { v: versionFor(name), ...value } : value;
}

function checked(write: Write): Write {
  const version = versionFor(write.key);
  const v = versionOf(write.value);
  if (v !== version) throw new TypeError(`${write.key} is written as version ${v} instead of ${version}`);
  return write;
}

const rowWithVersion = (append: Append): Append => ({ ...append, row: stamped(append.stream, append.row) });
const parcelWithVersion = (row: OutboxRow): OutboxRow => ({
  ...row,
  payload: stamped('outbox', row.payload),
});
const wakeWithVersion = (wake: Wake): Wake => ({ ...wake, event: stamped('wake', wake.event) });

function withVersions(commit: Commit): Commit {
  const { writes, appends, outbox, wakes } = commit;
  return {
    ...commit,
    ...(writes && { writes: writes.map(checked) }),
    ...(appends && { appends: appends.map(rowWithVersion) }),
    ...(outbox && { outbox: outbox.map(parcelWithVersion) }),
    ...(wakes && { wakes: wakes.map(wakeWithVersion) }),
  };
}

const ofThisProgram = (rows: OutboxRow[]): OutboxRow[] =>
  rows.map((row) => ({ ...row, payload: current(`outbox/${row.id}`, row.payload) }));

/**
 * A store in which all that is written bears its version, and nothing of a later version is read: a read of it
 * rejects with `RecordVersionUnknown`, so that no turn goes on from it and nothing overwrites it. Lists over many
 * conversations pass it on: what it belongs to is refused when its own turn comes, and no other waits for it.
 */
export function versioned(store: Store, upgrades: Upgrades): Store {
  return {
    commit: async (commit): Promise<CommitResult> => store.commit(withVersions(commit)),
    commitLater: (commit) => store.commitLater(withVersions(commit)),
    async get<T>(key: string): Promise<Stored<T> | undefined> {
      const stored = await store.get<T>(key);
      return stored && { ...stored, value: current(key, stored.value, upgrades) };
    },
    async recent<T>(key: string): Promise<Stored<T> | undefined> {
      const stored = await store.recent<T>(key);
      return stored && { ...stored, value: current(key, stored.value, upgrades) };
    },
    async rows<T>(stream: string, page?: { after?: number; limit?: number }) {
      const rows = await store.rows<T>(stream, page);
      return rows.map(({ seq, row }) => ({ seq, row: current(`${stream} ${seq}`, row) }));
    },
    async row<T>(stream: string, id: string): Promise<T | undefined> {
      const row = await store.row<T>(stream, id);
      return row === undefined ? undefined : current(stream, row);
    },
    cases: (query) => store.cases(query),
    caseCounts: (of) => store.caseCounts(of),
    outbox: (query) => store.outbox(query),
    claimOutbox: async (claim) =>
      claim.conversation === undefined
        ? store.claimOutbox(claim)
        : ofThisProgram(await store.claimOutbox(claim)),
    outboxOf: (conversation) => store.outboxOf(conversation),
    wakes: (query) => store.wakes(query),
    claimWakes: (claim) => store.claimWakes(claim),
    wakesOf: async (conversation, now) => {
      const wakes = await store.wakesOf(conversation, now);
      return wakes.map((wake) => ({ ...wake, event: current(`wake/${wake.id}`, wake.event) }));
    },
    nextDue: () => store.nextDue(),
    nextNumber: (name) => store.nextNumber(name),
    onChange: (listener) => store.onChange(listener),
    healthy: () => store.healthy(),
    close: () => store.close(),
  };
}
