import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Post {
  path: string;
  headers: IncomingMessage['headers'];
  activity: Record<string, unknown>;
}

/** A channel's connector service, on loopback: keeps what was posted, and answers as it is told. */
export interface Connector {
  url: string;
  port: number;
  posts: Post[];
  connections: number;
}

/** Opens a connector for one test. `answer` gets the post and its number from 1. */
export async function openConnector(
  answer: (res: ServerResponse, post: Post, number: number) => void = (res) =>
    reply(res, 201, '{"id":"sent-1"}'),
): Promise<Connector> {
  const connector: Connector = { url: '', port: 0, posts: [], connections: 0 };
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const activity = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown>;
      const post = { path: `${req.method} ${req.url}`, headers: req.headers, activity };
      connector.posts.push(post);
      answer(res, post, connector.posts.length);
    });
  });
  server.on('connection', () => {
    connector.connections++;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  connector.port = (server.address() as AddressInfo).port;
  connector.url = `http://127.0.0.1:${connector.port}`;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return connector;
}

/** In two steps: restify, where it is loaded, makes of every server's `writeHead` one that returns nothing. */
export function reply(
  res: ServerResponse,
  status: number,
  body = '',
  headers: Record<string, string> = {},
): void {
  res.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  res.end(body);
}
