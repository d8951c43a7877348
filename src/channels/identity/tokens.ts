import { createHash, verify } from 'node:crypto';
import { z } from 'zod';
import { RequestRefused } from '../../errors.ts';
import { type ChannelKey, type ChannelKeys, KeysUnavailable } from './keys.ts';

/** What of an activity its token must speak for. */
export interface Spoken {
  channelId: string;
  serviceUrl: string;
}

/** Checks the tokens by which channels say who they are. */
export interface TokenCheck {
  /**
   * Resolves where the header's token is the channel's own, for this bot and this activity. Throws `RequestRefused`:
   * 401 for any other token, 503 where the issuer's keys can't be had.
   */
  check(authorization: string, activity: Spoken): Promise<void>;
  /** Whether the header's token was one of the channel's before, whatever it is worth now. */
  knows(authorization: string): boolean;
}

export interface TokenCheckOptions {
  appId: string;
  issuer: string;
  /** The bot's own tenant, where it is a bot of one tenant. */
  tenantId: string | undefined;
  keys: ChannelKeys;
  /** Epoch ms. */
  now(): number;
}

/** How far the issuer's clock may be from ours, in seconds; Bot Framework's own figure. */
const CLOCK_SKEW = 300;
const LONGEST_TOKEN = 8_000;
/** A channel uses a token for an hour and more, on all its activities of a service. */
const MOST_KEPT = 1_000;

const ALGORITHMS = { RS256: 'sha256', RS384: 'sha384', RS512: 'sha512' } as const;

const headerSchema = z.object({
  alg: z.enum(['RS256', 'RS384', 'RS512']),
  kid: z.string(),
  crit: z.undefined().optional(),
});
const claimsSchema = z.object({
  iss: z.string(),
  aud: z.string(),
  exp: z.number(),
  nbf: z.number().optional(),
  serviceurl: z.string().min(1),
  tid: z.string().optional(),
  /** Whose token it is, where a program's and no channel's: another's speaks for no channel. */
  appid: z.string().optional(),
  azp: z.string().optional(),
});
type Claims = z.infer<typeof claimsSchema>;

/** What was found of a token, whatever activity it comes with. */
interface Verified {
  claims: Claims;
  endorsements: readonly string[];
  /** Of the keys by which it was verified. */
  generation: number;
}

/**
 * The signature of each token is verified once and kept by its digest, for as long as the keys stay the same; its times,
 * its `serviceurl` and its channel are checked for each activity.
 */
export function createTokenCheck({ appId, issuer, tenantId, keys, now }: TokenCheckOptions): TokenCheck {
  const kept = new Map<string, Verified>();

  async function verifiedOf(authorization: string): Promise<Verified> {
    const digest = digestOf(authorization);
    const known = kept.get(digest);
    if (known?.generation === keys.generation) return known;
    kept.delete(digest);
    const found = await verifyToken(authorization);
    kept.set(digest, found);
    const oldest = kept.size > MOST_KEPT ? kept.keys().next().value : undefined;
    if (oldest !== undefined) kept.delete(oldest);
    return found;
  }

  /** What costs nothing is checked first: the issuer is asked for keys by no token that is not one of its own. */
  async function verifyToken(authorization: string): Promise<Verified> {
    if (authorization.length > LONGEST_TOKEN) throw refusal();
    const [, head = '', body = '', signature = ''] = TOKEN.exec(authorization) ?? [];
    const header = decode(head, headerSchema);
    const claims = decode(body, claimsSchema);
    if (!header || !claims || !isOurs(claims) || !isTimely(claims)) throw refusal();
    const found = await keyOf(header.kid);
    if (!found || !isSigned(header.alg, `${head}.${body}`, signature, found)) throw refusal();
    return { claims, endorsements: found.endorsements, generation: keys.generation };
  }

  function isOurs({ iss, aud, tid, appid = appId, azp = appId }: Claims): boolean {
    const own = iss === issuer && aud === appId && appid === appId && azp === appId;
    return own && (tid === undefined || tenantId === undefined || tid === tenantId);
  }

  function isTimely({ nbf = 0, exp }: Claims): boolean {
    const seconds = now() / 1000;
    return nbf - CLOCK_SKEW <= seconds && seconds < exp + CLOCK_SKEW;
  }

  async function keyOf(kid: string): Promise<ChannelKey | undefined> {
    try {
      return await keys.find(kid);
    } catch (error) {
      if (!(error instanceof KeysUnavailable)) throw error;
      throw new RequestRefused(503, 'Tokens can not be checked at the moment. Please send it again.');
    }
  }

  return {
    knows: (authorization) => kept.has(digestOf(authorization)),
    async check(authorization, { channelId, serviceUrl }) {
      const { claims, endorsements } = await verifiedOf(authorization);
      const endorsed = endorsements.length === 0 || endorsements.includes(channelId);
      if (!isTimely(claims) || claims.serviceurl !== serviceUrl || !endorsed) throw refusal();
    },
  };
}

const TOKEN = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/;

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

function refusal(): RequestRefused {
  return new RequestRefused(401, 'The token is not valid for this bot.');
}

function isSigned(
  alg: keyof typeof ALGORITHMS,
  signed: string,
  signature: string,
  { key }: ChannelKey,
): boolean {
  return verify(ALGORITHMS[alg], Buffer.from(signed), key, Buffer.from(signature, 'base64url'));
}

function decode<T>(part: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.safeParse(JSON.parse(Buffer.from(part, 'base64url').toString())).data;
  } catch {
    return undefined;
  }
}
