import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { RequestRefused } from '../errors.ts';

/** Counts what each key takes: at most `burst` at once, and `perSecond` in the long run. */
export interface Limiter {
  /** Takes one at `now` (epoch ms): 0 where it may, else the whole seconds to wait. */
  take(key: string, now: number): number;
  /** As `take`, but takes nothing. */
  wait(key: string, now: number): number;
}

/** Asks whoever asks too often to wait: 429, with the whole seconds to wait. */
export class TooOften extends RequestRefused {
  readonly retryAfter: number;

  constructor(retryAfter: number) {
    super(429, `That is too often. Please try again in ${retryAfter} s.`);
    this.retryAfter = retryAfter;
  }
}

/** A limiter that remembers at most `keys` keys; the one longest unused is forgotten first. */
export function createLimiter(burst: number, perSecond: number, keys = 10_000): Limiter {
  const buckets = new Map<string, { left: number; at: number }>();
  const leftOf = (key: string, now: number): number => {
    const bucket = buckets.get(key);
    if (bucket === undefined) return burst;
    return Math.min(burst, bucket.left + (Math.max(0, now - bucket.at) * perSecond) / 1000);
  };
  const wait = (key: string, now: number): number => {
    const left = leftOf(key, now);
    return left >= 1 ? 0 : Math.ceil((1 - left) / perSecond);
  };
  return {
    wait,
    take(key, now) {
      const seconds = wait(key, now);
      const left = leftOf(key, now);
      buckets.delete(key);
      buckets.set(key, { left: seconds === 0 ? left - 1 : left, at: now });
      const oldest = buckets.size > keys ? buckets.keys().next().value : undefined;
      if (oldest !== undefined) buckets.delete(oldest);
      return seconds;
    },
  };
}

/** Whether an address is one of the proxies whose forwarded headers count. */
export type TrustsProxy = (address: string) => boolean;

/** Reads a list of addresses and networks (`10.0.0.0/8`), with commas; undefined where one of them is neither. */
export function readProxies(list: string): TrustsProxy | undefined {
  const proxies = new BlockList();
  for (const entry of list.split(',').map((part) => part.trim())) {
    const [address = '', prefix] = entry.split('/');
    const family = isIP(address);
    const bits = prefix === undefined ? (family === 6 ? 128 : 32) : Number(prefix || Number.NaN);
    if (family === 0 || !Number.isInteger(bits) || bits < 0 || bits > (family === 6 ? 128 : 32))
      return undefined;
    proxies.addSubnet(address, bits, family === 6 ? 'ipv6' : 'ipv4');
  }
  return (address) => {
    const family = isIP(address);
    return family !== 0 && proxies.check(address, family === 6 ? 'ipv6' : 'ipv4');
  };
}

/** The address of who asks: the last one that no trusted proxy has vouched for. */
export function clientAddress(req: IncomingMessage, trusts: TrustsProxy): string {
  const forwarded = String(req.headers['x-forwarded-for'] ?? '').split(',');
  const chain = [...forwarded, req.socket.remoteAddress ?? ''].map((address) =>
    address.trim().replace(/^::ffff:(?=\d+\.)/i, ''),
  );
  let client = chain.pop() ?? '';
  while (trusts(client) && isIP(chain.at(-1) ?? '') !== 0) client = chain.pop() ?? client;
  return client;
}
