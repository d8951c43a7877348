import type { Commit, OutboxRow, Store, Wake } from '../../src/store/port.ts';

/** The port's meaning in a few lines: what every store must be equal to. */
export class Reference {
  readonly records = new Map<string, { version: number; value: unknown }>();
  readonly streams = new Map<string, { id?: string; row: unknown }[]>();
  readonly cases: { id: string; status: string; assignee: string | null; queue: string | null }[] = [];
  outbox: OutboxRow[] = [];
  wakes: Wake[] = [];

  conflict(commit: Commit): string | undefined {
    for (const { key, expectedVersion } of commit.writes ?? [])
      if ((this.records.get(key)?.version ?? 0) !== expectedVersion) return key;
    return commit.woken?.find((id) => !this.wakes.some((wake) => wake.id === id));
  }

  apply(commit: Commit): void {
    for (const { key, expectedVersion, value, listing } of commit.writes ?? []) {
      this.records.set(key, { version: expectedVersion + 1, value });
      if (listing === undefined) continue;
      const at = this.cases.findIndex(({ id }) => id === listing.id);
      this.cases.splice(at === -1 ? this.cases.length : at, at === -1 ? 0 : 1, listing);
    }
    for (const { stream, ...row } of commit.appends ?? [])
      this.streams.set(stream, [...(this.streams.get(stream) ?? []), row]);
    for (const row of commit.outbox ?? []) {
      const at = this.outbox.findIndex(({ id }) => id === row.id);
      this.outbox.splice(at === -1 ? this.outbox.length : at, at === -1 ? 0 : 1, row);
    }
    this.outbox = this.outbox.filter(({ id }) => !commit.sent?.includes(id));
    this.wakes = this.wakes.filter(({ id }) => !commit.woken?.includes(id));
    for (const wake of commit.wakes ?? [])
      this.wakes = [...this.wakes.filter(({ id }) => id !== wake.id), wake];
  }

  /** Everything that the port shows, at a time. */
  view(now: number): unknown {
    const held = new Set<string>();
    const ready = this.outbox.filter((row) => {
      if (row.notBefore > now) held.add(row.conversation);
      return !held.has(row.conversation);
    });
    const heads = [...new Set(this.outbox.map((row) => row.conversation))].map(
      (conversation) => this.outbox.find((row) => row.conversation === conversation)?.notBefore ?? 0,
    );
    const dues = [...heads, ...this.wakes.map((wake) => wake.dueAt)];
    const due = this.wakes.filter((wake) => wake.dueAt <= now);
    return {
      records: Object.fromEntries(this.records),
      streams: Object.fromEntries(
        [...this.streams].map(([name, rows]) => [name, rows.map(({ row }, at) => ({ seq: at + 1, row }))]),
      ),
      byId: [...this.streams].flatMap(([name, rows]) =>
        rows.flatMap(({ id }) =>
          id === undefined ? [] : [[name, id, rows.findLast((other) => other.id === id)?.row]],
        ),
      ),
      cases: this.cases.map(({ id }) => id),
      queued: this.cases.filter(({ status }) => status === 'queued').map(({ id }) => id),
      ready,
      wakes: due.toSorted((a, b) => a.dueAt - b.dueAt).map(({ id }) => id),
      wakesOf: due.filter(({ conversation }) => conversation === 'a').map(({ id }) => id),
      nextDue: dues.length === 0 ? undefined : Math.min(...dues),
    };
  }
}

/** The same view of a real store, of what the reference knows to be in it. */
export async function viewOf(store: Store, known: Reference, now: number): Promise<unknown> {
  const records: Record<string, unknown> = {};
  for (const key of known.records.keys()) records[key] = await store.get(key);
  const streams: Record<string, unknown> = {};
  for (const name of known.streams.keys()) streams[name] = await store.rows(name);
  const byId: unknown[] = [];
  for (const [name, rows] of known.streams)
    for (const { id } of rows) if (id !== undefined) byId.push([name, id, await store.row(name, id)]);
  return {
    records,
    streams,
    byId,
    cases: (await store.cases({ limit: 1000 })).ids,
    queued: (await store.cases({ limit: 1000, status: 'queued' })).ids,
    ready: await store.outbox({ now, limit: 1000 }),
    wakes: (await store.wakes({ now, limit: 1000 })).map(({ id }) => id),
    wakesOf: (await store.wakesOf('a', now)).map(({ id }) => id),
    nextDue: await store.nextDue(),
  };
}
