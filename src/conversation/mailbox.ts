import type { Attached } from '../../dialogs/files.ts';
import { type CaseRecord, caseKey } from '../desk/case.ts';
import type { ReceivedMail } from '../mail/received.ts';
import { casesIn } from '../mail/reply-address.ts';
import type { ReplyKey } from '../mail/reply-key.ts';
import { mailOfCustomer } from './customer-mail.ts';
import { type ConversationRecord, conversationKey, digest } from './record.ts';
import type { Inbound, Receive } from './types.ts';
import { type FallbackParts, noteBounce } from './undelivered.ts';

/** What became of a mail. `unknown`: it answers none of ours; `automatic`: no person wrote it, so nothing was done. */
export type MailTaken =
  | { kind: 'unknown' }
  | { kind: 'automatic'; case: string }
  | { kind: 'bounce'; case: string }
  | { kind: 'taken'; case: string };

/** Takes in mail that customers answer; the files of one are fetched for once it is known what it answers. */
export interface Mailbox {
  take(mail: ReceivedMail, files: () => Promise<Attached>): Promise<MailTaken>;
}

export interface MailboxParts extends FallbackParts {
  key: ReplyKey;
  receive: Receive;
  deliver(conversations: readonly string[]): void;
}

/** A case that was merged is followed so far. */
const MOST_MERGES = 10;

/**
 * Finds the case of a mail by the mark in its address or in what it answers, and puts its words and files into the
 * case's conversation as the customer's message. A mail that comes again has one effect.
 */
export function createMailbox(parts: MailboxParts): Mailbox {
  const { store } = parts;

  async function caseOf({ marked }: ReceivedMail): Promise<CaseRecord | undefined> {
    for (const id of casesIn(marked, await parts.key())) {
      const found = (await store.get<CaseRecord>(caseKey(id)))?.value;
      if (found) return found;
    }
    return undefined;
  }

  /** The case that it is part of by now. */
  async function asMerged(record: CaseRecord): Promise<CaseRecord> {
    let last = record;
    for (let merges = 0; last.mergedInto !== null && merges < MOST_MERGES; merges++) {
      const into = await store.get<CaseRecord>(caseKey(last.mergedInto));
      if (!into) break;
      last = into.value;
    }
    return last;
  }

  async function bounced(current: CaseRecord, { id, bounce }: ReceivedMail): Promise<void> {
    const address = bounce?.recipients[0] ?? mailOfCustomer(current) ?? '';
    const once = { stream: `mail-in/${current.id}`, id: digest([id]), once: true, row: { id } };
    parts.deliver(await noteBounce(parts, current.id, address, once));
  }

  return {
    async take(mail, files) {
      const answered = await caseOf(mail);
      if (!answered) return { kind: 'unknown' };
      const current = await asMerged(answered);
      if (mail.bounce) {
        await bounced(current, mail);
        return { kind: 'bounce', case: current.id };
      }
      if (mail.automatic) return { kind: 'automatic', case: current.id };
      const talk = (await store.get<ConversationRecord>(conversationKey(current.conversation)))?.value;
      if (!talk) return { kind: 'unknown' };
      await parts.receive(asMessage(mail, current, talk, await files()), { inline: false });
      return { kind: 'taken', case: current.id };
    },
  };
}

function asMessage(
  { id, messageId, from, subject, words, whole }: ReceivedMail,
  current: CaseRecord,
  { address }: ConversationRecord,
  attachments: Attached,
): Inbound {
  const known = mailOfCustomer(current)?.toLowerCase();
  return {
    kind: 'message',
    address,
    sender: { id: address.user.id },
    activityId: `mail:${id}`,
    text: words,
    attachments,
    mail: {
      ...{ case: current.id, conversation: current.conversation, from, subject, messageId, whole },
      stranger: from !== known,
    },
  };
}
