import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Net } from '../../src/media/fetch.ts';

const FOLDER = join(import.meta.dirname, 'tls');
const cert = readFileSync(join(FOLDER, 'cert.pem'), 'utf8');
const key = readFileSync(join(FOLDER, 'key.pem'), 'utf8');

/** A host of files on loopback, over real HTTPS; its certificate is good for a few names, to which `net` leads. */
export interface FilesHost {
  net: Net;
  /** Every request that came, with the host that it named. */
  asked: { host: string; path: string; authorization: string | undefined; sni: string | false | undefined }[];
  /** The hosts that were looked up, in order. */
  lookedUp: string[];
}

export type Answer = (req: IncomingMessage, res: ServerResponse) => void;

/** Opens one for one test. */
export async function openFilesHost(answer: Answer): Promise<FilesHost> {
  const asked: FilesHost['asked'] = [];
  const lookedUp: string[] = [];
  const server = createServer({ cert, key }, (req, res) => {
    const socket = req.socket as import('node:tls').TLSSocket & { servername?: string | false };
    asked.push({
      host: (req.headers.host ?? '').replace(/:\d+$/, ''),
      path: req.url ?? '',
      authorization: req.headers.authorization,
      sni: socket.servername,
    });
    answer(req, res);
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const net: Net = {
    async lookup(host) {
      lookedUp.push(host);
      return ['127.0.0.1'];
    },
    permits: (address) => address === '127.0.0.1',
    ca: cert,
    port: (server.address() as AddressInfo).port,
  };
  return { net, asked, lookedUp };
}

/** Answers with these bytes, whatever is asked for. */
export const giving =
  (bytes: Buffer): Answer =>
  (_req, res) => {
    res.writeHead(200, { 'Content-Length': bytes.length });
    res.end(bytes);
  };
