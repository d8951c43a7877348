import { listOf } from '../../dialogs/fault-list.ts';
import type { Message } from '../../dialogs/message.ts';
import { knownUnitLines } from '../../dialogs/summary-text.ts';
import { onDuty } from '../desk/calendar.ts';
import type { CaseRecord } from '../desk/case.ts';
import type { OutboxRow } from '../store/port.ts';
import { customerMail, hello, type MailParts, mailRow, type Paragraph } from './customer-mail.ts';
import { isOnOwnPage } from './own-page.ts';
import { type Parts, promisedBy } from './parts.ts';
import type { ConversationRecord } from './record.ts';

/** The case with the mark that it was confirmed, the mail, and the word about it in the chat. */
export interface Confirmation {
  record: CaseRecord;
  row: OutboxRow;
  word: Message | undefined;
}

/**
 * The mail that confirms a case to its customer, once: as soon as people have the case, the contact is whole and holds
 * an address. Without a mail server only while nobody is on duty: what is then in the folder is for the operator to
 * send, and nothing is said of it.
 */
export function confirmation(
  parts: MailParts & Pick<Parts, 'newId'>,
  { resting, mail, address }: ConversationRecord,
  current: CaseRecord,
  at: string,
): Confirmation | undefined {
  const asks = resting.context.at.stop.startsWith('contact.');
  if (current.confirmedAt !== null || !isWithPeople(current) || asks) return undefined;
  if (!parts.mail.sends && onDuty(parts.calendar, at).open) return undefined;
  const letter = customerMail(parts, current, { paragraphs: whatWasNoted(parts, current, at), at });
  if (!letter) return undefined;
  const key = isOnOwnPage(address) ? 'delivery:confirmed_page' : 'delivery:confirmed';
  const word: Message = { key, values: { email: letter.to.address } };
  return {
    record: { ...current, confirmedAt: at },
    row: mailRow(parts.newId(), letter, 'notice', { case: current.id }),
    word: parts.mail.sends && !mail ? word : undefined,
  };
}

function isWithPeople({ status }: CaseRecord): boolean {
  return ['with_sales', 'queued', 'claimed', 'waiting_customer'].includes(status);
}

function whatWasNoted(parts: MailParts, current: CaseRecord, at: string): Paragraph[] {
  const { draft } = current;
  const faults = listOf(draft);
  const questions = draft.questions.map(({ text }, nth): Message => {
    return { key: 'delivery:mail.confirm.question', values: { number: nth + 1, text } };
  });
  const files = draft.attachments?.length ?? 0;
  return [
    hello(current),
    { key: 'delivery:mail.confirm.case' },
    ...promiseOf(parts, current, at),
    ...listed('delivery:mail.confirm.faults', faults),
    ...listed('delivery:mail.confirm.units', knownUnitLines(draft)),
    ...listed('delivery:mail.confirm.questions', questions),
    ...(files > 0
      ? [{ key: 'delivery:mail.confirm.files', values: { count: files } } satisfies Message]
      : []),
  ];
}

/** Who answers by when; and when people are back, where nobody is on duty. */
function promiseOf({ staffList, calendar }: MailParts, current: CaseRecord, at: string): Message[] {
  if (!current.promise) return [];
  const who = promisedBy(staffList, current)?.name;
  const duty = onDuty(calendar, at).open ? 'open' : 'closed';
  const values = { who: who ?? '', by: { instant: current.promise.dueAt } };
  return [{ key: `delivery:mail.confirm.promise.${duty}_${who ? 'named' : 'team'}`, values }];
}

function listed(key: Message['key'], lines: Message[]): Message[] {
  return lines.length === 0 ? [] : [{ key, values: { list: { key: 'common:lines', values: { lines } } } }];
}
