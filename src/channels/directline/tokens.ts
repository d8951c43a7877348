import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { KeyRing } from './keys.ts';

/** What a token says. It is a JSON Web Token, since the client reads `user` of it. */
export interface Claims {
  /** `talk` opens the conversation; `resume` gets a new token for it, and is never sent in an address. */
  use: 'talk' | 'resume';
  conv: string;
  user: string;
  /** The session's generation; a token of an earlier one was revoked. */
  gen: number;
  /** Epoch seconds. */
  iat: number;
  exp: number;
}

/** Who talks in which conversation. */
export type Holder = Pick<Claims, 'conv' | 'user' | 'gen'>;

export type ReadToken = { kind: 'good'; claims: Claims } | { kind: 'expired' } | { kind: 'invalid' };

export interface Tokens {
  issue(use: Claims['use'], holder: Holder): Promise<string>;
  read(token: string): Promise<ReadToken>;
}

/** Seconds. The client refreshes its token every 15 minutes. */
export const LIFETIMES = { talk: 30 * 60, resume: 30 * 24 * 60 * 60 } as const;

const LONGEST_TOKEN = 2_000;
const ALG = 'HS256';
const INVALID: ReadToken = { kind: 'invalid' };

const headerSchema = z.strictObject({ alg: z.literal(ALG), typ: z.literal('JWT'), kid: z.string() });
const claimsSchema = z.strictObject({
  use: z.enum(['talk', 'resume']),
  conv: z.string(),
  user: z.string(),
  gen: z.int(),
  iat: z.int(),
  exp: z.int(),
});

/** A new conversation and its user, whom nobody else can guess. */
export function newHolder(): Holder {
  const id = (): string => randomBytes(18).toString('base64url');
  return { conv: id(), user: `dl_${id()}`, gen: 0 };
}

/** Signs tokens and reads them; `now` is epoch ms. Reading never throws of a bad token. */
export function createTokens(keys: KeyRing, now: () => number): Tokens {
  return {
    async issue(use, { conv, user, gen }) {
      const { kid, secret } = await keys.current();
      const iat = Math.floor(now() / 1000);
      const claims: Claims = { use, conv, user, gen, iat, exp: iat + LIFETIMES[use] };
      const signed = `${encode({ alg: ALG, typ: 'JWT', kid })}.${encode(claims)}`;
      return `${signed}.${sign(signed, secret).toString('base64url')}`;
    },
    async read(token) {
      const [head = '', body = '', signature = '', more] = token.split('.', 4);
      if (token.length > LONGEST_TOKEN || more !== undefined) return INVALID;
      const header = decode(head, headerSchema);
      const key = header && (await keys.find(header.kid));
      if (!key || !isEqual(signature, sign(`${head}.${body}`, key.secret))) return INVALID;
      const claims = decode(body, claimsSchema);
      if (!claims) return INVALID;
      return claims.exp * 1000 > now() ? { kind: 'good', claims } : { kind: 'expired' };
    },
  };
}

function sign(text: string, secret: string): Buffer {
  return createHmac('sha256', Buffer.from(secret, 'base64')).update(text).digest();
}

function isEqual(signature: string, right: Buffer): boolean {
  const given = Buffer.from(signature, 'base64url');
  // The text itself too: several texts decode to the same bytes.
  return (
    given.length === right.length &&
    timingSafeEqual(given, right) &&
    given.toString('base64url') === signature
  );
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function decode<T>(part: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.safeParse(JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))).data;
  } catch {
    return undefined;
  }
}
