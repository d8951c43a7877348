import type { IncomingMessage } from 'node:http';
import { FILE_LIMITS } from '../../dialogs/files.ts';
import type { Mailbox } from '../conversation/mailbox.ts';
import { RequestRefused } from '../errors.ts';
import { readMail } from '../mail/received.ts';
import { createGate } from '../media/gate.ts';
import type { Intake } from '../media/intake.ts';
import { readBytes } from './body.ts';
import { MAIL_LIMIT } from './guard.ts';
import { clientAddress, type Limiter, TooOften } from './limits.ts';
import type { DoorSettings } from './settings.ts';
import { holdsToken } from './staff.ts';

/** The parts of the door `POST /api/mail`. `bodyTimeout` is in ms. */
export interface MailDoor {
  /** Which the maker's mail system must show. */
  token: string;
  mailbox: Mailbox;
  intake: Intake;
  settings: DoorSettings;
  /** The wrong tokens that one address may try. */
  limiter: Limiter;
  bodyTimeout: number;
}

/** What the mail system is told; `case`: whose conversation the mail went into, or whose mail came back. */
export interface MailAnswer {
  status: number;
  body: { accepted: boolean; case: string; reason?: 'automatic' | 'bounce' };
}

/** Mails read at once: each may hold megabytes of files. */
const AT_ONCE = 2;
const reading = createGate(AT_ONCE);

/**
 * Takes one mail as it is (RFC 5322). Throws `RequestRefused`: 400 where it is no mail, 401 without the token, 404
 * where it answers none of ours, 413 where it is too large, 429 for too many wrong tokens.
 */
export async function answerMail(door: MailDoor, req: IncomingMessage): Promise<MailAnswer> {
  admit(door, req);
  const raw = await readBytes(req, door.bodyTimeout, MAIL_LIMIT);
  const mail = await reading(() => readMail(raw));
  if (!mail) throw new RequestRefused(400, 'The body is no mail: send it as it came, headers and all.');
  const taken = await door.mailbox.take(mail, async () => {
    // What comes beyond a message's files is named to the customer, not looked at.
    const sources = mail.files.slice(0, FILE_LIMITS.ofMessage + 1);
    return (await door.intake.take(sources)).attached;
  });
  if (taken.kind === 'unknown') throw new RequestRefused(404, 'The mail answers none of ours.');
  if (taken.kind === 'taken') return { status: 202, body: { accepted: true, case: taken.case } };
  return { status: 202, body: { accepted: false, case: taken.case, reason: taken.kind } };
}

function admit({ token, limiter, settings }: MailDoor, req: IncomingMessage): void {
  const client = clientAddress(req, settings.trustsProxy);
  const seconds = settings.rateLimit ? limiter.wait(client, Date.now()) : 0;
  if (seconds > 0) throw new TooOften(seconds);
  if (holdsToken(token, req.headers.authorization)) return;
  limiter.take(client, Date.now());
  throw new RequestRefused(401, 'The token of MAIL_INBOUND_TOKEN is needed.');
}
