import type { Attached } from '../../dialogs/files.ts';

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
  /** What a card's button submitted; `card`: the activity that it is on, where the channel lets it be changed. */
  value?: unknown;
  card?: string;
  /** The message that this one answers, where the channel says so: one that was quoted. */
  quoted?: string;
  /**
   * A choice's button was pressed: which, and of which question, as its data says. The text is then the choice. `card`:
   * the activity that the button is on, where the channel lets it be changed.
   */
  pressed?: { choice: string; question?: string; card?: string };
  /** The channel's timestamp, as it came. */
  timestamp?: string;
  /** A language tag, where the channel gave a well-formed one. */
  locale?: string;
  /** The sender's time zone, IANA, where the channel gave one that there is. */
  zone?: string;
  /** The files that came with it: those that are kept already, and those that were refused. */
  attachments: Attached;
  /** Set where it came by mail. */
  mail?: MailInbound;
}

/** Of words that came by mail: to which case's mail they are the answer, and in which conversation that is. */
export interface MailInbound {
  case: string;
  conversation: string;
  from: string;
  /** It is not the address that is on record. */
  stranger: boolean;
  /** Its Message-ID, where it has a proper one. */
  messageId?: string | undefined;
  subject: string;
  /** The whole mail, where it held more than the words. */
  whole?: string | undefined;
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
  sections?: CardSection[];
  actions: CardAction[];
}

/** A part of a card under a title of its own: what is told, what can be filled in, and the buttons of it. */
export interface CardSection {
  title?: string;
  lines: string[];
  /** Addresses to open. */
  inputs?: CardInput[];
  actions?: CardAction[];
}

/** What a button submits comes back as `Inbound.value`; `text` is what a person would type instead. */
export interface CardAction {
  title: string;
  text: string;
  data: Record<string, unknown>;
}

/** What can be filled in or chosen; it comes back under its id beside the data of whichever button is pressed. */
export interface CardInput {
  id: string;
  label: string;
  /** What stands in it already. */
  value?: string;
  /** To choose from; else it takes words. */
  choices?: { value: string; title: string }[];
}

/** What kind of thing is said, by its parts; plain words have none. A channel that can't show it says the text. */
export type Shown =
  /** `before`: words that come first; `ask`: the question about it. */
  | { kind: 'list'; before?: string; title: string; entries: string[]; ask?: string }
  | {
      kind: 'verdict';
      coverage: 'covered' | 'excluded' | 'review';
      title: string;
      told: string;
      reasons: { clause: string; name: string; because: string; facts: string[] }[];
      facts: string[];
      outlook: string;
    }
  | { kind: 'summary'; title: string; faults: string[]; units: string[]; contact: string; questions?: string }
  /** A paper to fetch; the text names its address too. */
  | { kind: 'document'; title: string; name: string; url: string }
  /** A person's own words, `by` whom: never read as markup. */
  | { kind: 'person'; by: string };

/** A file of a person, to be shown or fetched; `url`: where, once it is sent. */
export interface OutgoingFile {
  id: string;
  type: string;
  name: string;
  url?: string;
}

/** What goes out, rendered in its language but not yet for a channel: one message. */
export interface Outgoing {
  /** The whole of it as plain text; markup in it has no meaning on any channel. */
  text: string;
  choices: { value: string; title: string }[];
  shown?: Shown;
  /** What came with a person's words. */
  files?: readonly OutgoingFile[];
  /** By which a button's press is known as an answer to this question and no other. */
  question?: string;
  /** How far the triage has come. */
  progress?: string;
  /** The activity in whose place it comes. Where that can't be done nothing is lost. */
  replaces?: string;
  card?: Card;
  /** Buttons below the text, where the channel has buttons; elsewhere the text alone says enough. */
  quick?: CardAction[];
  /** The case that it is about: words that quote it are about that case too. */
  about?: string;
  trace?: Trace;
  /** The activity that is answered, if one is. */
  replyTo?: string;
  /** Where it goes, if not to where the conversation is: a person who talks in a group and in their own chat. */
  to?: Address;
}

/**
 * What became of one send. `unknown`: the far end may have taken it. `later`: the channel would not take it yet, so
 * nothing was tried; `after` is in ms.
 */
export type SendOutcome =
  /** `id`: what the far end calls it, where that is wanted. `unread`: it lies there, and only who looks sees it. */
  | { kind: 'sent'; id?: string; unread?: true }
  | { kind: 'later'; after: number }
  | { kind: 'retry'; after?: number; detail: string }
  | { kind: 'unknown'; detail: string }
  | { kind: 'failed'; reason: LostReason; detail: string };

/** Why something does not arrive. `unread`: it lies on a page to which nobody came back. */
export type LostReason = 'blocked' | 'not_in_roster' | 'disabled' | 'gone' | 'refused' | 'unread';

/**
 * The far end of a channel. Implemented in `channels/`; never retries by itself, never throws.
 * `outboxId`: the row that is sent, by which a far end in the store knows one that comes again.
 */
export type SendTo = (address: Address, outgoing: Outgoing, outboxId?: string) => Promise<SendOutcome>;

/** Whether somebody had the conversation open after `since` (epoch ms); true of a channel that does not tell. */
export type WasSeen = (address: Address, since: number) => Promise<boolean>;

/** The answer to one inbound activity. */
export interface Received {
  /** What goes into the response of an inline answer, in order; empty where replies are delivered apart. */
  replies: Outgoing[];
  /** To be called once: whether the inline response went out whole. */
  settle(delivered: boolean): void;
}

/** Takes an activity in: durable once it resolves. `inline`: the replies go into this request's response. */
export type Receive = (inbound: Inbound, mode: { inline: boolean }) => Promise<Received>;
