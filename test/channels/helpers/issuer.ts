import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigurationServiceClientCredentialFactory } from 'botbuilder';
import { onTestFinished } from 'vitest';
import type { CredentialsFactory } from '../../../src/channels/sdk.ts';
import type { DoorSettings } from '../../../src/channels/settings.ts';

export const APP_ID = '11111111-2222-3333-4444-555555555555';
const ISSUER = 'https://issuer.example';
const KID = 'key-1';

/** What a token is made of; `claims` and `header` are laid over good ones. */
export interface TokenParts {
  claims?: Record<string, unknown>;
  header?: Record<string, unknown>;
  key?: KeyObject;
}

/** An issuer of channel tokens of our own, on loopback, with the settings that make the SDK believe it. */
export interface Issuer {
  settings: Partial<DoorSettings>;
  credentials: CredentialsFactory;
  token(parts?: TokenParts): string;
  /** Signed with the public key as an HMAC secret: what a verifier that trusts the header's `alg` takes. */
  hmacToken(): string;
  /** How often its keys were fetched. */
  fetched: () => number;
}

/** Opens an issuer for one test. `serviceUrl` is in the claim of its tokens. */
export async function openIssuer(serviceUrl: string): Promise<Issuer> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keys = [{ ...publicKey.export({ format: 'jwk' }), kid: KID, endorsements: ['msteams', 'webchat'] }];
  let fetched = 0;
  const server = createServer((req, res) => {
    fetched++;
    const metadata = {
      issuer: ISSUER,
      jwks_uri: `${base()}/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
    };
    res.writeHead(200, { 'Content-Type': 'application/json' });
    res.end(JSON.stringify(req.url === '/keys' ? { keys } : metadata));
  });
  const base = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const unsigned = ({ claims, header }: TokenParts = {}): string => {
    const now = Math.floor(Date.now() / 1000);
    const good = { iss: ISSUER, aud: APP_ID, nbf: now - 60, exp: now + 3600, serviceurl: serviceUrl };
    return `${part({ alg: 'RS256', typ: 'JWT', kid: KID, ...header })}.${part({ ...good, ...claims })}`;
  };
  const bot = { appId: APP_ID, password: 'secret', type: 'MultiTenant', tenantId: undefined } as const;
  const settings = { local: false, bot, botFramework: trusting(base()) };
  return {
    settings,
    credentials: new OwnCredentials({ MicrosoftAppId: APP_ID, MicrosoftAppPassword: 'secret' }),
    token(parts = {}) {
      const head = unsigned(parts);
      return `${head}.${sign('sha256', Buffer.from(head), parts.key ?? privateKey).toString('base64url')}`;
    },
    hmacToken() {
      const head = unsigned({ header: { alg: 'HS256' } });
      const secret = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' });
      return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`;
    },
    fetched: () => fetched,
  };
}

/** A key that the issuer does not have. */
export function foreignKey(): KeyObject {
  return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
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

type Credentials = Awaited<ReturnType<CredentialsFactory['createCredentials']>>;

/** Signs what the bot sends with a token of the test's own, without asking a login service. */
class OwnCredentials extends ConfigurationServiceClientCredentialFactory {
  override async createCredentials(): Promise<Credentials> {
    return {
      async signRequest(request) {
        request.headers.set('Authorization', 'Bearer of-the-bot');
        return request;
      },
    };
  }
}
