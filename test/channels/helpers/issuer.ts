import { ConfigurationServiceClientCredentialFactory } from 'botbuilder';
import { onTestFinished } from 'vitest';
import type { CredentialsFactory } from '../../../src/channels/sdk.ts';
import type { DoorSettings } from '../../../src/channels/settings.ts';
import { APP_ID, type OwnIssuer, SECRET, startIssuer } from '../../helpers/issuer.ts';

export { APP_ID, foreignKey, sayJson } from '../../helpers/issuer.ts';

/** An issuer of channel tokens of our own, with the settings of a bot that believes it. */
export interface Issuer extends Omit<OwnIssuer, 'settings'> {
  settings: Partial<DoorSettings>;
  credentials: CredentialsFactory;
}

/** Opens an issuer for one test. `serviceUrl` is in the claim of its tokens. */
export async function openIssuer(serviceUrl: string, endorsements?: readonly string[]): Promise<Issuer> {
  const issuer = await startIssuer(serviceUrl, endorsements);
  onTestFinished(issuer.close);
  const bot = {
    appId: APP_ID,
    password: SECRET,
    certificate: undefined,
    type: 'MultiTenant',
    tenantId: undefined,
  } as const;
  return {
    ...issuer,
    settings: { local: false, bot, botFramework: issuer.settings },
    credentials: new OwnCredentials({ MicrosoftAppId: APP_ID, MicrosoftAppPassword: SECRET }),
  };
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
