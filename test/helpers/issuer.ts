import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const APP_ID = '11111111-2222-3333-4444-555555555555';
export const SECRET = 'secret';
const ISSUER = 'https://issuer.example';

/** What a token is made of; `claims` and `header` are laid over good ones, undefined takes one away. */
export interface TokenParts {
  claims?: Record<string, unknown>;
  header?: Record<string, unknown>;
  key?: KeyObject;
}

/** An issuer of channel tokens of our own, on loopback. */
export interface OwnIssuer {
  /** Bot Framework's settings that make a bot believe it, by their own names. */
  settings: Record<string, string>;
  token(parts?: TokenParts): string;
  /** Signed with the public key as an HMAC secret: what a verifier that trusts the header's `alg` takes. */
  hmacToken(): string;
  /** How often its metadata and keys were fetched. */
  fetched(): number;
  /** From now on it has another key, by another name; the one of before is withdrawn. */
  rollOver(): void;
  /** From now on its answers are these; undefined: the right ones again. */
  answer(handle: ((req: IncomingMessage, res: ServerResponse) => void) | undefined): void;
  /** The right answer to a request for its metadata or keys. */
  right(req: IncomingMessage, res: ServerResponse): void;
  close(): Promise<void>;
}

interface Pair {
  kid: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

/** Opens it. `serviceUrl` is in the claim of its tokens; its key signs for the channels of `endorsements`. */
export async function startIssuer(
  serviceUrl: string,
  endorsements: readonly string[] = ['msteams', 'webchat'],
): Promise<OwnIssuer> {
  let pair = newPair('key-1');
  let fetched = 0;
  let handle: ((req: IncomingMessage, res: ServerResponse) => void) | undefined;
  const right = (req: IncomingMessage, res: ServerResponse): void => {
    const keys = [{ ...pair.publicKey.export({ format: 'jwk' }), kid: pair.kid, endorsements }];
    const metadata = { issuer: ISSUER, jwks_uri: `${base()}/keys` };
    sayJson(res, req.url === '/keys' ? { keys } : metadata);
  };
  const server = createServer((req, res) => {
    fetched++;
    (handle ?? right)(req, res);
  });
  const base = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const unsigned = ({ claims, header }: TokenParts = {}): string => {
    const now = Math.floor(Date.now() / 1000);
    const good = { iss: ISSUER, aud: APP_ID, nbf: now - 60, exp: now + 3600, serviceurl: serviceUrl };
    return `${part({ alg: 'RS256', typ: 'JWT', kid: pair.kid, ...header })}.${part({ ...good, ...claims })}`;
  };
  return {
    settings: trusting(base()),
    token(parts = {}) {
      const head = unsigned(parts);
      const key = parts.key ?? pair.privateKey;
      return `${head}.${sign('sha256', Buffer.from(head), key).toString('base64url')}`;
    },
    hmacToken() {
      const head = unsigned({ header: { alg: 'HS256' } });
      const secret = createPublicKey(pair.privateKey).export({ type: 'spki', format: 'pem' });
      return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`;
    },
    fetched: () => fetched,
    rollOver() {
      pair = newPair(`${pair.kid}-next`);
    },
    answer(other) {
      handle = other;
    },
    right,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A key that the issuer does not have. */
export function foreignKey(): KeyObject {
  return newPair('').privateKey;
}

export function sayJson(res: ServerResponse, body: unknown): void {
  res.writeHead(200, { 'Content-Type': 'application/json' });
  res.end(JSON.stringify(body));
}

function newPair(kid: string): Pair {
  return { kid, ...generateKeyPairSync('rsa', { modulusLength: 2048 }) };
}

function trusting(base: string): Record<string, string> {
  return {
    ToBotFromChannelTokenIssuer: ISSUER,
    ToBotFromChannelOpenIdMetadataUrl: `${base}/channel`,
    ToBotFromEmulatorOpenIdMetadataUrl: `${base}/emulator`,
    ToChannelFromBotLoginUrl: `${base}/login`,
    ToChannelFromBotOAuthScope: 'https://channel.example',
    OAuthUrl: `${base}/oauth`,
    CallerId: '',
    ValidateAuthority: 'false',
  };
}

function part(content: object): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}
