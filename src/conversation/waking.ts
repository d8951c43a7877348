import type { WendyEvent } from '../../dialogs/events.ts';
import type { Append, Commit, OutboxRow, Stored } from '../store/port.ts';
import type { ConversationRecord, MessageIds } from './record.ts';
import type { Inbound, Outgoing } from './types.ts';

/** What a turn has to go on: the conversation as read, and why it woke. */
export interface Waking {
  id: string;
  stored: Stored<ConversationRecord> | undefined;
  record: ConversationRecord;
  inbound: Inbound | undefined;
  /** Of a message. */
  ids: MessageIds | undefined;
  /** The events in its inbox, with the wakes that brought them. */
  inbox: { ids: string[]; events: WendyEvent[] };
  now: { at: string; on: string; ms: number };
  /** The first try of a turn, which may build on records as this instance saw them last. */
  first: boolean;
}

/** A message's events, and the language to go on in. */
export interface Heard {
  events: WendyEvent[];
  locale: ConversationRecord['locale'];
}

/** What a turn wants written and said. `elsewhere`: rows for other conversations. */
export interface Outcome {
  record: ConversationRecord;
  writes: NonNullable<Commit['writes']>;
  /** What it built on and leaves as it is. */
  checks?: NonNullable<Commit['checks']>;
  appends: Append[];
  wakes: NonNullable<Commit['wakes']>;
  /** Said in this conversation, in order. */
  says: readonly Said[];
  elsewhere: (Said & { conversation: string })[];
  /** Rows for others that are whole already. */
  rows?: readonly OutboxRow[];
}

/** A reply to the conversation in hand, with its row in the outbox; several may be in one mail, and so have one row. */
export interface Reply {
  row: OutboxRow;
  outgoing: Outgoing;
  /** What it is said as. */
  said: OutboxRow['class'];
}

export interface Said {
  class: OutboxRow['class'];
  outgoing: Outgoing;
}
