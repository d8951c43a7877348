import { replyAddress } from './reply-address.ts';

/** A mail as it waits in the outbox; words only, its look is made when it is sent. */
export interface Mail {
  to: { name: string | null; address: string };
  subject: string;
  /** What it says, a paragraph each. `quoted`: words from elsewhere, set apart. */
  paragraphs: readonly { text: string; quoted?: true }[];
  /** A language tag, for who reads it aloud. */
  language: string;
  /** The instant that it bears (ISO): the same however often it is tried. */
  at: string;
  /** The case that it is about, by which mails stand together and an answer finds back; `answers`: a Message-ID. */
  thread?: { case: string; answers?: string | undefined };
  /** What is attached, by the ids under which the bytes are kept. */
  files?: readonly MailFile[];
}

export interface MailFile {
  id: string;
  name: string;
  type: string;
}

/** What became of one try. `retry`: the server may take it another time. */
export type MailOutcome =
  | { kind: 'sent' }
  | { kind: 'retry'; detail: string }
  | { kind: 'failed'; reason: 'refused'; detail: string };

/** Never throws, never retries by itself. `id`: the outbox row, by which a mail that comes again can be known. */
export type SendMail = (mail: Mail, id: string) => Promise<MailOutcome>;

/** A mail that is fit to be handed to a transport: every header is one line. */
export interface Letter {
  from: string;
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
  replyTo?: string;
  messageId: string;
  inReplyTo?: string;
  references?: string[];
  attachments?: { filename: string; contentType: string; content: Buffer }[];
  date: Date;
  headers: Record<string, string>;
}

/** How a case's mails are marked; `answered`: mail comes in here, so that an answer may go to the marked address. */
export interface Marking {
  mark: string;
  answered: boolean;
}

/** One address and nothing besides, as it may stand in an envelope. */
const ADDRESS = /^[^\s<>()[\]\\,;:"@]{1,64}@[^\s<>()[\]\\,;:"@]{1,255}$/u;

/** Whether mail can be sent to it. */
export function isAddress(text: string): boolean {
  return ADDRESS.test(text);
}

/** Makes the letter of a mail; undefined where its address is none. `marking`: of the case that it is about. */
export function toLetter(mail: Mail, id: string, from: string, marking?: Marking): Letter | undefined {
  const { to, subject, language, at } = mail;
  if (!isAddress(to.address)) return undefined;
  return {
    from,
    to: { name: oneLine(to.name ?? '', 100), address: to.address },
    subject: oneLine(subject, 200),
    text: toText(mail),
    html: toHtml(mail),
    ...(marking && threadOf(mail, from, marking)),
    messageId: `<${id.replaceAll(/[^\w.-]/g, '-')}@${domainOf(from)}>`,
    date: new Date(at),
    headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': oneLine(language, 20) },
  };
}

/** All mails of a case answer one that never was, named by the case's mark: so programs show them together. */
function threadOf({ thread }: Mail, from: string, { mark, answered }: Marking) {
  const root = `<${mark}@${domainOf(from)}>`;
  const before = thread?.answers === undefined ? undefined : oneLine(thread.answers, 300);
  return {
    inReplyTo: before ?? root,
    references: before === undefined ? [root] : [root, before],
    ...(answered && { replyTo: replyAddress(addressOf(from), mark) }),
  };
}

/** The address of a sender such as `Wendy <support@example.com>`. */
export function addressOf(from: string): string {
  return /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from;
}

/** Headers end at a line break: none may come from a name. */
export function oneLine(text: string, most: number): string {
  return [...text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()].slice(0, most).join('');
}

function domainOf(from: string): string {
  return /@([A-Za-z0-9.-]+)>?\s*$/.exec(from)?.[1] ?? 'localhost';
}

function toText({ paragraphs }: Mail): string {
  const shown = paragraphs.map(({ text, quoted }) => (quoted ? text.replaceAll(/^/gm, '> ') : text));
  return `${shown.join('\n\n')}\n`;
}

function toHtml({ paragraphs, language }: Mail): string {
  const shown = paragraphs.map(({ text, quoted }) => {
    const lines = escaped(text).replaceAll(/\r\n?|\n/g, '<br>\n');
    return quoted ? `<blockquote>${lines}</blockquote>` : `<p>${lines}</p>`;
  });
  const head = '<meta charset="utf-8">';
  return `<!doctype html>\n<html lang="${escaped(language)}"><head>${head}</head><body>\n${shown.join('\n')}\n</body></html>\n`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
}
