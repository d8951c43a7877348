import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { type Bound, type Pace, TEAMS } from '../../src/channels/pace.ts';
import { textOf } from './channel.ts';

/** What Teams publishes: of a bot in one conversation, and of an app in one tenant. */
const PUBLISHED: Pace = { thread: TEAMS.thread, app: [{ most: 50, within: 1_000 }] };
const PATH = /^\/v3\/conversations\/([^/]+)\/activities(?:\/[^/]+)?$/;
const activity = z.object({
  type: z.string(),
  text: z.string().optional(),
  attachments: z.unknown().optional(),
  channelId: z.literal('msteams'),
  from: z.object({ id: z.string() }),
  recipient: z.object({ id: z.string() }),
  conversation: z.object({ id: z.string(), tenantId: z.string().optional() }),
});
/** Failures after which Teams wants the same again; none of them took anything. */
const PASSING = [
  [502, 'ServiceError'],
  [503, 'ServiceUnavailable'],
  [504, 'GatewayTimeout'],
  [412, 'PreconditionFailed'],
] as const;

export interface TeamsConnector {
  url: string;
  /** What a person reads of each message that a conversation took, in order. */
  taken: Map<string, string[]>;
  /** How often it answered with each status; `lost`: it took the message and its answer was lost. */
  answers: Map<number | 'lost', number>;
  /** The most posts of one conversation that were under way at once. */
  mostAtOnce: number;
  /** Answers a conversation with this error from now on. */
  close(conversation: string, status: number, code: string): void;
  /** Takes its messages again. */
  open(conversation: string): void;
  /** Resolves when the condition holds, looked at after each post; rejects with what was taken after `limit` ms. */
  until(holds: () => boolean, limit?: number): Promise<void>;
}

export interface TeamsOptions {
  /** How many times faster than in Teams time passes for the limits. */
  scale?: number;
  /** The share of posts that fail by chance. */
  failing?: number;
  seed?: number;
}

/** Teams' connector service on loopback: it enforces the published limits, fails at random, and takes its time. */
export async function openTeams(options: TeamsOptions = {}): Promise<TeamsConnector> {
  const { scale = 1, failing = 0, seed = 1 } = options;
  const chance = chances(seed);
  const allowed = allowance(scaled(PUBLISHED, scale));
  const closed = new Map<string, readonly [number, string]>();
  const atOnce = new Map<string, number>();
  const watching = new Set<() => void>();
  const connector: TeamsConnector = {
    url: '',
    taken: new Map(),
    answers: new Map(),
    mostAtOnce: 0,
    close: (conversation, status, code) => void closed.set(conversation, [status, code]),
    open: (conversation) => void closed.delete(conversation),
    until: (holds, limit = 8_000) =>
      new Promise((resolve, reject) => {
        const done = (error?: Error): void => {
          clearTimeout(timer);
          watching.delete(look);
          if (error) reject(error);
          else resolve();
        };
        const taken = (): string => JSON.stringify([...connector.taken, ...connector.answers]);
        const timer = setTimeout(() => done(new Error(`not within ${limit} ms: ${taken()}`)), limit);
        const look = (): void => {
          if (holds()) done();
        };
        watching.add(look);
        look();
      }),
  };
  const count = (status: number | 'lost'): void => {
    connector.answers.set(status, (connector.answers.get(status) ?? 0) + 1);
  };
  const answer = (res: ServerResponse, status: number, code: string, headers = {}): void => {
    count(status);
    // In two steps: restify, where it is loaded, makes of every server's `writeHead` one that returns nothing.
    res.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    res.end(JSON.stringify({ error: { code, message: code } }));
  };
  const take = (id: string, text: string): void => {
    connector.taken.set(id, [...(connector.taken.get(id) ?? []), text]);
  };

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const id = decodeURIComponent(PATH.exec(req.url ?? '')?.[1] ?? '');
    const parsed = activity.safeParse(JSON.parse(Buffer.concat(chunks).toString()));
    if (req.method !== 'POST' || !parsed.success || parsed.data.conversation.id !== id) {
      return answer(res, 400, 'BadArgument');
    }
    const [status, code] = closed.get(id) ?? [];
    if (status !== undefined) return answer(res, status, code ?? '');
    const tenant = parsed.data.conversation.tenantId ?? '';
    if (!allowed(id, tenant, performance.now())) return answer(res, 429, 'Throttled', { 'Retry-After': '1' });
    const text = textOf(parsed.data);
    await sleep(chance() * 5);
    if (chance() < failing) {
      const kind = Math.floor(chance() * (PASSING.length + 1));
      const [failed, name] = PASSING[kind] ?? [];
      if (failed !== undefined) return answer(res, failed, name ?? '');
      take(id, text);
      count('lost');
      return void res.socket?.resetAndDestroy();
    }
    take(id, text);
    count(201);
    res.writeHead(201, { 'Content-Type': 'application/json' });
    res.end(JSON.stringify({ id: `sent-${connector.answers.get(201)}` }));
  }

  const server = createServer((req, res) => {
    const path = req.url ?? '';
    atOnce.set(path, (atOnce.get(path) ?? 0) + 1);
    connector.mostAtOnce = Math.max(connector.mostAtOnce, atOnce.get(path) ?? 0);
    serve(req, res)
      .catch(() => res.destroy())
      .finally(() => {
        atOnce.set(path, (atOnce.get(path) ?? 0) - 1);
        for (const look of watching) look();
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  connector.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return connector;
}

/** Bounds that hold in a time that passes `scale` times faster. */
export function scaled({ thread, app }: Pace, scale: number): Pace {
  const faster = (bounds: readonly Bound[]): Bound[] =>
    bounds.map(({ most, within }) => ({ most, within: within / scale }));
  return { thread: faster(thread), app: faster(app) };
}

/** Whether one more post is within the bounds at an instant (ms); it counts what it let through. */
function allowance(pace: Pace): (thread: string, tenant: string, now: number) => boolean {
  const seen = new Map<string, number[]>();
  const free = (key: string, bounds: readonly Bound[], now: number): boolean =>
    bounds.every(({ most, within }) => {
      const before = (seen.get(key) ?? []).filter((at) => at > now - within);
      return before.length < most;
    });
  return (thread, tenant, now) => {
    const keys = [`thread/${thread}`, `tenant/${tenant}`] as const;
    if (!free(keys[0], pace.thread, now) || !free(keys[1], pace.app, now)) return false;
    for (const key of keys) seen.set(key, [...(seen.get(key) ?? []), now]);
    return true;
  };
}

/** Numbers from 0 to 1 by chance, the same for the same seed. */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
