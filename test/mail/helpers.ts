import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { onTestFinished } from 'vitest';

/** A mail as it arrived: what the envelope said, the bytes, and what a mail program makes of them. */
export interface Arrived {
  from: string;
  to: string[];
  raw: string;
  parsed: ParsedMail;
}

export interface MailServer {
  url: string;
  port: number;
  arrived: Arrived[];
  /** Resolves when so many have arrived that `fits`, with the last of them; else with the time of the test. */
  until(count: number, fits?: (one: Arrived) => boolean): Promise<Arrived>;
  close(): Promise<void>;
}

/** A mail server for one test. `refuse`: with which status it answers a recipient; undefined: it takes the mail. */
export async function openMailServer({
  port = 0,
  refuse,
}: {
  port?: number;
  refuse?: (address: string) => number | undefined;
} = {}): Promise<MailServer> {
  const arrived: Arrived[] = [];
  const watching = new Set<() => void>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo({ address }, _session, done) {
      const status = refuse?.(address);
      done(status === undefined ? null : Object.assign(new Error('no'), { responseCode: status }));
    },
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks);
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        const to = envelope.rcptTo.map(({ address }) => address);
        simpleParser(raw).then((parsed) => {
          arrived.push({ from, to, raw: raw.toString('latin1'), parsed });
          done();
          for (const look of watching) look();
        }, done);
      });
    },
  });
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  let open = true;
  const close = async (): Promise<void> => {
    if (!open) return;
    open = false;
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  onTestFinished(close);
  const own = (server.server.address() as AddressInfo).port;
  return {
    url: `smtp://127.0.0.1:${own}`,
    port: own,
    arrived,
    close,
    until: (count, fits = () => true) =>
      new Promise((resolve) => {
        const look = (): void => {
          const last = arrived.filter(fits)[count - 1];
          if (!last) return;
          watching.delete(look);
          resolve(last);
        };
        watching.add(look);
        look();
      }),
  };
}
