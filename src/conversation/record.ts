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
  resting: Resting;
  caseId: string | null;
  /**
   * The question that was put last: the how manieth it is, the digest of what was asked, and among the replies to which
   * message it was put.
   */
  asked?: { nth: number; of: string; by?: string };
  /** Set where this is a staff member's conversation with Wendy. */
  staff: { id: string; focus: string | null } | null;
}

/**
 * What an outbox row carries: what is to be sent, or under which id it stands among the handled messages' replies, or a
 * mail, which is in a lane of its own and so holds nothing up. `case`: whose it is.
 */
export type Parcel = { outgoing: Outgoing } | { handled: string } | MailParcel;
export interface MailParcel {
  mail: Mail;
  case: string | null;
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
  return hash('sha256', marked, 'base64url').slice(0, 27);
}

/** A conversation that begins now; `tag` is the channel's language tag, where it gave one. */
export function newRecord(address: Address, tag: string | undefined, resting: Resting): ConversationRecord {
  return { v: 1, address, locale: localeOf(tag), tag: tag ?? null, resting, caseId: null, staff: null };
}
