import type { WendyEvent } from '../../dialogs/events.ts';
import { type TranscriptRow, transcriptStream } from '../desk/case.ts';
import type { Append, Commit, OutboxRow } from '../store/port.ts';
import { localeOf } from '../texts/texts.ts';
import { customerTurn } from './customer-turn.ts';
import { nowOf, type Parts } from './parts.ts';
import { createQueues } from './queues.ts';
import {
  type ConversationRecord,
  conversationId,
  conversationKey,
  type Handled,
  handledStream,
  messageIds,
  type Parcel,
} from './record.ts';
import { staffOf, staffTurn } from './staff-turn.ts';
import type { Inbound, Outgoing, Receive } from './types.ts';
import type { Outcome, Waking } from './waking.ts';

/** How long the replies of an inline answer are lent to its request, ms; then they are sent like any other. */
const LENT = 20_000;
/** Tries at a commit that others were first at, each from a fresh read. */
const TRIES = 20;

export interface Turns {
  receive: Receive;
  /** Takes what is in a conversation's inbox. */
  wake(id: string): Promise<void>;
}

/** Who must hear of a commit: the deliverer of these conversations, the waker of those. */
export interface Ripples {
  deliver(conversations: readonly string[]): void;
  wake(conversations: readonly string[]): void;
  /** What rows carry that are to be sent now: it need not be read again. */
  fresh(replies: readonly Reply[]): void;
  /** Whether a row may still be sent: what Wendy says in talk is dropped once a person holds the conversation. */
  maySend(row: OutboxRow): Promise<boolean>;
  /** Records that a row was dropped. */
  drop(row: OutboxRow): void;
}

/** A reply to the conversation in hand, with its row in the outbox. */
export interface Reply {
  row: OutboxRow;
  outgoing: Outgoing;
}

/** One turn at a time a conversation; many conversations at once. */
export function createTurns(parts: Parts, ripples: Ripples): Turns {
  const { store } = parts;
  const inTurn = createQueues();

  async function load(id: string, inbound: Inbound | undefined): Promise<Waking | undefined> {
    const stored = await store.get<ConversationRecord>(conversationKey(id));
    if (!stored && !inbound) return undefined;
    const now = nowOf(parts);
    const wakes = stored ? await store.wakesOf(id, now.ms) : [];
    const record = stored?.value ?? newRecord(parts, inbound as Inbound);
    return {
      id,
      stored,
      record: inbound ? { ...record, address: inbound.address, tag: inbound.locale ?? record.tag } : record,
      inbound,
      inbox: { ids: wakes.map((wake) => wake.id), events: wakes.map((wake) => wake.event as WendyEvent) },
      now,
    };
  }

  async function turn(
    id: string,
    inbound: Inbound | undefined,
    lentUntil: number | undefined,
  ): Promise<{ replies: Reply[] } | { handled: Handled }> {
    for (let tries = 0; tries < TRIES; tries++) {
      const waking = await load(id, inbound);
      if (!waking || (!inbound && waking.inbox.events.length === 0)) return { replies: [] };
      // After the record was read: whoever takes the same message from now on, elsewhere, moves its version.
      const handled = inbound && (await handledBefore(id, inbound));
      if (handled) return { handled };
      const outcome = await (isStaff(parts, waking) ? staffTurn : customerTurn)(parts, waking);
      const replies = repliesOf(outcome, waking, lentUntil);
      const result = await store.commit(commitOf(outcome, waking, replies, elsewhere(outcome)));
      if (result.ok) {
        ripples.wake(outcome.wakes.map((wake) => wake.conversation));
        ripples.deliver(outcome.elsewhere.map((row) => row.conversation));
        return { replies };
      }
    }
    throw new Error(`a turn of conversation ${id} lost ${TRIES} times to others`);
  }

  function rowOf(
    conversation: string,
    kind: OutboxRow['class'],
    payload: Parcel,
    notBefore: number,
  ): OutboxRow {
    return { id: parts.newId(), conversation, class: kind, notBefore, attempts: 0, payload };
  }

  /** Replies to a message are kept with it as handled, for its repetition: their rows only point there. */
  function repliesOf({ says }: Outcome, { id, inbound }: Waking, lentUntil = 0): Reply[] {
    const own = inbound?.kind === 'message' ? messageIds(inbound).own : undefined;
    return says.map((said) => {
      const replyTo = inbound?.activityId ? { replyTo: inbound.activityId } : {};
      const outgoing = { ...said.outgoing, ...replyTo };
      const payload: Parcel = own === undefined ? { outgoing } : { handled: own };
      return { row: rowOf(id, said.class, payload, lentUntil), outgoing };
    });
  }

  function elsewhere(outcome: Outcome): OutboxRow[] {
    return outcome.elsewhere.map(({ conversation, class: kind, outgoing }) =>
      rowOf(conversation, kind, { outgoing }, 0),
    );
  }

  async function handledBefore(id: string, inbound: Inbound): Promise<Handled | undefined> {
    if (inbound.kind !== 'message') return undefined;
    const { own, again } = messageIds(inbound);
    const stream = handledStream(id);
    const found =
      (await store.row<Handled>(stream, own)) ??
      (again ? await store.row<Handled>(stream, again) : undefined);
    return found && 'same' in found ? store.row<Handled>(stream, found.same) : found;
  }

  /** Inline: what may still be said goes into the response; what a person's claim overtook is dropped. */
  async function lend(replies: readonly Reply[]) {
    const lent: Reply[] = [];
    for (const reply of replies) {
      if (await ripples.maySend(reply.row)) lent.push(reply);
      else ripples.drop(reply.row);
    }
    return {
      replies: lent.map(({ outgoing }) => outgoing),
      settle: (delivered: boolean) => {
        if (lent.length === 0) return;
        if (delivered) store.commitLater({ sent: lent.map(({ row }) => row.id) });
        else {
          store.commitLater({ outbox: lent.map(({ row }) => ({ ...row, notBefore: 0 })) });
          ripples.deliver(lent.map(({ row }) => row.conversation));
        }
      },
    };
  }

  /** A repeated message: the same replies once more, and no effect. */
  async function repeat(id: string, handled: Handled, inline: boolean) {
    const replies = 'replies' in handled ? handled.replies : [];
    const waiting = new Set((await store.outboxOf(id)).map((row) => row.id));
    if (inline) {
      const ids = replies.map((reply) => reply.id).filter((rowId) => waiting.has(rowId));
      return {
        replies: replies.map((reply) => reply.outgoing),
        settle: (delivered: boolean) => {
          if (delivered && ids.length > 0) store.commitLater({ sent: ids });
        },
      };
    }
    const again = replies.filter((reply) => !waiting.has(reply.id));
    const outbox = again.map(({ outgoing }) => rowOf(id, 'relay', { outgoing }, 0));
    if (outbox.length > 0) await store.commit({ outbox });
    ripples.deliver([id]);
    return { replies: [], settle: () => {} };
  }

  return {
    receive: (inbound, { inline }) => {
      const id = conversationId(inbound.address);
      return inTurn(id, async () => {
        const taken = await turn(id, inbound, inline ? parts.clock.now().getTime() + LENT : undefined);
        if ('handled' in taken) return repeat(id, taken.handled, inline);
        if (inline) return lend(taken.replies);
        ripples.fresh(taken.replies);
        ripples.deliver([id]);
        return { replies: [], settle: () => {} };
      });
    },
    wake: (id) =>
      inTurn(id, async () => {
        const taken = await turn(id, undefined, undefined);
        if ('replies' in taken && taken.replies.length > 0) ripples.deliver([id]);
      }),
  };
}

