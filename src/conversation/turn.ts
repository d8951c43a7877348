import { setTimeout as sleep } from 'node:timers/promises';
import type { WendyEvent } from '../../dialogs/events.ts';
import { type CaseRecord, caseKey, caseOfInbox } from '../desk/case.ts';
import type { OutboxRow, Wake } from '../store/port.ts';
import { reachedBy, repliesByMail, turnedTo } from './by-mail.ts';
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
import { commitOf } from './turn-commit.ts';
import type { Inbound, Receive, Received } from './types.ts';
import type { Outcome, Reply, Waking } from './waking.ts';

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
    const known = stored?.value ?? begun(inbound as Inbound);
    const record = inbound?.mail ? await turnedTo(store, known, inbound.mail) : known;
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
      const replies = await repliesOf(outcome, waking, lentUntil);
      const others = elsewhere(outcome);
      const result = await store.commit(commitOf(outcome, waking, replies, others));
      if (result.ok) {
        ripples.wake(dueBy(waking.now.ms, outcome.wakes));
        ripples.deliver([...others, ...replies.map(({ row }) => row)].flatMap(laneBeside(id)));
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
  async function repliesOf(outcome: Outcome, waking: Waking, lentUntil = 0): Promise<Reply[]> {
    const { says } = outcome;
    const { id, inbound, ids, record, now } = waking;
    if (outcome.record.mail) {
      const letter = repliesByMail(parts, outcome.record, await caseOf(outcome), says, now.at);
      if (letter) return letter;
    }
    const apart = inbound !== undefined && inbound.address !== record.address;
    return says.map((said) => {
      const replyTo = inbound?.activityId ? { replyTo: inbound.activityId } : {};
      const outgoing = {
        ...said.outgoing,
        ...replyTo,
        ...(apart && said.class === 'dialogue' && { to: inbound.address }),
      };
      const payload: Parcel = ids === undefined ? { outgoing } : { handled: ids.own };
      return { row: rowOf(id, said.class, payload, lentUntil), outgoing, said: said.class };
    });
  }

  /** The case as the turn leaves it. */
  async function caseOf({ record, writes }: Outcome): Promise<CaseRecord | undefined> {
    if (!record.caseId) return undefined;
    const key = caseKey(record.caseId);
    const written = writes.find((write) => write.key === key)?.value as CaseRecord | undefined;
    return written ?? (await store.get<CaseRecord>(key))?.value;
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
      const own = inbound.mail?.conversation ?? conversationId(inbound.address);
      // Looked up one after another, so that messages keep their order.
      const id =
        !inbound.mail && hasGroups(inbound.address)
          ? await inTurn(`place/${own}`, () => conversationFor(store, inbound.address))
          : own;
      return inTurn(id, async () => {
        const taken = await turn(id, inbound, inline ? parts.clock.now().getTime() + LENT : undefined);
        if (inbound.mail) return { replies: [], settle: () => {} };
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
  if (inbound?.mail) return false;
  if (record.staff) return true;
  return inbound !== undefined && staffOf(parts, inbound) !== undefined;
}

/** Who came to their own chat from a group is reached there from then on; what they say in the group is answered there. */
function comesFrom(
  record: ConversationRecord,
  inbound: Inbound,
): Pick<ConversationRecord, 'address' | 'tag' | 'zone' | 'mail'> {
  const { address, tag } = record;
  const stays = isGroup(inbound.address) && !isGroup(address);
  return {
    address: stays ? address : inbound.address,
    tag: inbound.locale ?? tag,
    ...(inbound.zone !== undefined && { zone: inbound.zone }),
    ...reachedBy(record, inbound),
  };
}

/** Mails have lanes of their own; the conversation's is delivered by whoever began the turn. */
const laneBeside =
  (id: string) =>
  ({ conversation }: OutboxRow): string[] =>
    conversation === id ? [] : [conversation];
