import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { remembering } from '../remembering.ts';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

const FORWARDED = ['forwarded', 'via', 'x-real-ip', 'x-client-ip', 'cf-connecting-ip', 'true-client-ip'];

/** Whether an IP address is this machine's own. */
export function isLoopbackAddress(address: string | undefined): boolean {
  return isLoopback(address?.replace(/^::ffff:(?=\d+\.)/i, '') ?? '');
}

const isLoopback = remembering((address: string): boolean => {
  const family = isIP(address);
  return family !== 0 && loopback.check(address, family === 6 ? 'ipv6' : 'ipv4');
});

/** Whether a URL's host name, as the URL parser wrote it, is this machine: `localhost`, 127.0.0.0/8 or ::1. */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || isLoopbackAddress(hostname.replace(/^\[(.*)\]$/, '$1'));
}

/**
 * Whether a request comes from this machine itself: a loopback connection, asked for by a loopback name (so that no
 * foreign page reaches it by a name of its own), from no foreign page, and passed on by nobody.
 */
export function isLocalCaller(req: IncomingMessage): boolean {
  return (
    isLoopbackAddress(req.socket.remoteAddress) && !wasForwarded(req.headers) && namesLoopback(req.headers)
  );
}

function wasForwarded(headers: IncomingHttpHeaders): boolean {
  return Object.keys(headers).some((name) => name.startsWith('x-forwarded') || FORWARDED.includes(name));
}

function namesLoopback({ host, origin }: IncomingHttpHeaders): boolean {
  return pointsHere(`http://${host}`) && (origin === undefined || pointsHere(origin));
}

const pointsHere = remembering(
  (url: string): boolean => URL.canParse(url) && isLoopbackHost(new URL(url).hostname),
);

/** Whether a `serviceUrl` is a plain http(s) address of this machine. */
export const isLoopbackServiceUrl = remembering((serviceUrl: string): boolean => {
  if (!URL.canParse(serviceUrl)) return false;
  const url = new URL(serviceUrl);
  const plain = url.username === '' && url.password === '' && !serviceUrl.includes('\\');
  return /^https?:$/.test(url.protocol) && plain && isLoopbackHost(url.hostname);
});
