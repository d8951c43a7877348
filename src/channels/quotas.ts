import { createLimiter, type Limiter, TooOften } from './limits.ts';

/** How much is let through: so much at once, and so much a second in the long run. */
export interface Quota {
  burst: number;
  perSecond: number;
}

/**
 * What comes in by `/api/messages` and `/api/staff`, in requests; `docs/limits.md` says the same to operators.
 * More than anyone types and more than a channel's bursts, less than a loop of two bots.
 */
export const QUOTAS = {
  /** One sender in one conversation. */
  sender: { burst: 300, perSecond: 10 },
  /** One person over all their conversations of a channel. */
  person: { burst: 600, perSecond: 20 },
  /** One conversation, whoever speaks in it. */
  conversation: { burst: 600, perSecond: 20 },
  /** Bad tokens at `/api/messages` from one address. */
  badTokens: { burst: 600, perSecond: 20 },
  /** Wrong staff tokens from one address. */
  staffTokens: { burst: 20, perSecond: 0.2 },
  /** Staff requests with a good token from one address. */
  staff: { burst: 5_000, perSecond: 500 },
} as const satisfies Record<string, Quota>;

/** Several quotas of which a request must fit into each. */
export interface Quotas<Name extends string> {
  /** Takes one of each, or none where one is used up: then throws `TooOften`. `now` is epoch ms. */
  take(keys: Readonly<Record<Name, string>>, now: number): void;
}

/** Keeps count of some quotas, each by keys of its own; memory is bounded as a limiter's. */
export function createQuotas<Name extends string>(quotas: Readonly<Record<Name, Quota>>): Quotas<Name> {
  const limiters = Object.entries<Quota>(quotas).map(([name, quota]): [Name, Limiter] => [
    name as Name,
    createLimiter(quota.burst, quota.perSecond),
  ]);
  return {
    take(keys, now) {
      const seconds = Math.max(...limiters.map(([name, limiter]) => limiter.wait(keys[name], now)));
      if (seconds > 0) throw new TooOften(seconds);
      for (const [name, limiter] of limiters) limiter.take(keys[name], now);
    },
  };
}
