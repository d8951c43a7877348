import { createThread } from '../thread.ts';
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

/** Where mail is handed in. */
export interface PostOffice {
  /** Undefined: each mail becomes a file in `folder`. */
  smtpUrl: string | undefined;
  folder: string;
}

export interface MailSettings extends PostOffice {
  /** Whom mail is from, such as `Wendy <support@example.com>`. */
  from: string;
  /** What the mails of a case are marked with; `answered`: mail comes in here. */
  replies?: { key: ReplyKey; answered: boolean };
  /** The bytes of a file that is attached; undefined where there are none any more. */
  bytesOf?: (id: string) => Promise<Buffer | undefined>;
}

export interface Mailer {
  send: SendMail;
  /** What is under way may be sent and not be known to be. */
  close(): Promise<void>;
}

/** Sends mail by SMTP or, where there is no server, puts it into a folder as `.eml` files. */
export function createMailer({ smtpUrl, from, folder, replies, bytesOf }: MailSettings): Mailer {
  const office: PostOffice = { smtpUrl, folder };
  const { ask, close } = createThread<Letter, MailOutcome>(
    new URL('./mail-thread.ts', import.meta.url),
    office,
  );
  return {
    close,
    async send(mail, id) {
      try {
        const letter = toLetter(mail, id, from, await markingOf(mail, replies));
        if (!letter) return { kind: 'failed', reason: 'refused', detail: 'no mail address' };
        const attachments = await attachmentsOf(mail, bytesOf);
        return await ask(attachments.length > 0 ? { ...letter, attachments } : letter);
      } catch (error) {
        return {
          kind: 'retry',
          detail: `mail failed: ${error instanceof Error ? error.message : String(error)}`,
        };
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
