import type { IncomingMessage, ServerResponse } from 'node:http';
import { RequestRefused } from '../../errors.ts';
import { isLocalCaller } from '../locality.ts';
import type { DoorSettings } from '../settings.ts';
import { ProtocolRefused } from './protocol.ts';

/**
 * Refuses who may not use the web chat at all: on a local start everyone but this machine (404), and pages of origins
 * that are neither ours nor allowed (403). A request without an origin comes from no page of another site.
 */
export function checkCaller(req: IncomingMessage, settings: DoorSettings): void {
  if (settings.local && !isLocalCaller(req))
    throw new RequestRefused(404, 'There is nothing at this address.');
  if (req.headers.origin === undefined || isAllowed(req.headers.origin, req, settings)) return;
  throw new ProtocolRefused(
    403,
    'OriginNotAllowed',
    'This page may not use the chat: its origin is not allowed.',
  );
}

/** Lets the page that asks read the answer, an error too, where it may use the web chat. */
export function allowOrigin(req: IncomingMessage, res: ServerResponse, settings: DoorSettings): void {
  res.setHeader('Vary', 'Origin');
  const { origin } = req.headers;
  if (origin === undefined || !isAllowed(origin, req, settings)) return;
  res.setHeader('Access-Control-Allow-Origin', origin);
  res.setHeader('Access-Control-Allow-Credentials', 'true');
  res.setHeader('Access-Control-Expose-Headers', 'Retry-After');
}

/** What a browser asks before it sends a request of another origin. */
export const PREFLIGHT: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Methods': 'GET, POST',
  'Access-Control-Allow-Headers': 'authorization, content-type, x-ms-bot-agent, x-requested-with',
  'Access-Control-Max-Age': '7200',
};

/** The address under which the client reaches us, without a slash at its end. */
export function ownAddress(req: IncomingMessage, { publicUrl }: DoorSettings): string {
  return publicUrl ?? `http://${req.headers.host}`;
}

function isAllowed(origin: string, req: IncomingMessage, settings: DoorSettings): boolean {
  if (settings.local) return isLocalCaller(req);
  return isOwn(origin, req, settings) || settings.webChatOrigins.includes(origin);
}

/** Without a public address, the name under which we were asked is ours, over http or a proxy's https. */
function isOwn(origin: string, req: IncomingMessage, { publicUrl }: DoorSettings): boolean {
  if (publicUrl !== undefined) return new URL(publicUrl).origin === origin;
  return origin === `http://${req.headers.host}` || origin === `https://${req.headers.host}`;
}
