import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { ConfigurationBotFrameworkAuthentication } from 'botbuilder';

type Factory = ReturnType<ConfigurationBotFrameworkAuthentication['createConnectorFactory']>;
/** Bot Framework's client for one channel's connector service. */
export type Connector = Awaited<ReturnType<Factory['create']>>;

/** What of the SDK's HTTP pipeline is adjusted; the SDK keeps it private. */
interface Pipeline {
  removePolicy(which: { name: string }): unknown;
  addPolicy(policy: Policy, options: { afterPhase: 'Sign' }): void;
}
interface Policy {
  name: string;
  sendRequest(
    request: PipelineRequest,
    next: (request: PipelineRequest) => Promise<unknown>,
  ): Promise<unknown>;
}
interface PipelineRequest {
  url: string;
  agent?: unknown;
}

/** Connectors and their connections, made once and kept. */
export interface Connectors {
  /** The connector of a key, made at the first call. A failure to make it is not kept. */
  get(key: ConnectorKey, make: () => Promise<Connector>): Promise<Connector>;
  close(): void;
}

export interface ConnectorKey {
  appId: string;
  audience: string;
  serviceUrl: string;
}

/** Keeps at most `limit` connectors; the one longest unused goes first. `connectTimeout` is in ms. */
export function createConnectors(connectTimeout: number, limit = 500): Connectors {
  const kept = new Map<string, Promise<Connector>>();
  const agents = createAgents(connectTimeout);
  const create = (key: string, make: () => Promise<Connector>): Promise<Connector> => {
    const made = make().then((connector) => withoutSurprises(connector, agents.policy));
    made.catch(() => kept.delete(key));
    return made;
  };
  return {
    get({ appId, audience, serviceUrl }, make) {
      const key = JSON.stringify([appId, audience, serviceUrl]);
      const connector = kept.get(key) ?? create(key, make);
      kept.delete(key);
      kept.set(key, connector);
      const oldest = kept.size > limit ? kept.keys().next().value : undefined;
      if (oldest !== undefined) kept.delete(oldest);
      return connector;
    },
    close: agents.close,
  };
}

/**
 * Takes the SDK's own retries off (it posts up to four times on 429, 500, 503 and a reset, so that a message which was
 * taken arrives twice) and its redirects (they would carry a token to a host that nobody checked).
 */
function withoutSurprises(connector: Connector, agentPolicy: Policy): Connector {
  const { pipeline } = (connector as unknown as { client: { pipeline: Pipeline } }).client;
  pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  pipeline.removePolicy({ name: 'redirectPolicy' });
  pipeline.addPolicy(agentPolicy, { afterPhase: 'Sign' });
  return connector;
}

/** An idle connection is let go of before a far end usually does, or a post would meet its closing. */
const KEPT_ALIVE = { keepAlive: true, timeout: 4_000, maxSockets: 128 };

function createAgents(connectTimeout: number): { policy: Policy; close(): void } {
  const http = hurried(new HttpAgent(KEPT_ALIVE), 'connect', connectTimeout);
  const https = hurried(new HttpsAgent(KEPT_ALIVE), 'secureConnect', connectTimeout);
  return {
    policy: {
      name: 'keptConnections',
      sendRequest(request, next) {
        request.agent ??= request.url.startsWith('https:') ? https : http;
        return next(request);
      },
    },
    close() {
      http.destroy();
      https.destroy();
    },
  };
}

/** Gives up on a connection that does not come about in time: then nothing was written, and it can be tried again. */
function hurried<A extends HttpAgent>(agent: A, connected: string, timeout: number): A {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const socket = connect(options, callback);
    const late = Object.assign(new Error('no connection in time'), { code: 'CONNECT_TIMEOUT' });
    const timer = setTimeout(() => socket?.destroy(late), timeout);
    const clear = (): void => clearTimeout(timer);
    socket?.once(connected, clear).once('close', clear);
    return socket;
  };
  return agent;
}
