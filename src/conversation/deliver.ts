import { setTimeout as sleep } from 'node:timers/promises';
import { type CaseRecord, caseKey, isHeld, type TranscriptRow, transcriptStream } from '../desk/case.ts';
import type { Log } from '../log.ts';
import type { MailOutcome, SendMail } from '../mail/mail.ts';
import type { Append, OutboxRow, Store } from '../store/port.ts';
import {
  type ConversationRecord,
  conversationKey,
  type Handled,
  handledStream,
  type Parcel,
  type SentAbout,
  sentStream,
} from './record.ts';
import type { Outgoing, SendOutcome, SendTo, WasSeen } from './types.ts';
import type { Fallback } from './undelivered.ts';
import { readSince, unreadRow } from './unread.ts';

/** Waits between tries, ms; the last one is kept to until the end. */
const WAITS = [1_000, 5_000, 30_000, 120_000, 600_000];
/** Tries before a row is given up: about a day. */
const MOST_TRIES = 150;
/** How long other instances leave a row to this one, ms: longer than any send takes. */
const CLAIM = 30_000;

/** How long a send that the channel would not take yet is waited for before others may have the row, ms. */
const HOLD = 8_000;

/** Replies kept in memory until they are sent; later ones are read again. */
const MOST_FRESH = 2_000;

export interface DeliverParts {
  store: Store;
  send: SendTo;
  sendMail: SendMail;
  wasSeen: WasSeen;
  /** Told of what will not arrive. */
  fallback: Fallback;
  clock: { now(): Date };
  log: Log;
  /** A row must wait until `at`, epoch ms. */
  reschedule(at: number): void;
}

export interface Deliverer {
  /** Sends what these conversations have waiting, in order; returns at once. */
  deliver(conversations: readonly string[]): void;
  /** What rows carry that are about to be delivered. */
  fresh(replies: readonly { row: OutboxRow; outgoing: Outgoing }[]): void;
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
  const stopping = new AbortController();

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
      if (!row || !(await sendRow(id, row))) return;
    }
  }

  /** Sends one row; false where it must wait. */
  async function sendRow(id: string, row: OutboxRow): Promise<boolean> {
    const outgoing = await outgoingOf(row);
    const outcome = await attempt(row, outgoing);
    if (outcome === 'dropped') return true;
    if (outcome.kind === 'later') {
      return waits({ ...row, notBefore: clock.now().getTime() + outcome.after });
    }
    if (outcome.kind === 'retry' && row.attempts + 1 < MOST_TRIES) {
      const wait = Math.max(afterOf(outcome), WAITS[Math.min(row.attempts, WAITS.length - 1)] ?? 0);
      const notBefore = clock.now().getTime() + wait;
      if ('mail' in (row.payload as Parcel)) log.warn('a mail waits', { row: row.id, outcome });
      return waits({ ...row, attempts: row.attempts + 1, notBefore });
    }
    fresh.delete(row.id);
    if (outcome.kind !== 'sent') log.warn('not delivered', { conversation: id, row: row.id, outcome });
    const delivery = deliveryRow(id, row, outcome);
    if (outcome.kind === 'sent' || outcome.kind === 'unknown') {
      const look = 'unread' in outcome && unreadRow(row, outgoing, clock.now().getTime());
      store.commitLater({
        sent: [row.id],
        appends: [delivery, ...aboutRow(id, outgoing, outcome)],
        outbox: look ? [look] : [],
      });
    } else {
      const reason = outcome.kind === 'failed' ? outcome.reason : 'silent';
      deliver(await parts.fallback({ row, outgoing, reason, delivery }));
    }
    return true;
  }

  function waits(row: OutboxRow): false {
    store.commitLater({ outbox: [row] });
    parts.reschedule(row.notBefore);
    return false;
  }

  /** One send, begun as soon as the channel takes it and while Wendy may still speak. */
  async function attempt(
    row: OutboxRow,
    outgoing: Outgoing | undefined,
  ): Promise<SendOutcome | MailOutcome | 'dropped'> {
    const parcel = row.payload as Parcel;
    if ('mail' in parcel) {
      const held = row.class === 'dialogue' ? await heldCase(parcel.case) : undefined;
      if (!held) return parts.sendMail(parcel.mail, row.id);
      drop(row, held.conversation);
      return 'dropped';
    }
    if ('unread' in parcel) return readSince(store, parcel, parts.wasSeen);
    const until = performance.now() + HOLD;
    for (;;) {
      const record = (await store.get<ConversationRecord>(conversationKey(row.conversation)))?.value;
      if (!record || !(await maySend(row))) {
        if (record) drop(row, row.conversation);
        else store.commitLater({ sent: [row.id] });
        return 'dropped';
      }
      if (!outgoing)
        return { kind: 'failed', reason: 'gone', detail: 'what was to be sent is not on record' };
      const outcome = await parts.send(outgoing.to ?? record.address, outgoing, row.id);
      if (outcome.kind !== 'later') return outcome;
      if (stopped || performance.now() + outcome.after > until) return outcome;
      await sleep(outcome.after, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  async function outgoingOf(row: OutboxRow): Promise<Outgoing | undefined> {
    const parcel = row.payload as Parcel;
    if ('mail' in parcel) return undefined;
    if ('outgoing' in parcel) return parcel.outgoing;
    const known = fresh.get(row.id);
    if (known) return known;
    const handled = await store.row<Handled>(handledStream(row.conversation), parcel.handled);
    return handled && 'replies' in handled
      ? handled.replies.find((reply) => reply.id === row.id)?.outgoing
      : undefined;
  }

  function deliveryRow(id: string, row: OutboxRow, outcome: SendOutcome | MailOutcome) {
    const at = clock.now().toISOString();
    return { stream: `deliveries/${id}`, row: { at, outbox: row.id, class: row.class, outcome } };
  }

  async function maySend(row: OutboxRow): Promise<boolean> {
    if (row.class !== 'dialogue') return true;
    const record = (await store.get<ConversationRecord>(conversationKey(row.conversation)))?.value;
    return (await heldCase(record?.caseId ?? null)) === undefined;
  }

  /** The case, if a person holds it. */
  async function heldCase(id: string | null): Promise<CaseRecord | undefined> {
    const current = id === null ? undefined : (await store.get<CaseRecord>(caseKey(id)))?.value;
    return isHeld(current) ? current : undefined;
  }

  function drop(row: OutboxRow, conversation: string): void {
    const taken: TranscriptRow = { at: clock.now().toISOString(), from: 'bot', text: '', dropped: row.id };
    store.commitLater({
      sent: [row.id],
      appends: [{ stream: transcriptStream(conversation), row: taken }],
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
    stop: async () => {
      stopped = true;
      stopping.abort();
      while (running.size > 0) await Promise.all([...running.values()].map((run) => run.done));
    },
  };
}

/** Which case a message is about, under the id by which a later one quotes it. */
function aboutRow(
  conversation: string,
  outgoing: Outgoing | undefined,
  outcome: SendOutcome | MailOutcome,
): Append[] {
  const id = 'id' in outcome ? outcome.id : undefined;
  if (id === undefined || outgoing?.about === undefined) return [];
  return [{ stream: sentStream(conversation), id, row: { case: outgoing.about } satisfies SentAbout }];
}

function afterOf(outcome: SendOutcome | MailOutcome): number {
  return ('after' in outcome ? outcome.after : undefined) ?? 0;
}
