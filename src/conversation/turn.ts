import { setTimeout as sleep } from 'node:timers/promises';
import type { WendyEvent } from '../../dialogs/events.ts';
import { caseOfInbox, type TranscriptRow, transcriptStream } from '../desk/case.ts';
import type { Append, Commit, OutboxRow, Wake } from '../store/port.ts';
import { caseTurn } from './case-turn.ts';
import { customerTurn } from './customer-turn.ts';
import { conversationFor, hasGroups, isGroup } from './group.ts';
import { nowOf, type Parts } from './parts.ts';
import { createQueues } from './queues.ts';
import {
  type ConversationRecord,
  conversationId,
  conversationKey,
  type Handled,
  handledStream,
  type MessageIds,
  messageIds,
  newRecord,
  type Parcel,
} from './record.ts';
import { staffOf, staffTurn } from './staff-turn.ts';
import type { Inbound, Outgoing, Receive, Received } from './types.ts';
import type { Outcome, Waking } from './waking.ts';

/** How long the replies of an inline answer are lent to its request, ms; then they are sent like any other. */
const LENT = 20_000;
/** How long a turn tries again that others were first at, ms: well before the lent time is over. */
const PATIENCE = 12_000;
/** The longest wait between two tries, ms. An instance that was first has less to read and is soon first again. */
const LONGEST_WAIT = 60;

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

  const begun = ({ address, locale }: Inbound): ConversationRecord =>
    newRecord(address, locale, parts.wendy.first());

  /** In a first try the conversation may be as this instance saw it last: the commit finds what others did since. */
  async function load(
    id: string,
    inbound: Inbound | undefined,
    ids: MessageIds | undefined,
    first: boolean,
  ): Promise<Waking | undefined> {
    const key = conversationKey(id);
    const stored = await (first ? store.recent<ConversationRecord>(key) : store.get<ConversationRecord>(key));
    if (!stored && !inbound) return undefined;
    const now = nowOf(parts);
    const wakes = stored && (!inbound || hearsOfStaff(stored.value)) ? await store.wakesOf(id, now.ms) : [];
    const record = stored?.value ?? begun(inbound as Inbound);
    return {
      id,
      stored,
      record: inbound ? { ...record, ...comesFrom(record, inbound) } : record,
      inbound,
      ids,
      inbox: { ids: wakes.map((wake) => wake.id), events: wakes.map((wake) => wake.event as WendyEvent) },
      now,
      first,
    };
  }

  async function turn(
    id: string,
    inbound: Inbound | undefined,
    lentUntil: number | undefined,
  ): Promise<{ replies: Reply[] } | { handled: Handled }> {
    const ids = inbound?.kind === 'message' ? messageIds(inbound) : undefined;
    const until = performance.now() + PATIENCE;
    for (let tries = 0; performance.now() < until; tries++) {
      if (tries > 2) await sleep(Math.random() * Math.min(2 ** tries, LONGEST_WAIT));
      const waking = await load(id, inbound, ids, tries === 0);
      if (!waking || (!inbound && waking.inbox.events.length === 0)) return { replies: [] };
      // A message that was handled before is a conflict of its first commit.
      const handled = ids && tries > 0 ? await handledBefore(id, ids) : undefined;
      if (handled) return { handled };
      const outcome = await (isStaff(parts, waking) ? staffTurn : customerTurn)(parts, waking);
      const replies = repliesOf(outcome, waking, lentUntil);
      const others = elsewhere(outcome);
      const result = await store.commit(commitOf(outcome, waking, replies, others));
      if (result.ok) {
        ripples.wake(dueBy(waking.now.ms, outcome.wakes));
        ripples.deliver(others.map((row) => row.conversation));
        return { replies };
      }
    }
    throw new Error(`a turn of conversation ${id} lost to others for ${PATIENCE} ms`);
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
  function repliesOf({ says }: Outcome, { id, inbound, ids, record }: Waking, lentUntil = 0): Reply[] {
    const apart = inbound !== undefined && inbound.address !== record.address;
    return says.map((said) => {
      const replyTo = inbound?.activityId ? { replyTo: inbound.activityId } : {};
      const outgoing = {
        ...said.outgoing,
        ...replyTo,
        ...(apart && said.class === 'dialogue' && { to: inbound.address }),
      };
      const payload: Parcel = ids === undefined ? { outgoing } : { handled: ids.own };
      return { row: rowOf(id, said.class, payload, lentUntil), outgoing };
    });
  }

  function elsewhere(outcome: Outcome): OutboxRow[] {
    const said = outcome.elsewhere.map(({ conversation, class: kind, outgoing }) =>
      rowOf(conversation, kind, { outgoing }, 0),
    );
    return [...said, ...(outcome.rows ?? [])];
  }

  async function handledBefore(id: string, { own, again }: MessageIds): Promise<Handled | undefined> {
    const stream = handledStream(id);
    const found =
      (await store.row<Handled>(stream, own)) ??
      (again ? await store.row<Handled>(stream, again) : undefined);
    return found && 'same' in found ? store.row<Handled>(stream, found.same) : found;
  }

  /** Inline: the rows are lent to the response. The commit has just proved that nobody holds the conversation. */
  function lend(replies: readonly Reply[]): Received {
    return {
      replies: replies.map(({ outgoing }) => outgoing),
      settle: (delivered: boolean) => {
        if (replies.length === 0) return;
        if (delivered) store.commitLater({ sent: replies.map(({ row }) => row.id) });
        else {
          store.commitLater({ outbox: replies.map(({ row }) => ({ ...row, notBefore: 0 })) });
          ripples.deliver(replies.map(({ row }) => row.conversation));
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
    receive: async (inbound, { inline }) => {
      const own = conversationId(inbound.address);
      // Looked up one after another, so that messages keep their order.
      const id = hasGroups(inbound.address)
        ? await inTurn(`place/${own}`, () => conversationFor(store, inbound.address))
        : own;
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
        const caseId = caseOfInbox(id);
        if (caseId !== undefined) {
          const { wake, deliver } = await caseTurn(parts, caseId);
          ripples.wake(wake);
          return ripples.deliver(deliver);
        }
        const taken = await turn(id, undefined, undefined);
        if ('replies' in taken && taken.replies.length > 0) ripples.deliver([id]);
      }),
  };
}

/** Whose time has come already; the clock wakes the others. */
function dueBy(now: number, wakes: readonly Wake[]): string[] {
  return wakes.filter(({ dueAt }) => dueAt <= now).map(({ conversation }) => conversation);
}

/** What staff do with a case comes by the inbox, and comes before what the customer says after it. */
function hearsOfStaff({ resting, staff }: ConversationRecord): boolean {
  return staff !== null || resting.context.submitted !== null;
}

function isStaff(parts: Parts, { record, inbound }: Waking): boolean {
  if (record.staff) return true;
  return inbound !== undefined && staffOf(parts, inbound) !== undefined;
}

/** Who came to their own chat from a group is reached there from then on; what they say in the group is answered there. */
function comesFrom(
  { address, tag }: ConversationRecord,
  inbound: Inbound,
): Pick<ConversationRecord, 'address' | 'tag'> {
  const stays = isGroup(inbound.address) && !isGroup(address);
  return { address: stays ? address : inbound.address, tag: inbound.locale ?? tag };
}

function commitOf(
  outcome: Outcome,
  waking: Waking,
  replies: readonly Reply[],
  elsewhere: readonly OutboxRow[],
): Commit {
  const { id, stored, ids, inbox } = waking;
  return {
    writes: [
      { key: conversationKey(id), expectedVersion: stored?.version ?? 0, value: outcome.record },
      ...outcome.writes,
    ],
    checks: outcome.checks ?? [],
    appends: [
      ...outcome.appends,
      ...(outcome.record.staff ? [] : spoken(id, replies, waking.now.at)),
      ...(ids ? handledRows(id, ids, replies) : []),
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

function handledRows(id: string, { own, again }: MessageIds, said: readonly Reply[]): Append[] {
  const stream = handledStream(id);
  const replies = said.map(({ row, outgoing }) => ({ id: row.id, outgoing }));
  const kept: Append = { stream, id: own, once: true, row: { replies } satisfies Handled };
  return again ? [kept, { stream, id: again, once: true, row: { same: own } satisfies Handled }] : [kept];
}
