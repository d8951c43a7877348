import { lookup as lookUp } from 'node:dns/promises';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { isIP, isIPv6, type LookupFunction, type Socket } from 'node:net';
import ipaddr from 'ipaddr.js';
import { isPublicAddress } from './addresses.ts';
import { FileRefused } from './refused.ts';
import { readTarget, type Target } from './target.ts';

/** A file that lies elsewhere. */
export interface Wanted {
  url: string;
  /** The origin that may be this machine, on a local start. */
  localOrigin?: string | undefined;
  /** Gives the header by which the far end knows the bot; asked for only once the address is found good. */
  authorization?: (() => Promise<string>) | undefined;
}

/** How the net is reached; tests give their own. */
export interface Net {
  /** All addresses of a host. */
  lookup(host: string): Promise<string[]>;
  permits(address: string): boolean;
  /** Certificates to trust beside the usual ones. */
  ca?: string;
  /** The port of https. */
  port?: number;
}

const publicNet: Net = {
  lookup: async (host) => (await lookUp(host, { all: true })).map(({ address }) => address),
  permits: isPublicAddress,
};

/**
 * Fetches a file of at most `limit` bytes. The host is resolved once; each of its addresses must be public, and the
 * connection goes to the one that was looked at, under the host's own name. Redirects and packed bodies are refused:
 * no channel sends them, and each would be a way around what was looked at.
 * Throws FileRefused `unreachable` or `too_large`; `signal` ends it at any time.
 */
export async function fetchFile(
  wanted: Wanted,
  limit: number,
  signal: AbortSignal,
  net: Net = publicNet,
): Promise<Buffer> {
  const target = readTarget(wanted.url, wanted.localOrigin);
  try {
    const address = await within(signal, resolve(target, net));
    const authorization = wanted.authorization && (await within(signal, wanted.authorization()));
    const response = await ask(target, address, authorization, signal, net);
    return await readAll(response, limit);
  } catch (error) {
    if (error instanceof FileRefused) throw error;
    const { code, name } = error as { code?: unknown; name?: unknown };
    throw new FileRefused('unreachable', `it could not be fetched: ${String(code ?? name)}`);
  }
}

/** The one address that is connected to. */
async function resolve({ url, local }: Target, net: Net): Promise<string> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (local && isIP(host) !== 0) return host;
  const addresses = await net.lookup(host);
  const [first] = addresses;
  if (first === undefined) throw new FileRefused('unreachable', 'its host has no address');
  if (!local && !addresses.every(net.permits)) {
    throw new FileRefused('unreachable', 'its host is not on the public net');
  }
  return first;
}

function ask(
  { url, local }: Target,
  address: string,
  authorization: string | undefined,
  signal: AbortSignal,
  { ca, port }: Net,
): Promise<IncomingMessage> {
  const options: RequestOptions = {
    agent: false,
    method: 'GET',
    headers: {
      Accept: '*/*',
      'Accept-Encoding': 'identity',
      ...(authorization === undefined ? {} : { Authorization: authorization }),
    },
    lookup: pinnedTo(address),
    signal,
    maxHeaderSize: 16_384,
    ...(ca === undefined ? {} : { ca }),
    ...(port === undefined || local ? {} : { port }),
  };
  return new Promise((done, fail) => {
    const request: ClientRequest = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options);
    request.on('error', fail);
    request.on('response', (response) => {
      const problem = problemOf(response, address);
      if (problem === undefined) return done(response);
      response.destroy();
      fail(new FileRefused('unreachable', problem));
    });
    request.end();
  });
}

/** Connects to what was looked at, whatever the name resolves to by now. */
function pinnedTo(address: string): LookupFunction {
  const family = isIPv6(address) ? 6 : 4;
  return (_host, { all }, give) => (all ? give(null, [{ address, family }]) : give(null, address, family));
}

function problemOf({ statusCode, headers, socket }: IncomingMessage, address: string): string | undefined {
  if (!isConnectedTo(socket, address)) return 'the connection went elsewhere';
  if (statusCode !== 200) return `its host answered ${statusCode}`;
  const packed = headers['content-encoding'];
  return packed === undefined || packed === 'identity' ? undefined : 'it came packed';
}

const plain = (address: string): string => ipaddr.process(address).toNormalizedString();

function isConnectedTo({ remoteAddress = '' }: Socket, address: string): boolean {
  return ipaddr.isValid(remoteAddress) && plain(remoteAddress) === plain(address);
}

async function readAll(response: IncomingMessage, limit: number): Promise<Buffer> {
  const tooLarge = (): FileRefused => new FileRefused('too_large', `it has more than ${limit} bytes`);
  try {
    if (Number(response.headers['content-length'] ?? 0) > limit) throw tooLarge();
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) throw tooLarge();
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } finally {
    response.destroy();
  }
}

/** Neither a resolver nor a token service need heed a signal. */
function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((done, fail) => {
    const stop = (): void => fail(new FileRefused('unreachable', 'it took too long'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(done, fail).finally(() => signal.removeEventListener('abort', stop));
  });
}
