import {
  type Activity,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type InvokeResponse,
  type TurnContext,
} from 'botbuilder';
import { RequestRefused } from '../errors.ts';
import { type Connector, type Connectors, createConnectors } from './connectors.ts';
import type { DoorSettings } from './settings.ts';

type Factory = ReturnType<ConfigurationBotFrameworkAuthentication['createConnectorFactory']>;
type Claims = Parameters<ConfigurationBotFrameworkAuthentication['createConnectorFactory']>[0];
type Authenticated = Awaited<ReturnType<ConfigurationBotFrameworkAuthentication['authenticateRequest']>>;
type UserTokenClient = Awaited<ReturnType<ConfigurationBotFrameworkAuthentication['createUserTokenClient']>>;
/** What creates the credentials of outgoing requests; tests bring their own. */
export type CredentialsFactory = NonNullable<
  ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>[1]
>;

const GOVERNMENT = 'https://botframework.azure.us';

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
    connector: (serviceUrl) => authentication.connector(serviceUrl),
    close: () => connectors.close(),
  };
}

class Adapter extends CloudAdapter {
  async run(
    authorization: string,
    activity: Activity,
    turn: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    let authenticated = false;
    try {
      return await this.processActivity(authorization, activity, (context) => {
        authenticated = true;
        return turn(context);
      });
    } catch (error) {
      throw authenticated ? error : asRefusal(error);
    }
  }
}

/** The SDK answers 500 for some bad tokens; only keys that can't be fetched are not the caller's fault. */
function asRefusal(error: unknown): RequestRefused {
  const { code, type } = (error ?? {}) as { code?: unknown; type?: unknown };
  const network = /^((?!ERR_)E[A-Z_]+|UND_ERR\w*)$/.test(String(code)) || type === 'system';
  if (network)
    return new RequestRefused(503, 'Tokens can not be checked at the moment. Please send it again.');
  return new RequestRefused(401, 'The token is not valid for this bot.');
}

class KeptAuthentication extends ConfigurationBotFrameworkAuthentication {
  private readonly connectors: Connectors;
  private readonly appId: string;
  private readonly issuer: string;
  private userTokens: Promise<UserTokenClient> | undefined;

  constructor(settings: DoorSettings, connectors: Connectors, credentials: CredentialsFactory | undefined) {
    super(optionsOf(settings), credentials);
    this.connectors = connectors;
    this.appId = settings.bot?.appId ?? '';
    this.issuer = issuerOf(settings.botFramework);
  }

  /** Tokens of the emulator, of skills and of other issuers are refused before anything of theirs is looked up. */
  override async authenticateRequest(activity: Activity, authorization: string): Promise<Authenticated> {
    if (this.appId !== '' && (isAse(activity) || issuerIn(authorization) !== this.issuer)) {
      throw new RequestRefused(401, 'The token is not valid for this bot.');
    }
    const result = await super.authenticateRequest(activity, authorization);
    return { ...result, connectorFactory: this.keep(super.createConnectorFactory(result.claimsIdentity)) };
  }

  override createUserTokenClient(claims: Claims): Promise<UserTokenClient> {
    this.userTokens ??= super.createUserTokenClient(claims);
    return this.userTokens;
  }

  connector(serviceUrl: string): Promise<Connector> {
    const identity = claimsOf(this.appId);
    return this.keep(super.createConnectorFactory(identity)).create(serviceUrl);
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
  };
}

function issuerOf(botFramework: Readonly<Record<string, string>>): string {
  const standard =
    botFramework.ChannelService === GOVERNMENT
      ? 'https://api.botframework.us'
      : 'https://api.botframework.com';
  return botFramework.ToBotFromChannelTokenIssuer ?? standard;
}

/** A channel of the SDK's that is checked by other rules, chosen by what the sender wrote: not offered. */
function isAse(activity: Activity): boolean {
  return activity.channelId.toLowerCase() === 'asechannel';
}

/** The issuer that a token claims, not yet verified. */
function issuerIn(authorization: string): unknown {
  const payload = /^Bearer [\w-]+\.([\w-]+)\.[\w-]*$/.exec(authorization)?.[1];
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return (claims as { iss?: unknown } | null)?.iss;
  } catch {
    return undefined;
  }
}
