import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An activity as it was posted to the far end, and where to. */
export interface Posted {
  conversation: string;
  /** The activity that it answers, from the path. */
  replyTo: string | undefined;
  activity: Record<string, unknown> & { type: string; text?: string };
}

/** A channel's connector service on loopback, over real HTTP: keeps in order what it takes. */
export interface FarEnd {
  url: string;
  taken: Posted[];
  /** Those that answer an activity, in order. */
  answersTo(id: string): readonly Posted[];
  /** Answers with this status from now on, and takes nothing; undefined: takes again. */
  refuseWith(status: number | undefined): void;
  /** Resolves when the condition holds, looked at after each post; rejects after `limit` ms. */
  until(holds: () => boolean, what: string, limit?: number): Promise<void>;
  close(): Promise<void>;
}

const PATH = /^\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/;

/** Opens a far end on a free port; it outlives restarts of the app. */
export async function openFarEnd(): Promise<FarEnd> {
  const taken: Posted[] = [];
  const answering = new Map<string, Posted[]>();
  const waiting = new Set<() => void>();
  let refusing: number | undefined;
  const take = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const [, conversation, replyTo] = PATH.exec(req.url ?? '') ?? [];
    const status = conversation === undefined ? 404 : (refusing ?? 201);
    if (conversation !== undefined && status === 201) {
      const activity = JSON.parse(Buffer.concat(chunks).toString());
      const posted: Posted = {
        conversation: decodeURIComponent(conversation),
        replyTo: replyTo && decodeURIComponent(replyTo),
        activity,
      };
      taken.push(posted);
      const { replyTo: id } = posted;
      if (id !== undefined) answering.set(id, [...(answering.get(id) ?? []), posted]);
    }
    // In two steps: restify, where it is loaded, makes of every server's `writeHead` one that returns nothing.
    res.writeHead(status, { 'Content-Type': 'application/json' });
    res.end(JSON.stringify(status === 201 ? { id: `sent-${taken.length}` } : {}));
    for (const look of waiting) look();
  };
  const server = createServer((req, res) => void take(req, res).catch(() => res.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    answersTo: (id) => answering.get(id) ?? [],
    refuseWith: (status) => {
      refusing = status;
    },
    until: (holds, what, limit = 10_000) =>
      new Promise((resolve, reject) => {
        const done = (error?: Error): void => {
          clearTimeout(timer);
          waiting.delete(look);
          if (error) reject(error);
          else resolve();
        };
        const timer = setTimeout(() => done(new Error(`${what}: not within ${limit} ms`)), limit);
        const look = (): void => {
          if (holds()) done();
        };
        waiting.add(look);
        look();
      }),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
