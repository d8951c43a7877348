/** Where a conversation is, for sending to it later. Our own type: nothing of an SDK is stored. */
export interface Address {
  channel: string;
  serviceUrl: string;
  conversation: { id: string; isGroup?: boolean; tenantId?: string; conversationType?: string };
  bot: { id: string; name?: string };
  user: { id: string; name?: string };
}

/** Who sent it, as the channel's authentication vouches for it. */
export interface Sender {
  id: string;
  name?: string;
  tenantId?: string;
  /** The Entra object id. */
  objectId?: string;
}

/** What comes in from a channel, normalised and validated; the activity's own text, untouched. */
export interface Inbound {
  kind: 'message' | 'arrived';
  address: Address;
  sender: Sender;
  /** Empty where the channel gives none (never for a message). */
  activityId: string;
  text: string;
  /** What a card's button submitted. */
  value?: unknown;
  /** The channel's timestamp, as it came. */
  timestamp?: string;
  /** A language tag, where the channel gave a well-formed one. */
  locale?: string;
  attachments: number;
}

/** The turn trace of the contract, for the channel `emulator`. */
export interface Trace {
  state: string;
  expects: { prompt: string; choices: { value: string; title: string }[] } | null;
  locale: string;
  case: { id: string; status: string } | null;
}

/** A card as meaning, for staff; a channel without cards shows it as text. */
export interface Card {
  title: string;
  lines: string[];
  facts: { name: string; value: string }[];
  /** What a button submits comes back as `Inbound.value`; `text` is what a person would type instead. */
  actions: { title: string; text: string; data: Record<string, unknown> }[];
}

/** What goes out, rendered in its language but not yet for a channel. Exactly one activity each. */
export interface Outgoing {
  text: string;
  choices: { value: string; title: string }[];
  card?: Card;
  trace?: Trace;
  /** The activity that is answered, if one is. */
  replyTo?: string;
}

/** What became of one send. `unknown`: the far end may have taken it. */
export type SendOutcome =
  | { kind: 'sent' }
  | { kind: 'retry'; after?: number; detail: string }
  | { kind: 'unknown'; detail: string }
  | { kind: 'failed'; reason: 'blocked' | 'not_in_roster' | 'disabled' | 'gone' | 'refused'; detail: string };

/**
 * The far end of a channel. Implemented in `channels/`; never retries by itself, never throws.
 * `outboxId`: the row that is sent, by which a far end in the store knows one that comes again.
 */
export type SendTo = (address: Address, outgoing: Outgoing, outboxId?: string) => Promise<SendOutcome>;

/** The answer to one inbound activity. */
export interface Received {
  /** What goes into the response of an inline answer, in order; empty where replies are delivered apart. */
  replies: Outgoing[];
  /** To be called once: whether the inline response went out whole. */
  settle(delivered: boolean): void;
}

/** Takes an activity in: durable once it resolves. `inline`: the replies go into this request's response. */
export type Receive = (inbound: Inbound, mode: { inline: boolean }) => Promise<Received>;
