import type { Message } from '../../dialogs/message.ts';
import type { CaseRecord } from '../desk/case.ts';
import { isAddress, type Mail, type MailFile } from '../mail/mail.ts';
import type { OutboxRow } from '../store/port.ts';
import { localeOf } from '../texts/texts.ts';
import { type Parts, tongueOf } from './parts.ts';
import type { MailParcel } from './record.ts';

/** What it takes to write to a customer. */
export type MailParts = Pick<Parts, 'texts' | 'company' | 'calendar' | 'staffList' | 'publicUrl' | 'mail'>;

/** What a mail says: texts of ours, and words that stand apart as quoted. */
export type Paragraph = Message | { words: string; quoted?: true };

export interface CustomerMail {
  paragraphs: readonly Paragraph[];
  at: string;
  /** The Message-ID of the mail that is answered. */
  answers?: string | null | undefined;
  files?: readonly MailFile[] | undefined;
}

/** The address at which a case's customer is reached by mail; undefined where there is none that mail can go to. */
export function mailOfCustomer({ draft }: CaseRecord): string | undefined {
  const { email } = draft.contact;
  return email !== null && isAddress(email) ? email : undefined;
}

/**
 * A mail to the customer of a case, in their language; at its end stands how to answer. Undefined where they gave no
 * address. All of a case's mails have one subject, so that mail programs keep them together.
 */
export function customerMail(
  parts: MailParts,
  current: CaseRecord,
  { paragraphs, at, answers, files = [] }: CustomerMail,
): Mail | undefined {
  const address = mailOfCustomer(current);
  if (address === undefined) return undefined;
  const locale = localeOf(current.locale);
  const { texts, values } = tongueOf(parts, locale, at, current);
  const say = (message: Message): string => texts.render(message, locale, values);
  return {
    to: { name: current.draft.contact.name, address },
    subject: say({ key: 'delivery:mail.subject' }),
    paragraphs: [...paragraphs, howToAnswer(parts)].map((part) =>
      'words' in part
        ? { text: withoutMarks(part.words), ...(part.quoted && { quoted: true as const }) }
        : { text: withoutMarks(say(part)) },
    ),
    language: locale,
    at,
    thread: { case: current.id, ...(answers && { answers }) },
    ...(files.length > 0 && { files }),
  };
}

/** "Hello Ann," */
export function hello({ draft }: CaseRecord): Message {
  const { name } = draft.contact;
  return name ? { key: 'delivery:mail.hello', values: { name } } : { key: 'delivery:mail.hello_there' };
}

function howToAnswer({ mail, publicUrl }: MailParts): Message {
  if (mail.answered) return { key: 'delivery:mail.back_mail' };
  return publicUrl
    ? { key: 'delivery:mail.back_page', values: { url: publicUrl } }
    : { key: 'delivery:mail.back_phone' };
}

/** A mail's row of the outbox, in a lane of its own. */
export function mailRow(
  id: string,
  mail: Mail,
  kind: OutboxRow['class'],
  of: Pick<MailParcel, 'case' | 'to'>,
): OutboxRow {
  const payload: MailParcel = { mail, ...of };
  return { id, conversation: `mail/${id}`, class: kind, notBefore: 0, attempts: 0, payload };
}

/** A mail has no markup: what is bold elsewhere is plain. */
function withoutMarks(text: string): string {
  return text.replaceAll(/\*\*([^*\n]+)\*\*/g, '$1');
}
