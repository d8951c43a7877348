import { type Activity, ConnectionStatus, DirectLine } from 'botframework-directlinejs';
import { onTestFinished } from 'vitest';
import { FetchedRequest } from '../../helpers/xhr.ts';

Object.assign(globalThis, { XMLHttpRequest: FetchedRequest });

/** An activity as a page gets it. */
export type Shown = Activity & {
  text?: string;
  replyToId?: string;
  channelData?: { clientActivityID?: string };
};

/** A customer's page with the official Direct Line client, as it is on the registry. */
export interface Client {
  line: DirectLine;
  shown: Shown[];
  statuses: ConnectionStatus[];
  /** Posts a message; resolves with its id once Wendy's answer to it is shown, or with `retry`. */
  say(text: string, clientActivityID?: string): Promise<string>;
  /** Posts a message and waits for nothing else; resolves with its id, or `retry`. */
  post(activity: Record<string, unknown>): Promise<string>;
  /** Resolves when the condition holds, looked at after everything that comes; rejects after `limit` ms. */
  until(holds: () => boolean, what: string, limit?: number): Promise<void>;
  texts(): string[];
}

export interface ClientOptions {
  webSocket: boolean;
  token: string;
  /** To come back to a conversation. */
  conversationId?: string;
  watermark?: string;
  streamUrl?: string;
  /** The client's own patience, in ms. */
  timeout?: number;
}

export interface Pass {
  conversationId: string;
  token: string;
  expires_in: number;
  userId: string;
  resume: string;
}

/** A token as the page gets it. */
export async function generate(url: string, body?: object, headers = {}): Promise<Pass> {
  const response = await fetch(`${url}/v3/directline/tokens/generate`, {
    method: 'POST',
    ...(body === undefined
      ? { headers }
      : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json', ...headers } }),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as Pass;
}

let sent = 0;

/** Opens the client on a token; it ends with the test. */
export function openClient(url: string, options: ClientOptions): Client {
  const line = new DirectLine({
    domain: `${url}/v3/directline`,
    pollingInterval: 200,
    // The shortest wait before it opens a dropped stream again.
    random: () => 0,
    ...options,
  });
  const shown: Shown[] = [];
  const statuses: ConnectionStatus[] = [];
  const waiting = new Set<() => void>();
  const look = (): void => {
    for (const one of waiting) one();
  };
  const following = [
    line.connectionStatus$.subscribe((status) => {
      statuses.push(status);
      look();
    }),
    line.activity$.subscribe(
      (activity) => {
        shown.push(activity as Shown);
        look();
      },
      () => {},
    ),
  ];
  const end = (): void => {
    for (const one of following) one.unsubscribe();
    line.end();
  };
  onTestFinished(end);
  const until: Client['until'] = (holds, what, limit = 20_000) =>
    new Promise((resolve, reject) => {
      const done = (error?: Error): void => {
        clearTimeout(timer);
        waiting.delete(check);
        if (error) reject(error);
        else resolve();
      };
      const timer = setTimeout(() => done(new Error(`${what}: not within ${limit} ms`)), limit);
      const check = (): void => {
        if (holds()) done();
      };
      waiting.add(check);
      check();
    });
  const post: Client['post'] = (activity) =>
    new Promise((resolve, reject) => {
      line.postActivity(activity as unknown as Activity).subscribe(resolve, reject);
    });
  return {
    line,
    shown,
    statuses,
    until,
    post,
    say: async (text, clientActivityID = `mine-${++sent}`) => {
      const from = { id: 'me' };
      const id = await post({ type: 'message', text, from, channelData: { clientActivityID } });
      if (id !== 'retry')
        await until(() => shown.some((one) => one.replyToId === id), `an answer to ${text}`);
      return id;
    },
    texts: () => shown.map(({ text }) => text ?? ''),
  };
}

/** A fresh conversation. */
export async function openChat(
  url: string,
  options: Omit<ClientOptions, 'token'>,
): Promise<Client & { pass: Pass }> {
  const pass = await generate(url);
  return { ...openClient(url, { ...options, token: pass.token }), pass };
}

/** Resolves when the client is connected. */
export const isOnline = ({ statuses }: Client): boolean => statuses.includes(ConnectionStatus.Online);
