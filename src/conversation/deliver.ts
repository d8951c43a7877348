import { type CaseRecord, caseKey, isHeld, type TranscriptRow, transcriptStream } from '../desk/case.ts';
import type { Log } from '../log.ts';
import type { OutboxRow, Store } from '../store/port.ts';
import {
  type ConversationRecord,
  conversationKey,
  type Handled,
  handledStream,
  type Parcel,
} from './record.ts';
import type { Outgoing, SendOutcome, SendTo } from './types.ts';

/** Waits between tries, ms; the last one is kept to until the end. */
const WAITS = [1_000, 5_000, 30_000, 120_000, 600_000];
/** Tries before a row is given up: about a day. */
const MOST_TRIES = 150;
/** How long other instances leave a row to this one, ms: longer than any send takes. */
const CLAIM = 30_000;

/** Replies kept in memory until they are sent; later ones are read again. */
const MOST_FRESH = 2_000;

export interface DeliverParts {
  store: Store;
  send: SendTo;
  clock: { now(): Date };
  log: Log;
  /** Something became due later than now: the clock looks again. */
  reschedule(): void;
}

export interface Deliverer {
  /** Sends what these conversations have waiting, in order; returns at once. */
  deliver(conversations: readonly string[]): void;
  /** What rows carry that are about to be delivered. */
  fresh(replies: readonly { row: OutboxRow; outgoing: Outgoing }[]): void;
  maySend(row: OutboxRow): Promise<boolean>;
  drop(row: OutboxRow): void;
  /** Begins no further send; resolves when none is under way. What is left is sent after the next start. */
  stop(): Promise<void>;
}

/**
 * Sends the outbox: each conversation's rows one after another. Whether Wendy may still speak is looked up when a row
 * is sent, not when it was decided. Every outcome goes on record in the stream `deliveries/<conversation>`.
 */
export function createDeliverer(parts: DeliverParts): Deliverer {
  const { store, clock, log } = parts;
  const running = new Map<string, { again: boolean; done: Promise<void> }>();
  /** What was just said and is about to be sent. */
  const fresh = new Map<string, Outgoing>();
  let stopped = false;

  function deliver(conversations: readonly string[]): void {
    for (const id of new Set(conversations)) {
      const run = running.get(id);
      if (run) run.again = true;
      else start(id);
    }
  }

  function start(id: string): void {
    const run = { again: false, done: Promise.resolve() };
    running.set(id, run);
    run.done = drain(id)
      .catch((error: unknown) => log.error('delivery stopped', { conversation: id, error: String(error) }))
      .then(() => {
        running.delete(id);
        if (run.again && !stopped) start(id);
      });
  }

  async function drain(id: string): Promise<void> {
    while (!stopped) {
      const now = clock.now().getTime();
      const [row] = await store.claimOutbox({ now, until: now + CLAIM, limit: 1, conversation: id });
      if (!row) return parts.reschedule();
      if (!(await maySend(row))) drop(row);
      else if (!(await sendRow(id, row))) return parts.reschedule();
    }
  }

  /** Sends one row; false where it must wait. */
  async function sendRow(id: string, row: OutboxRow): Promise<boolean> {
    const record = (await store.get<ConversationRecord>(conversationKey(id)))?.value;
    if (!record) {
      store.commitLater({ sent: [row.id] });
      return true;
    }
    const outgoing = await outgoingOf(row);
    const outcome: SendOutcome = outgoing
      ? await parts.send(record.address, outgoing)
      : { kind: 'failed', reason: 'gone', detail: 'what was to be sent is not on record' };
    if (outcome.kind === 'retry' && row.attempts + 1 < MOST_TRIES) {
      const wait = Math.max(outcome.after ?? 0, WAITS[Math.min(row.attempts, WAITS.length - 1)] ?? 0);
      const notBefore = clock.now().getTime() + wait;
      store.commitLater({ outbox: [{ ...row, attempts: row.attempts + 1, notBefore }] });
      return false;
    }
    store.commitLater({ sent: [row.id], appends: [deliveryRow(id, row, outcome)] });
    fresh.delete(row.id);
    if (outcome.kind !== 'sent') log.warn('not delivered', { conversation: id, row: row.id, outcome });
    return true;
  }

  async function outgoingOf(row: OutboxRow): Promise<Outgoing | undefined> {
    const parcel = row.payload as Parcel;
    if ('outgoing' in parcel) return parcel.outgoing;
    const known = fresh.get(row.id);
    if (known) return known;
    const handled = await store.row<Handled>(handledStream(row.conversation), parcel.handled);
    return handled && 'replies' in handled
      ? handled.replies.find((reply) => reply.id === row.id)?.outgoing
      : undefined;
  }

  function deliveryRow(id: string, row: OutboxRow, outcome: SendOutcome) {
    const at = clock.now().toISOString();
    return { stream: `deliveries/${id}`, row: { at, outbox: row.id, class: row.class, outcome } };
  }

  async function maySend(row: OutboxRow): Promise<boolean> {
    if (row.class !== 'dialogue') return true;
    const record = (await store.get<ConversationRecord>(conversationKey(row.conversation)))?.value;
    if (!record?.caseId) return true;
    return !isHeld((await store.get<CaseRecord>(caseKey(record.caseId)))?.value);
  }

  function drop(row: OutboxRow): void {
    const taken: TranscriptRow = { at: clock.now().toISOString(), from: 'bot', text: '', dropped: row.id };
    store.commitLater({
      sent: [row.id],
      appends: [{ stream: transcriptStream(row.conversation), row: taken }],
    });
  }

  return {
    deliver,
    fresh: (replies) => {
      for (const { row, outgoing } of replies) fresh.set(row.id, outgoing);
      for (const oldest of fresh.keys()) {
        if (fresh.size <= MOST_FRESH) break;
        fresh.delete(oldest);
      }
    },
    maySend,
    drop,
    stop: async () => {
      stopped = true;
      while (running.size > 0) await Promise.all([...running.values()].map((run) => run.done));
    },
  };
}
