/** The thread that makes letters into messages and hands them over: none of it holds up a turn. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { workerData } from 'node:worker_threads';
import { createTransport } from 'nodemailer';
import { openWriter, type Write } from '../store/files.ts';
import { syncDisk } from '../store/sync-disk.ts';
import { type Asked, serveThread, type Told, toldOf } from '../thread.ts';
import type { Letter, MailOutcome } from './mail.ts';
import type { PostOffice } from './mailer.ts';

type Tell = (told: Told<MailOutcome>[]) => void;
type Letters = readonly Asked<Letter>[];

/** In ms, for one step each; all of it is over before another instance takes the mail. */
const PATIENCE = {
  dnsTimeout: 4_000,
  connectionTimeout: 8_000,
  greetingTimeout: 6_000,
  socketTimeout: 10_000,
};
/** How long files wait for others that are made durable with them, ms. */
const GATHERING = 50;
/** Nothing in a mail may make the program read files or addresses. */
const CLOSED = { disableFileAccess: true, disableUrlAccess: true };

const { smtpUrl, folder } = workerData as PostOffice;
serveThread<Letter, MailOutcome>(smtpUrl === undefined ? toFolder(folder) : toServer(smtpUrl));

/** Each letter is answered for when the server has answered. */
function toServer(url: string): (letters: Letters, tell: Tell) => void {
  const transport = createTransport({ url, ...PATIENCE, ...CLOSED });
  const hand = async (letter: Letter): Promise<MailOutcome> => {
    try {
      await transport.sendMail(ofBuffers(letter));
      return { kind: 'sent' };
    } catch (error) {
      return outcomeOf(error);
    }
  };
  return (letters, tell) => {
    for (const { number, job } of letters) void toldOf(number, hand(job)).then((told) => tell([told]));
  };
}

/**
 * A file is named by its instant and its message: the same mail twice is one file, whole or not there. What comes
 * within a moment is made durable together.
 */
function toFolder(path: string): (letters: Letters, tell: Tell) => void {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows', ...CLOSED });
  const writer = openWriter(syncDisk, path);
  let gathered: Asked<Letter>[] = [];

  async function fileOf(letter: Letter): Promise<Write> {
    const { message } = await transport.sendMail(ofBuffers(letter));
    if (!Buffer.isBuffer(message)) throw new TypeError('a mail was not made whole');
    const time = letter.date.toISOString().replaceAll(/[-:]|\.\d+/g, '');
    const name = `${time}-${letter.messageId.replaceAll(/^<|@.*$/g, '')}.eml`;
    return { path: join(path, name), text: message };
  }

  async function write(letters: Letters): Promise<MailOutcome[]> {
    // Somebody may have cleared the folder away.
    mkdirSync(path, { recursive: true });
    const errors = await writer.writeAll(await Promise.all(letters.map(({ job }) => fileOf(job))));
    await writer.settle();
    return errors.map((error) => (error ? outcomeOf(error) : { kind: 'sent' }));
  }

  return (letters, tell) => {
    if (gathered.length === 0) setTimeout(() => void next(tell), GATHERING);
    gathered.push(...letters);
  };

  async function next(tell: Tell): Promise<void> {
    const letters = gathered;
    gathered = [];
    const outcomes = await write(letters).catch((error: unknown) => letters.map(() => outcomeOf(error)));
    tell(letters.map(({ number }, at) => ({ number, result: outcomes[at] ?? outcomeOf(undefined) })));
  }
}

/** What crosses to a thread are bare bytes; a transport takes buffers. */
function ofBuffers(letter: Letter): Letter {
  const { attachments } = letter;
  if (!attachments) return letter;
  const bytes = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
    Buffer.from(buffer, byteOffset, byteLength);
  return { ...letter, attachments: attachments.map((one) => ({ ...one, content: bytes(one.content) })) };
}

/** What a server refuses for good (5xx) fails; a wrong password is the operator's to mend, and the mail waits. */
function outcomeOf(error: unknown): MailOutcome {
  const { code, responseCode } = (error ?? {}) as { code?: unknown; responseCode?: unknown };
  const status = typeof responseCode === 'number' ? ` ${responseCode}` : '';
  const detail = `mail ${typeof code === 'string' ? code : 'failed'}${status}`;
  const refused = typeof responseCode === 'number' && responseCode >= 500 && code !== 'EAUTH';
  return refused ? { kind: 'failed', reason: 'refused', detail } : { kind: 'retry', detail };
}
