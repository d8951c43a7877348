import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

const LIMIT = 1024 * 1024;
const heard = z.looseObject({ type: z.string(), text: z.string().nullish() });
const answered = z.object({ activities: z.array(heard) });

/** The customer's side of the channel `terminal`: speaks Bot Framework to a bot, and is the connector it answers to. */
export interface Terminal {
  /** Says a line; resolves with Wendy's texts in answer. Throws where the bot can't be reached or refuses it. */
  say(text: string): Promise<string[]>;
  /** Enters the conversation; resolves with the greeting. Throws as `say`. */
  arrive(): Promise<string[]>;
  /** Resolves once nothing has come by itself for `ms`. */
  quiet(ms: number): Promise<void>;
  close(): Promise<void>;
}

export interface TerminalParts {
  /** The bot's address, without a slash at its end. */
  url: string;
  /** Who speaks; the same name is the same conversation. */
  user: string;
  locale: string;
  /** A text that comes by itself, such as a technician's. */
  onText(text: string): void;
}

/** Opens the terminal's side: its connector listens on a free loopback port. */
export async function openTerminal({ url, user, locale, onText }: TerminalParts): Promise<Terminal> {
  let lastHeard = 0;
  const connector = createServer((req, res) => {
    hear(req).then(
      (texts) => {
        lastHeard = Date.now();
        reply(res, 200, JSON.stringify({ id: randomUUID() }));
        for (const text of texts) onText(text);
      },
      () => reply(res, 400, ''),
    );
  });
  await new Promise<void>((resolve) => connector.listen(0, '127.0.0.1', resolve));
  const common = {
    channelId: 'terminal',
    serviceUrl: `http://127.0.0.1:${(connector.address() as AddressInfo).port}`,
    conversation: { id: `terminal-${user}` },
    from: { id: `terminal-${user}`, name: user },
    recipient: { id: 'wendy', name: 'Wendy' },
    locale,
    deliveryMode: 'expectReplies',
  };
  const send = (activity: object): Promise<string[]> =>
    post(`${url}/api/messages`, {
      ...common,
      ...activity,
      id: randomUUID(),
      timestamp: new Date().toISOString(),
    });
  return {
    say: (text) => send({ type: 'message', text }),
    arrive: () => send({ type: 'conversationUpdate', membersAdded: [common.from] }),
    async quiet(ms) {
      lastHeard = Date.now();
      for (let left = ms; left > 0; left = lastHeard + ms - Date.now()) {
        await new Promise((resolve) => setTimeout(resolve, left));
      }
    },
    close: () =>
      new Promise((resolve) => {
        connector.close(() => resolve());
        connector.closeAllConnections();
      }),
  };
}

async function post(address: string, activity: object): Promise<string[]> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(activity),
  });
  const body = await response.text();
  if (!response.ok) throw new Error(`the bot answered ${response.status} ${body}`);
  return body === '' ? [] : textsOf(answered.parse(JSON.parse(body)).activities);
}

/** In two steps: restify, where it is loaded, makes of every server's `writeHead` one that returns nothing. */
function reply(res: ServerResponse, status: number, body: string): void {
  res.writeHead(status, { 'Content-Type': 'application/json' });
  res.end(body);
}

async function hear(req: IncomingMessage): Promise<string[]> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LIMIT) throw new Error('too large');
    chunks.push(chunk);
  }
  return textsOf([heard.parse(JSON.parse(Buffer.concat(chunks).toString()))]);
}

function textsOf(activities: readonly z.infer<typeof heard>[]): string[] {
  return activities.filter(({ type }) => type === 'message').map(({ text }) => text ?? '');
}
