import type { WendyEvent } from '../../dialogs/events.ts';
import type { Message } from '../../dialogs/message.ts';
import { type CaseRecord, caseKey, type TurnNote } from '../desk/case.ts';
import type { Store } from '../store/port.ts';
import { customerMail, mailRow, type Paragraph } from './customer-mail.ts';
import type { Parts } from './parts.ts';
import type { ConversationRecord } from './record.ts';
import type { Inbound, MailInbound, Outgoing } from './types.ts';
import type { Heard, Reply } from './waking.ts';

type Said = { class: Reply['said']; outgoing: Outgoing };

/**
 * The conversation, turned to the case whose mail is answered. Where another case of the same customer is under way
 * there it stays with that one, and staff see which case the mail was about.
 */
export async function turnedTo(
  store: Pick<Store, 'get'>,
  record: ConversationRecord,
  { case: answered }: MailInbound,
): Promise<ConversationRecord> {
  if (record.caseId === answered) return record;
  const other = record.caseId && (await store.get<CaseRecord>(caseKey(record.caseId)))?.value;
  return other && !isOver(other) ? record : { ...record, caseId: answered };
}

export function isOver({ status }: Pick<CaseRecord, 'status'>): boolean {
  return status === 'resolved' || status === 'closed';
}

/** Words that may stand in a mail to a case that is over without opening it again. */
const CLOSING: readonly WendyEvent['type'][] = ['CHATTED', 'ANSWERED', 'RETURNED', 'LANGUAGE'];

/** Who answers a mail of a case that is over means that case, with whatever words; but thanks are thanks. */
export function writtenBack(
  { mail, text }: Inbound,
  current: CaseRecord | undefined,
  heard: Heard,
  { at, on }: { at: string; on: string },
): Heard {
  const { events } = heard;
  if (!mail || !current || !isOver(current) || events.every(({ type }) => CLOSING.includes(type)))
    return heard;
  const faults = events.flatMap((event) => (event.type === 'FAULTS' ? event.faults : []));
  const kept = events.filter(({ type }) => type === 'ATTACHED' || type === 'DANGER');
  return {
    ...heard,
    events: [{ type: 'WROTE_BACK', at, on, text, faults, ended: current.ended?.at ?? null }, ...kept],
  };
}

/** How the customer is reached after a message: by mail as long as they write by mail. */
export function reachedBy(
  { mail }: ConversationRecord,
  inbound: Inbound,
): Pick<ConversationRecord, 'mail'> | undefined {
  if (inbound.mail) return { mail: { messageId: inbound.mail.messageId ?? null } };
  return mail && inbound.kind === 'message' ? { mail: null } : undefined;
}

/**
 * What is said in one turn to a customer who writes by mail: one mail. Undefined where there is nothing to say, or no
 * address to write to.
 */
export function repliesByMail(
  parts: Parts,
  { mail }: ConversationRecord,
  current: CaseRecord | undefined,
  says: readonly Said[],
  at: string,
): Reply[] | undefined {
  const words = says.filter(({ outgoing: { text, files = [] } }) => text.trim() !== '' || files.length > 0);
  if (!mail || !current) return undefined;
  const letter = customerMail(parts, current, {
    paragraphs: words.map(({ outgoing }) => asWritten(parts, outgoing)),
    files: words.flatMap(({ outgoing }) => outgoing.files ?? []),
    at,
    answers: mail.messageId,
  });
  if (!letter) return undefined;
  if (words.length === 0) return [];
  // What is said in talk is dropped where a person holds the case by then; beside other words it is sent with them.
  const kind = words.every((said) => said.class === 'dialogue') ? 'dialogue' : 'notice';
  const row = mailRow(parts.newId(), letter, kind, { case: current.id });
  return words.map(({ class: said, outgoing }) => ({ row, outgoing, said }));
}

/**
 * A person's words stand under their name. Choices have no buttons in a mail: their words are listed, and any of them
 * may be written.
 */
function asWritten({ staffList }: Pick<Parts, 'staffList'>, { text, choices, shown }: Outgoing): Paragraph {
  if (shown?.kind === 'person') {
    const name = staffList.byId(shown.by)?.name ?? shown.by;
    return { key: 'delivery:mail.person', values: { name, words: text } };
  }
  return { words: [text, ...choices.map(({ title }) => `- ${title}`)].join('\n') };
}

/** What is kept with a mail's words. */
export function noteOfMail({ mail }: Inbound): Pick<TurnNote, 'mail'> | undefined {
  if (!mail) return undefined;
  const { from, subject, stranger, whole } = mail;
  return {
    mail: {
      ...{ case: mail.case, from, subject },
      ...(stranger && { stranger: true as const }),
      ...(whole !== undefined && { whole }),
    },
  };
}

/** What staff must know of words that came by mail, before the words. */
export function markOfMail({ mail }: Inbound, current: CaseRecord): Message[] {
  if (!mail) return [];
  const { from } = mail;
  return [
    mail.stranger
      ? { key: 'staff:by_mail.stranger', values: { from } }
      : { key: 'staff:by_mail.customer', values: { from } },
    ...(mail.case === current.id
      ? []
      : [{ key: 'staff:by_mail.other_case', values: { other: mail.case } } satisfies Message]),
  ];
}
