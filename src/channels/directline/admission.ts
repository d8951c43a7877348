import type { IncomingMessage } from 'node:http';
import { clientAddress, createLimiter, TooOften } from '../limits.ts';
import type { DoorSettings } from '../settings.ts';
import { ProtocolRefused } from './protocol.ts';
import type { Session, Sessions } from './sessions.ts';
import type { Claims, Holder, Tokens } from './tokens.ts';

/** What one address may ask for in new tokens and conversations: an office behind one address has many people. */
export const NEW_TOKENS = { burst: 60, perSecond: 1 };
/** What one address may post. */
export const POSTS_OF_ADDRESS = { burst: 600, perSecond: 20 };
/** What may be posted in one conversation, as on every channel. */
export const POSTS = { burst: 300, perSecond: 10 };
/** How often one conversation may be read: far above a few tabs that poll, as a refusal stops the client for good. */
export const READS = { burst: 600, perSecond: 50 };
/** How often one address may read, over all its conversations. */
export const READS_OF_ADDRESS = { burst: 6_000, perSecond: 500 };

/** Says who may do what. Each throws `RequestRefused`. */
export interface Admission {
  /** The bearer of a good token for talking: 401 without one, 403 with one that is bad or has expired. */
  bearer(req: IncomingMessage): Promise<Claims>;
  /** As `bearer`, for a token that is given apart. */
  token(token: string, use: Claims['use']): Promise<Claims>;
  /** The conversation of a token: 404 where it was never started, 403 where the token was revoked. */
  session(holder: Holder): Promise<Session>;
  /** The bearer of a token of this very conversation: 403 with another's. */
  conversation(req: IncomingMessage, id: string): Promise<Claims>;
  /** 429 where it is too often; each counts for its own key. */
  mayAskForTokens(req: IncomingMessage): void;
  mayPost(req: IncomingMessage, holder: Holder): void;
  mayRead(req: IncomingMessage, holder: Holder): void;
}

export interface AdmissionParts {
  settings: DoorSettings;
  tokens: Tokens;
  sessions: Sessions;
  /** Epoch ms. */
  now(): number;
  /** Told of a post that is refused because its conversation posts too often. */
  tooFast(req: IncomingMessage, holder: Holder): void;
}

export function createAdmission({ settings, tokens, sessions, now, tooFast }: AdmissionParts): Admission {
  const limited = ({ burst, perSecond }: typeof POSTS) => {
    const limiter = createLimiter(burst, perSecond);
    return (key: string): void => {
      const seconds = settings.rateLimit ? limiter.take(key, now()) : 0;
      if (seconds > 0) throw new TooOften(seconds);
    };
  };
  const newTokens = limited(NEW_TOKENS);
  const postsOfAddress = limited(POSTS_OF_ADDRESS);
  const posts = limited(POSTS);
  const reads = limited(READS);
  const readsOfAddress = limited(READS_OF_ADDRESS);
  const addressOf = (req: IncomingMessage): string => clientAddress(req, settings.trustsProxy);

  async function token(text: string, use: Claims['use']): Promise<Claims> {
    const read = await tokens.read(text);
    if (read.kind === 'expired') throw new ProtocolRefused(403, 'TokenExpired', 'The token has expired.');
    if (read.kind === 'invalid' || read.claims.use !== use) {
      throw new ProtocolRefused(403, 'TokenInvalid', 'The token is not valid.');
    }
    return read.claims;
  }

  async function bearer(req: IncomingMessage): Promise<Claims> {
    const given = /^Bearer +(\S+)$/i.exec(req.headers.authorization ?? '')?.[1];
    if (given === undefined) {
      throw new ProtocolRefused(401, 'Unauthorized', 'A token is needed: Authorization: Bearer <token>.');
    }
    return token(given, 'talk');
  }

  async function session({ conv, user, gen }: Holder): Promise<Session> {
    const found = await sessions.find(conv);
    if (!found) throw new ProtocolRefused(404, 'ConversationNotFound', 'There is no such conversation.');
    if (found.generation !== gen || found.user !== user) {
      throw new ProtocolRefused(403, 'TokenRevoked', 'The token was revoked.');
    }
    return found;
  }

  return {
    token,
    bearer,
    session,
    async conversation(req, id) {
      const claims = await bearer(req);
      checkConversation(claims, id);
      await session(claims);
      return claims;
    },
    mayAskForTokens: (req) => newTokens(addressOf(req)),
    mayPost(req, holder) {
      try {
        posts(holder.conv);
      } catch (error) {
        tooFast(req, holder);
        throw error;
      }
      // After its own limit: what one conversation posts in vain is no other's of that address to pay for.
      postsOfAddress(addressOf(req));
    },
    mayRead(req, { conv }) {
      readsOfAddress(addressOf(req));
      reads(conv);
    },
  };
}

/** A token opens one conversation. Throws `ProtocolRefused` (403), whether the other one exists or not. */
export function checkConversation(claims: Holder, id: string): void {
  if (claims.conv === id) return;
  throw new ProtocolRefused(403, 'Forbidden', 'The token is for another conversation.');
}