function isStaff(parts: Parts, { record, inbound }: Waking): boolean {
  if (record.staff) return true;
  return inbound !== undefined && staffOf(parts, inbound) !== undefined;
}

function newRecord(parts: Parts, { address, locale }: Inbound): ConversationRecord {
  return {
    v: 1,
    address,
    locale: localeOf(locale),
    tag: locale ?? null,
    resting: parts.wendy.first(),
    caseId: null,
    staff: null,
  };
}

function commitOf(
  outcome: Outcome,
  waking: Waking,
  replies: readonly Reply[],
  elsewhere: readonly OutboxRow[],
): Commit {
  const { id, stored, inbound, inbox } = waking;
  return {
    writes: [
      { key: conversationKey(id), expectedVersion: stored?.version ?? 0, value: outcome.record },
      ...outcome.writes,
    ],
    appends: [
      ...outcome.appends,
      ...(outcome.record.staff ? [] : spoken(id, replies, waking.now.at)),
      ...(inbound ? handledRows(id, inbound, replies) : []),
    ],
    outbox: [...replies.map(({ row }) => row), ...elsewhere],
    wakes: outcome.wakes,
    woken: inbox.ids,
  };
}

/** Wendy's own words; a person's are put on record when they write them. */
function spoken(id: string, replies: readonly Reply[], at: string): Append[] {
  return replies
    .filter(({ row }) => row.class !== 'relay')
    .map(({ row, outgoing }) => {
      const said: TranscriptRow = { at, from: 'bot', text: outgoing.text, outbox: row.id };
      return { stream: transcriptStream(id), row: said };
    });
}

function handledRows(id: string, inbound: Inbound, said: readonly Reply[]): Append[] {
  if (inbound.kind !== 'message') return [];
  const { own, again } = messageIds(inbound);
  const stream = handledStream(id);
  const replies = said.map(({ row, outgoing }) => ({ id: row.id, outgoing }));
  const kept: Append = { stream, id: own, row: { replies } satisfies Handled };
  return again ? [kept, { stream, id: again, row: { same: own } satisfies Handled }] : [kept];
}
