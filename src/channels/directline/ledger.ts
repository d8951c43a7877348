import { randomUUID } from 'node:crypto';
import type { ChatStore } from './store.ts';

/** An activity as the client gets it. */
export type ShownActivity = { id: string; type: string } & Record<string, unknown>;

/** Some of a conversation's activities, and the position after the last of them. */
export interface Page {
  activities: ShownActivity[];
  position: number;
}

/** All that was shown in each conversation, in order, kept in the store. */
export interface Ledger {
  /** Adds activities at the end, durable once it resolves; one whose id is there already is left out. */
  append(conversation: string, activities: readonly ShownActivity[]): Promise<void>;
  /** Activities after a position; 0 is the beginning. */
  read(conversation: string, after: number): Promise<Page>;
  /** Hears, soon, that a conversation has more, whichever instance added it; gives back what ends it. */
  listen(conversation: string, listener: () => void): () => void;
  close(): void;
}

/** The most activities of one page, and the characters of text after which it takes no more. */
const PAGE = 50;
const PAGE_TEXT = 256_000;
const PREFIX = 'directline/';
const streamOf = (conversation: string): string => `${PREFIX}${conversation}`;

export function createLedger(store: ChatStore): Ledger {
  const listeners = new Map<string, Set<() => void>>();
  const tell = (stream: string): void => {
    for (const listener of listeners.get(stream) ?? []) listener();
  };
  const stop = store.onChange((name) => {
    if (name.startsWith(PREFIX)) tell(name);
  });
  const has = async (stream: string, id: string): Promise<boolean> =>
    (await store.row(stream, id)) !== undefined;

  /** Whether all of it is new; else nothing is added. */
  async function commit(stream: string, activities: readonly ShownActivity[]): Promise<boolean> {
    const { ok } = await store.commit({
      appends: activities.map((activity) => ({ stream, id: activity.id, once: true, row: { activity } })),
      ...signalFor(stream),
    });
    if (ok) tell(stream);
    return ok;
  }

  return {
    async append(conversation, activities) {
      const stream = streamOf(conversation);
      if (activities.length === 0 || (await commit(stream, activities))) return;
      const known = await Promise.all(activities.map(({ id }) => has(stream, id)));
      const fresh = activities.filter((_activity, at) => !known[at]);
      if (fresh.length === 0 || (await commit(stream, fresh))) return;
      throw new Error('what was to be shown was added by others at the same time');
    },
    async read(conversation, after) {
      const page = { after, limit: PAGE };
      const all = await store.rows<{ activity: ShownActivity }>(streamOf(conversation), page);
      const rows = all.slice(0, countWithin(all.map(({ row }) => lengthOf(row.activity))));
      return { activities: rows.map(({ row }) => row.activity), position: rows.at(-1)?.seq ?? after };
    },
    listen(conversation, listener) {
      const stream = streamOf(conversation);
      const heard = listeners.get(stream) ?? new Set();
      listeners.set(stream, heard.add(listener));
      return () => {
        heard.delete(listener);
        if (heard.size === 0 && listeners.get(stream) === heard) listeners.delete(stream);
      };
    },
    close: stop,
  };
}

function lengthOf({ text }: ShownActivity): number {
  return typeof text === 'string' ? text.length : 0;
}

/** How many of them make a page: always the first. */
function countWithin(lengths: readonly number[]): number {
  let count = 0;
  let sum = 0;
  for (const length of lengths) {
    sum += length;
    if (count > 0 && sum > PAGE_TEXT) break;
    count++;
  }
  return count;
}

/** Other instances hear of outbox rows alone, so one that is done with in the same commit tells them of the stream. */
function signalFor(stream: string) {
  const id = `told/${randomUUID()}`;
  const row = { id, conversation: stream, class: 'relay' as const, notBefore: 0, attempts: 0, payload: {} };
  return { outbox: [row], sent: [id] };
}
