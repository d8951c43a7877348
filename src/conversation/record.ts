import { hash } from 'node:crypto';
import type { Resting } from '../../dialogs/converse.ts';
import type { Mail } from '../mail/mail.ts';
import { type Locale, localeOf } from '../texts/texts.ts';
import type { Address, Inbound, Outgoing } from './types.ts';

/** A conversation as it is stored. Once there is a case, what the customer told stands in it alone. */
export interface ConversationRecord {
  v: 1;
  address: Address;
  locale: Locale;
  /** The channel's language tag, for the region of phone numbers. */
  tag: string | null;
  /** The customer's time zone, IANA, where the channel told it. */
  zone?: string;
  resting: Resting;
  caseId: string | null;
  /**
   * The question that was put last: the how manieth it is, the digest of what was asked, and among the replies to which
   * message it was put.
   */
  asked?: { nth: number; of: string; by?: string };
  /** Set while the customer writes by mail, and so is answered by mail; with the Message-ID of their last one. */
  mail?: { messageId: string | null } | null;
  /** Set where this is a staff member's conversation with Wendy. */
  staff: StaffTalk | null;
}

/** What Wendy remembers of a talk with a staff member. */
export interface StaffTalk {
  id: string;
  /** The case in hand: what is said without a number is meant for it. */
  focus: string | null;
  /** How far they had heard of their customers when they last named a case: a row of `heardStream`. */
  heard?: number;
  /** What they wrote that waits for a word on it: to which case it goes, or whether it is meant for the customer. */
  draft?: { verb: string; words: string };
  /** What "more" shows: a list's name, the case it is of, and the page that comes next. */
  more?: { verb: string; case?: string; page: number };
}

/** What a sent message is about, by the id that the channel gave it. */
export interface SentAbout {
  case: string;
}

/**
 * What an outbox row carries: what is to be sent, or under which id it stands among the handled messages' replies, or a
 * mail, which is in a lane of its own and so holds nothing up. `case`: whose it is.
 */
export type Parcel = { outgoing: Outgoing; to?: StaffAim } | { handled: string } | MailParcel | UnreadParcel;
/** What was put on a page at `since` (epoch ms): whether anybody had it open afterwards is still to be looked at. */
export interface UnreadParcel {
  outgoing: Outgoing;
  unread: { conversation: string; since: number };
}
export interface MailParcel {
  mail: Mail;
  case: string | null;
  /** Set where it is for staff; else it is for the customer. */
  to?: StaffAim | undefined;
}

/** Whom of the staff something is for and of which case; `tried`: who was to hear it before and could not be reached. */
export interface StaffAim {
  staff: string;
  case: string;
  text: string;
  tried?: readonly string[];
}

/** What is kept of a message that was handled: its replies, or the message that it repeats. */
export type Handled = { replies: { id: string; outgoing: Outgoing }[] } | { same: string };

/**
 * One person's conversation: two people in one channel's conversation have a state each.
 * Ids are any strings, so the key is their digest.
 */
export function conversationId({ channel, conversation, user }: Address): string {
  return digest([channel, conversation.id, user.id]);
}

export const conversationKey = (id: string): string => `conversation/${id}`;
export const handledStream = (id: string): string => `handled/${id}`;
/** What was sent in a conversation about a case. */
export const sentStream = (id: string): string => `sent/${id}`;
/** Which customers a staff member was told words of, one row a message. */
export const heardStream = (staffId: string): string => `heard/${staffId}`;

export interface MessageIds {
  own: string;
  again: string | undefined;
}

/**
 * Under which ids a message counts as the same: its own, and (where the channel gave a timestamp) its sender, words,
 * files and time, as a channel that lost patience sends a message again under another id.
 */
export function messageIds(inbound: Inbound): MessageIds {
  const { activityId, sender, text, value, timestamp, attachments } = inbound;
  const own = `id:${digest([activityId])}`;
  if (timestamp === undefined) return { own, again: undefined };
  const files = attachments.files.map(({ sha256 }) => sha256);
  return { own, again: `at:${digest([sender.id, text, JSON.stringify(value) ?? '', timestamp, ...files])}` };
}

/** A short name for strings of any length and kind, the same for the same. */
export function digest(parts: readonly string[]): string {
  const marked = parts.map((part) => `${part.length}:${part}`).join('');
  // In UTF-8 all halves of a character that came alone are the same.
  return hash('sha256', marked.isWellFormed() ? marked : JSON.stringify(marked), 'base64url').slice(0, 27);
}

/** A conversation that begins now; `tag` is the channel's language tag, where it gave one. */
export function newRecord(address: Address, tag: string | undefined, resting: Resting): ConversationRecord {
  return { v: 1, address, locale: localeOf(tag), tag: tag ?? null, resting, caseId: null, staff: null };
}
