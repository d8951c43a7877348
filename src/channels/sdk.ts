import {
  type Activity,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type InvokeResponse,
  type TurnContext,
} from 'botbuilder';
import { type Connector, type Connectors, createConnectors } from './connectors.ts';
import { createChannelKeys } from './identity/keys.ts';
import { createTokenCheck, type TokenCheck } from './identity/tokens.ts';
import type { DoorSettings } from './settings.ts';

type Factory = ReturnType<ConfigurationBotFrameworkAuthentication['createConnectorFactory']>;
type Claims = Parameters<ConfigurationBotFrameworkAuthentication['createConnectorFactory']>[0];
type Authenticated = Awaited<ReturnType<ConfigurationBotFrameworkAuthentication['authenticateRequest']>>;
type UserTokenClient = Awaited<ReturnType<ConfigurationBotFrameworkAuthentication['createUserTokenClient']>>;
/** What creates the credentials of outgoing requests; tests bring their own. */
export type CredentialsFactory = NonNullable<
  ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>[1]
>;

/** Who issues the channels' tokens in each cloud. */
const PUBLIC = {
  issuer: 'https://api.botframework.com',
  metadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
};
const GOVERNMENT = {
  service: 'https://botframework.azure.us',
  issuer: 'https://api.botframework.us',
  metadataUrl: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
};

/** In ms; a channel waits 10 to 15 s for the whole turn. */
const KEYS_TIMEOUT = 5_000;

/** Bot Framework's side of the doors: one adapter and one authentication, with their clients kept between turns. */
export interface Sdk {
  /**
   * Authenticates an activity and runs a turn. Throws `RequestRefused` 401 for a token that is not the channel's,
   * 503 where its keys can't be had; what the turn throws is passed on.
   */
  run(
    authorization: string,
    activity: Activity,
    turn: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined>;
  /** Whether a request's token was found to be a channel's before. */
  knows(authorization: string): boolean;
  /** The connector for sending to a service outside of a turn. */
  connector(serviceUrl: string): Promise<Connector>;
  close(): void;
}

/** Builds the SDK's side from the settings; nothing is fetched before the first activity. `connectTimeout` is in ms. */
export function createSdk(
  settings: DoorSettings,
  connectTimeout: number,
  credentials?: CredentialsFactory,
): Sdk {
  const connectors = createConnectors(connectTimeout);
  const authentication = new KeptAuthentication(settings, connectors, credentials);
  const adapter = new Adapter(authentication);
  return {
    run: (authorization, activity, turn) => adapter.run(authorization, activity, turn),
    knows: (authorization) => authentication.tokens.knows(authorization),
    connector: (serviceUrl) => authentication.connector(serviceUrl),
    close: () => connectors.close(),
  };
}

class Adapter extends CloudAdapter {
  run(
    authorization: string,
    activity: Activity,
    turn: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    return this.processActivity(authorization, activity, turn);
  }
}

class KeptAuthentication extends ConfigurationBotFrameworkAuthentication {
  private readonly connectors: Connectors;
  private readonly appId: string;
  readonly tokens: TokenCheck;
  private readonly connectorFactory: Factory;
  /** The same for all: what comes is for this bot. */
  private readonly known: Authenticated;
  private userTokens: Promise<UserTokenClient> | undefined;

  constructor(settings: DoorSettings, connectors: Connectors, credentials: CredentialsFactory | undefined) {
    super(optionsOf(settings), credentials);
    this.connectors = connectors;
    this.appId = settings.bot?.appId ?? '';
    this.tokens = tokenCheckOf(settings);
    const claimsIdentity = claimsOf(this.appId);
    this.connectorFactory = this.keep(super.createConnectorFactory(claimsIdentity));
    this.known = { audience: '', claimsIdentity, connectorFactory: this.connectorFactory };
  }

  /**
   * With an identity the tokens are checked by us alone: the SDK takes tokens of the emulator and of skills, tokens
   * without an end and activities without a `serviceUrl`, and waits for keys without limit. Without one there is
   * nothing to check.
   */
  override async authenticateRequest(activity: Activity, authorization: string): Promise<Authenticated> {
    if (this.appId !== '') await this.tokens.check(authorization, activity);
    return this.known;
  }

  override createUserTokenClient(claims: Claims): Promise<UserTokenClient> {
    this.userTokens ??= super.createUserTokenClient(claims);
    return this.userTokens;
  }

  connector(serviceUrl: string): Promise<Connector> {
    return this.connectorFactory.create(serviceUrl, '');
  }

  private keep(factory: Factory): Factory {
    return {
      create: (serviceUrl, audience = '') =>
        this.connectors.get({ appId: this.appId, audience, serviceUrl }, () =>
          factory.create(serviceUrl, audience === '' ? undefined : audience),
        ),
    };
  }
}

/** The identity of the bot itself, as the SDK reads it. */
function claimsOf(appId: string): Claims {
  const getClaimValue = (type: string): string | null => (type === 'aud' || type === 'appid' ? appId : null);
  return {
    claims: [],
    isAuthenticated: true,
    authenticationType: undefined,
    getClaimValue,
  } as unknown as Claims;
}

function optionsOf({ bot, botFramework }: DoorSettings): Record<string, string> {
  return {
    ...botFramework,
    ...(bot === undefined ? {} : { MicrosoftAppId: bot.appId, MicrosoftAppType: bot.type }),
    ...(bot?.password === undefined ? {} : { MicrosoftAppPassword: bot.password }),
    ...(bot?.tenantId === undefined ? {} : { MicrosoftAppTenantId: bot.tenantId }),
    ...(bot?.certificate === undefined
      ? {}
      : {
          CertificateThumbprint: bot.certificate.thumbprint,
          CertificatePrivateKey: bot.certificate.privateKey,
        }),
  };
}

function tokenCheckOf({ bot, botFramework }: DoorSettings): TokenCheck {
  const now = (): number => Date.now();
  const cloud = botFramework.ChannelService === GOVERNMENT.service ? GOVERNMENT : PUBLIC;
  const metadataUrl = botFramework.ToBotFromChannelOpenIdMetadataUrl || cloud.metadataUrl;
  return createTokenCheck({
    appId: bot?.appId ?? '',
    issuer: botFramework.ToBotFromChannelTokenIssuer || cloud.issuer,
    tenantId: bot?.type === 'SingleTenant' ? bot.tenantId : undefined,
    keys: createChannelKeys({ metadataUrl, timeout: KEYS_TIMEOUT, now }),
    now,
  });
}
