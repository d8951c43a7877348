import { listOf } from '../../dialogs/fault-list.ts';
import type { Message } from '../../dialogs/message.ts';
import { knownUnitLines } from '../../dialogs/summary-text.ts';
import type { CaseRecord } from '../desk/case.ts';
import type { Staff } from '../desk/staff.ts';
import type { Mail } from '../mail/mail.ts';
import { type Locale, localeOf } from '../texts/texts.ts';
import { type Parts, tongueOf } from './parts.ts';

/** What it takes to write to staff. */
export type StaffMailParts = Pick<
  Parts,
  'texts' | 'company' | 'calendar' | 'staffList' | 'publicUrl' | 'staffChat'
>;

type To = Pick<Staff, 'name' | 'languages'> & { mail: string };

/**
 * A mail to a staff member about a case: what happened, in `text`, what is known of the case where that is new to them,
 * and where the chat is. They do not answer it by mail.
 */
export function staffMail(
  parts: StaffMailParts,
  to: To,
  current: CaseRecord,
  { text, at, known }: { text: string; at: string; known: boolean },
): Mail {
  const { say, locale } = speak(parts, to, at, current);
  return {
    to: { name: to.name, address: to.mail },
    subject: subjectOf(current, say),
    paragraphs: [
      { text: say({ key: 'delivery:mail.hello', values: { name: to.name } }) },
      { text },
      ...(known
        ? whatIsKnown(current, text).map((lines) => ({ text: say(lines), quoted: true as const }))
        : []),
      { text: say(whereTheChatIs(parts)) },
    ],
    language: locale,
    at,
  };
}

/** The mail that asks a staff member to write to Wendy once, so that they can be told in the chat. */
export function invitation(parts: StaffMailParts, to: To, at: string): Mail {
  const { say, locale } = speak(parts, to, at);
  return {
    to: { name: to.name, address: to.mail },
    subject: say({ key: 'delivery:staff.invite.subject' }),
    paragraphs: [
      { text: say({ key: 'delivery:mail.hello', values: { name: to.name } }) },
      { text: say({ key: 'delivery:staff.invite.who' }) },
      {
        text: say(
          parts.staffChat
            ? { key: 'delivery:staff.invite.chat', values: { url: parts.staffChat } }
            : { key: 'delivery:staff.invite.open' },
        ),
      },
      { text: say({ key: 'delivery:staff.invite.until' }) },
    ],
    language: locale,
    at,
  };
}

function speak(parts: StaffMailParts, { languages }: To, at: string, current?: CaseRecord) {
  const locale: Locale = localeOf(languages[0]);
  const { texts, values } = tongueOf(parts, locale, at, current);
  return { locale, say: (message: Message): string => texts.render(message, locale, values) };
}

/** "URGENT · C-1001 · no picture · Ann Hill" */
function subjectOf({ id, priority, draft, customer }: CaseRecord, say: (message: Message) => string): string {
  const label = draft.faults[0]?.label;
  const question = draft.questions.length > 0;
  const about = label
    ? say({ key: `common:labels.${label}` })
    : say({ key: question ? 'delivery:staff.mail.question' : 'staff:no_fault' });
  const lead = priority === 'normal' ? '' : say({ key: `staff:priority.${priority}` });
  const name = draft.contact.name ?? customer.name ?? '';
  return [lead, id, about, name].filter((part) => part !== '').join(' · ');
}

/** What is not told in the text already; nothing where that is all. */
function whatIsKnown({ draft }: CaseRecord, told: string): Message[] {
  const { name, email, phone } = draft.contact;
  const contact = [name, email, phone].filter((one) => one !== null).join(', ');
  const questions = draft.questions.flatMap(({ text }, nth): Message[] => {
    const question: Message = { key: 'delivery:mail.confirm.question', values: { number: nth + 1, text } };
    return told.includes(text) ? [] : [question];
  });
  const lines: Message[] = [
    ...(contact === ''
      ? []
      : [{ key: 'delivery:staff.mail.contact', values: { contact } } satisfies Message]),
    ...listOf(draft),
    ...knownUnitLines(draft),
    ...questions,
  ];
  if (lines.length > 0) return [{ key: 'common:lines', values: { lines } }];
  return draft.questions.length > 0 ? [] : [{ key: 'staff:no_fault' }];
}

function whereTheChatIs({ staffChat }: StaffMailParts): Message {
  return staffChat
    ? { key: 'delivery:staff.mail.chat', values: { url: staffChat } }
    : { key: 'delivery:staff.mail.invite' };
}
