import { Agent, request } from 'node:http';

export interface Reply {
  status: number;
  body: string;
}

/** A Bot Framework channel that asks for its replies in the response, over connections that are kept. */
export interface Client {
  /** Says a text in a conversation. Rejects where no whole answer comes. */
  say(conversation: string, text: string): Promise<Reply>;
  close(): void;
}

/** Where the client's channel is; nobody listens there. */
export const SERVICE_URL = 'http://127.0.0.1:9';

/**
 * A client of the bot at `url`; it opens as many connections as there are turns at once. `token`: the channel's, for a
 * bot that asks for one.
 */
export function createClient(url: string, token?: string): Client {
  const agent = new Agent({ keepAlive: true });
  const { hostname, port } = new URL(url);
  const options = { agent, hostname, port, method: 'POST', path: '/api/messages' };
  let sent = 0;
  return {
    say: (conversation, text) => {
      sent += 1;
      const body = JSON.stringify(activityOf(conversation, text, `${conversation}-${sent}`));
      return post(options, body, token);
    },
    close: () => agent.destroy(),
  };
}

function activityOf(conversation: string, text: string, id: string): object {
  return {
    type: 'message',
    id,
    timestamp: new Date().toISOString(),
    channelId: 'emulator',
    serviceUrl: SERVICE_URL,
    conversation: { id: conversation },
    from: { id: `user-${conversation}`, name: 'Sam' },
    recipient: { id: 'bot', name: 'Wendy' },
    locale: 'en-US',
    textFormat: 'plain',
    deliveryMode: 'expectReplies',
    text,
  };
}

function post(options: object, body: string, token: string | undefined): Promise<Reply> {
  const headers = {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
  };
  return new Promise((resolve, reject) => {
    const req = request({ ...options, headers }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('end', () => resolve({ status: res.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
      res.on('error', reject);
    });
    req.on('error', reject);
    req.end(body);
  });
}
