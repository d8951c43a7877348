import { hash } from 'node:crypto';
import { type Attachment, type ParsedMail, simpleParser } from 'mailparser';
import { type Bounce, isAutomatic, readBounce } from './automatic.ts';
import { newWords } from './new-words.ts';

/** A mail that came in, as the conversation needs it. */
export interface ReceivedMail {
  /** Its Message-ID, or a digest of its bytes where it has none. */
  id: string;
  /** The Message-ID as a header may repeat it; undefined where it is none. */
  messageId: string | undefined;
  /** In lower case; empty where there is none. */
  from: string;
  subject: string;
  /** What is new in it. `whole`: all of it, where that is more. */
  words: string;
  whole: string | undefined;
  files: { name: string | undefined; bytes: Buffer }[];
  /** Where a mark of ours may stand: whom it went to, what it answers, and of a bounce all that it brings back. */
  marked: string;
  automatic: boolean;
  bounce: Bounce | undefined;
}

/** Longer words are nobody's; all of a mail's text up to the second is kept beside them. In characters. */
const MOST_WORDS = 20_000;
const MOST_TEXT = 200_000;
/** Smaller pictures within the text are emblems of a signature. In bytes. */
const EMBLEM = 20_000;
const MOST_HTML = 2_000_000;

const WHERE_MARKS_STAND = new Set([
  ...['to', 'cc', 'delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'x-forwarded-to'],
  ...['resent-to', 'in-reply-to', 'references'],
]);
const NO_FILES =
  /^(?:application\/(?:pkcs7-(?:signature|mime)|x-pkcs7-signature|pgp-signature|ms-tnef|ics)|text\/(?:calendar|x-vcard|vcard|rfc822-headers)|message\/.*)$/i;

const PARSING = {
  skipImageLinks: true,
  skipTextLinks: true,
  skipTextToHtml: true,
  maxHtmlLengthToParse: MOST_HTML,
};

/** Reads a mail out of its bytes; undefined where they are none. */
export async function readMail(raw: Buffer): Promise<ReceivedMail | undefined> {
  const parsed = await parse(raw);
  if (!parsed) return undefined;
  const { headers, attachments, subject = '', messageId } = parsed;
  const from = (parsed.from?.value[0]?.address ?? '').toLowerCase();
  const { words, whole } = newWords((await textOf(parsed)).slice(0, MOST_TEXT));
  const report = isReport(parsed);
  const bounce = report
    ? readBounce([parsed.text ?? '', ...attachments.filter(isReportPart).map(asText)])
    : undefined;
  return {
    id: messageId ?? `sha256:${hash('sha256', raw, 'hex')}`,
    messageId: messageId && /^<[^<>\s]{3,250}>$/.test(messageId) ? messageId : undefined,
    from,
    subject: subject.slice(0, 300),
    words: words.slice(0, MOST_WORDS),
    whole: whole ?? (words.length > MOST_WORDS ? words : undefined),
    files: attachments.filter(isFile).map(({ filename, content }) => ({ name: filename, bytes: content })),
    marked: markedIn(parsed, bounce !== undefined),
    automatic: report || isAutomatic(headers),
    bounce,
  };
}

async function parse(raw: Buffer): Promise<ParsedMail | undefined> {
  try {
    const parsed = await simpleParser(raw, PARSING);
    return parsed.headers.has('from') && (parsed.from?.value.length ?? 0) > 0 ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Its text; that of its HTML where the plain part is empty. */
async function textOf({ text = '', html }: ParsedMail): Promise<string> {
  if (text.trim() !== '' || typeof html !== 'string') return text;
  const head = 'Content-Type: text/html; charset=utf-8\r\n\r\n';
  const again = await simpleParser(Buffer.from(head + html.slice(0, MOST_HTML)), PARSING);
  return again.text ?? '';
}

function isReport({ headers }: ParsedMail): boolean {
  const type = headers.get('content-type');
  return typeof type === 'object' && 'value' in type && type.value === 'multipart/report';
}

const isReportPart = ({ contentType }: Attachment): boolean => contentType === 'message/delivery-status';
const asText = ({ content }: Attachment): string => content.toString('utf8');

function isFile({ contentType, related, content }: Attachment): boolean {
  return !NO_FILES.test(contentType) && content.length > 0 && !(related && content.length < EMBLEM);
}

function markedIn({ headerLines, text = '', attachments }: ParsedMail, bounced: boolean): string {
  const lines = headerLines.filter(({ key }) => WHERE_MARKS_STAND.has(key)).map(({ line }) => line);
  const broughtBack = bounced ? [text, ...attachments.map(asText)] : [];
  return [...lines, ...broughtBack].join('\n').slice(0, MOST_TEXT);
}
