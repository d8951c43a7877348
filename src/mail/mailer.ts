import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { nodeDisk } from '../store/disk.ts';
import { openWriter } from '../store/files.ts';
import {
  type Letter,
  type Mail,
  type MailOutcome,
  type Marking,
  oneLine,
  type SendMail,
  toLetter,
} from './mail.ts';
import { markOf } from './reply-address.ts';
import type { ReplyKey } from './reply-key.ts';

/** In ms, for one step each; all of it is over before another instance takes the mail. */
const PATIENCE = {
  dnsTimeout: 4_000,
  connectionTimeout: 8_000,
  greetingTimeout: 6_000,
  socketTimeout: 10_000,
};
/** Nothing in a mail may make the program read files or addresses. */
const CLOSED = { disableFileAccess: true, disableUrlAccess: true };

export interface MailSettings {
  /** Where mail is handed in; undefined: each mail becomes a file in `folder`. */
  smtpUrl: string | undefined;
  /** Whom mail is from, such as `Wendy <support@example.com>`. */
  from: string;
  folder: string;
  /** What the mails of a case are marked with; `answered`: mail comes in here. */
  replies?: { key: ReplyKey; answered: boolean };
  /** The bytes of a file that is attached; undefined where there are none any more. */
  bytesOf?: (id: string) => Promise<Buffer | undefined>;
}

export interface Mailer {
  send: SendMail;
  close(): void;
}

/** Sends mail by SMTP or, where there is no server, puts it into a folder as `.eml` files. */
export function createMailer({ smtpUrl, from, folder, replies, bytesOf }: MailSettings): Mailer {
  const { hand, close } = smtpUrl === undefined ? toFolder(folder) : toServer(smtpUrl);
  return {
    close,
    async send(mail, id) {
      try {
        const letter = toLetter(mail, id, from, await markingOf(mail, replies));
        if (!letter) return { kind: 'failed', reason: 'refused', detail: 'no mail address' };
        const attachments = await attachmentsOf(mail, bytesOf);
        await hand(attachments.length > 0 ? { ...letter, attachments } : letter);
        return { kind: 'sent' };
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };
}

async function markingOf({ thread }: Mail, replies: MailSettings['replies']): Promise<Marking | undefined> {
  if (!thread || !replies) return undefined;
  return { mark: markOf(thread.case, await replies.key()), answered: replies.answered };
}

async function attachmentsOf(
  { files = [] }: Mail,
  bytesOf: MailSettings['bytesOf'],
): Promise<NonNullable<Letter['attachments']>> {
  const all = files.map(async ({ id, name, type }) => {
    const content = await bytesOf?.(id);
    return content ? [{ filename: oneLine(name, 100) || 'file', contentType: type, content }] : [];
  });
  return (await Promise.all(all)).flat();
}

interface Transport {
  hand(letter: Letter): Promise<unknown>;
  close(): void;
}

function toServer(url: string): Transport {
  const transport = createTransport({ url, ...PATIENCE, ...CLOSED });
  return { hand: (letter) => transport.sendMail(letter), close: () => transport.close() };
}

/** A file is named by its instant and its message: the same mail twice is one file, whole or not there. */
function toFolder(folder: string): Transport {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows', ...CLOSED });
  return {
    async hand(letter) {
      const { message } = await transport.sendMail(letter);
      if (!Buffer.isBuffer(message)) throw new TypeError('a mail was not made whole');
      const time = letter.date.toISOString().replaceAll(/[-:]|\.\d+/g, '');
      await writeDurably(folder, `${time}-${letter.messageId.replaceAll(/^<|@.*$/g, '')}.eml`, message);
    },
    close: () => {},
  };
}

async function writeDurably(folder: string, name: string, content: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true });
  const writer = openWriter(nodeDisk, folder);
  await writer.replace(join(folder, name), content);
  await writer.settle();
}

/** What a server refuses for good (5xx) fails; a wrong password is the operator's to mend, and the mail waits. */
function outcomeOf(error: unknown): MailOutcome {
  const { code, responseCode } = (error ?? {}) as { code?: unknown; responseCode?: unknown };
  const status = typeof responseCode === 'number' ? ` ${responseCode}` : '';
  const detail = `mail ${typeof code === 'string' ? code : 'failed'}${status}`;
  const refused = typeof responseCode === 'number' && responseCode >= 500 && code !== 'EAUTH';
  return refused ? { kind: 'failed', reason: 'refused', detail } : { kind: 'retry', detail };
}
