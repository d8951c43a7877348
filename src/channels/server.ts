import type { AddressInfo, Socket } from 'node:net';
import restify from 'restify';
import type { Maker } from '../conversation/company-values.ts';
import { isOnOwnPage } from '../conversation/own-page.ts';
import type { Receive, SendTo, WasSeen } from '../conversation/types.ts';
import type { StaffApi } from '../desk/api-types.ts';
import { RequestRefused, SetupError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Intake } from '../media/intake.ts';
import { answer, answerError, answerFile, rawAnswer, refuse } from './answer.ts';
import { limitConnections } from './connections.ts';
import { createDirectLine, type DirectLine } from './directline/door.ts';
import { createKeyRing } from './directline/keys.ts';
import { allowOrigin } from './directline/origins.ts';
import { isDirectLine } from './directline/protocol.ts';
import { addDirectLine } from './directline/routes.ts';
import type { ChatStore } from './directline/store.ts';
import { guardHead, MAIL_PATH } from './guard.ts';
import { createHanded, type FileShelf, type Handed } from './handed.ts';
import { createLimiter } from './limits.ts';
import { answerMail, type MailDoor } from './mail.ts';
import { answerMessages, type MessagesDoor } from './messages.ts';
import { createPage } from './page/page.ts';
import { addPage } from './page/routes.ts';
import { createQuotas, QUOTAS } from './quotas.ts';
import { type CredentialsFactory, createSdk } from './sdk.ts';
import { createSend, type SendOptions } from './send.ts';
import type { DoorSettings } from './settings.ts';
import { createSlowWord } from './slow-word.ts';
import type { StaffDoor } from './staff.ts';
import { addStaff } from './staff-routes.ts';

/**
 * In ms: how long a request's head and body may take to come, a close waits for answers under way, a connection to a
 * channel may take to come about, one send may take in all, and work goes on before it is shown.
 */
export interface Patience {
  head: number;
  body: number;
  close: number;
  connect: number;
  send: number;
  typing: number;
}

export interface ServerParts {
  config: DoorSettings;
  receive: Receive;
  staffApi: StaffApi;
  /** Takes in the files that come with messages. */
  intake: Intake;
  /** Where the files lie that staff hand to customers; without it there is no address of them. */
  shelf?: FileShelf;
  /** Keeps what the web chat shows. */
  store: ChatStore;
  log: Log;
  /** Takes in mail, from whoever shows the token; without it there is no such door. */
  mail?: Pick<MailDoor, 'token' | 'mailbox'>;
  /** Whom the customers' page speaks of; without one there is no page. */
  maker?: Maker;
  /** Whether the store takes writes and the clock advances; answers `GET /ready`. */
  ready(): boolean | Promise<boolean>;
  /** Awaited in a close, after the last answer: a send that is cut off may or may not have arrived. */
  beforeChannelsClose?(): Promise<void>;
  /** Epoch ms. */
  now?: () => number;
  /** For tests: credentials of outgoing requests, the channels' bounds, and other limits of patience. */
  credentials?: CredentialsFactory;
  pacer?: SendOptions['pacer'];
  patience?: Partial<Patience>;
  connections?: Partial<typeof CONNECTIONS>;
}

export interface Doors {
  /** Listens; resolves with the port. Throws `SetupError` where the address is taken or not to be had. */
  listen(): Promise<{ port: number }>;
  /** Takes no more requests, waits for those under way, closes all connections. */
  close(): Promise<void>;
  send: SendTo;
  wasSeen: WasSeen;
}

type Handler = (req: restify.Request, res: restify.Response) => Promise<void>;

const DEFAULT_PATIENCE: Patience = {
  head: 10_000,
  body: 15_000,
  close: 10_000,
  connect: 5_000,
  send: 15_000,
  typing: 1_000,
};

/** What is open at once: far more than customers need, less than a machine has. */
const CONNECTIONS = { most: 8_000, mostOfAddress: 2_000 };

/**
 * Builds all doors of the bot: `/api/messages`, `/v3/directline/*`, `/api/staff/*`, `/live`, `/ready`, and the way out
 * to the channels.
 */
export async function createServer(parts: ServerParts): Promise<Doors> {
  const patience = { ...DEFAULT_PATIENCE, ...parts.patience };
  const sdk = createSdk(parts.config, patience.connect, parts.credentials);
  const server = restify.createServer({ name: '' });
  harden(server, parts, patience);
  const { config: settings, store, receive, intake, log, now = Date.now } = parts;
  const line = createDirectLine({
    texts: parts.maker?.texts,
    settings,
    store,
    receive,
    intake,
    log,
    now,
    bodyTimeout: patience.body,
  });
  const out = createSend(sdk, sendOptions(parts, patience));
  const handed =
    parts.shelf && createHanded({ keys: createKeyRing(store, now), store, shelf: parts.shelf, now });
  const send = sendBy(line, out.send, handed, (isOwn) => siteOf(server, settings, isOwn));
  const slowWord = createSlowWord(parts.maker?.texts, send);
  const withFiles: MessagesDoor['withFiles'] = (outgoing) =>
    outgoing.files && handed ? handed.addressed(outgoing, siteOf(server, settings, false)) : outgoing;
  addRoutes(server, parts, { sdk, slowWord, withFiles, showTyping: out.showTyping }, patience);
  addDirectLine(server, line, settings, (handler) => route(handler, log));
  if (handed) {
    const file: Handler = async (req, res) => answerFile(res, await handed.read(String(req.params?.token)));
    server.get('/files/:token', route(file, log));
  }
  if (parts.maker) {
    const page = createPage({ settings, maker: parts.maker, log, now });
    addPage(server, page, (handler) => route(handler, log));
  }
  return {
    listen: () => listen(server, parts.config),
    close: () =>
      Promise.all([close(server, patience.close), line.closeStreams()])
        .then(() => parts.beforeChannelsClose?.())
        .finally(line.close)
        .finally(sdk.close),
    send,
    // Only of our own page it is known.
    wasSeen: async (address, since) => !isOnOwnPage(address) || line.wasSeen(address.conversation.id, since),
  };
}

function sendOptions({ config, pacer }: ServerParts, { send }: Patience): SendOptions {
  return { loopbackOnly: config.bot === undefined, timeout: send, ...(pacer && { pacer }) };
}

/** On our own page an address without a site is the page's own, whatever name it was asked for by. */
function sendBy(
  line: DirectLine,
  toChannel: SendTo,
  handed: Handed | undefined,
  site: (isOwn: boolean) => string,
): SendTo {
  return async (address, outgoing, outboxId) => {
    const isOwn = isOnOwnPage(address);
    const whole = outgoing.files && (await handed?.addressed(outgoing, site(isOwn)));
    return (isOwn ? line.send : toChannel)(address, whole ?? outgoing, outboxId);
  };
}

/** Where files are fetched: from our own page, and from elsewhere. */
function siteOf(server: restify.Server, { publicUrl, host, port }: DoorSettings, isOwn: boolean): string {
  if (publicUrl !== undefined || isOwn) return publicUrl ?? '';
  const open = server.server.address() as AddressInfo | null;
  return `http://${host.includes(':') ? `[${host}]` : host}:${open?.port ?? port}`;
}

function addRoutes(
  server: restify.Server,
  { config, receive, staffApi, intake, log, ready, mail, now = Date.now }: ServerParts,
  talk: Pick<MessagesDoor, 'sdk' | 'slowWord' | 'showTyping' | 'withFiles'>,
  patience: Patience,
): void {
  const common = { settings: config, bodyTimeout: patience.body };
  const { sender, person, conversation, badTokens, staffTokens, staff: staffQuota } = QUOTAS;
  const messages: MessagesDoor = {
    ...common,
    ...talk,
    typingAfter: patience.typing,
    now,
    receive,
    intake,
    quotas: createQuotas({ sender, person, conversation }),
    badTokens: createLimiter(badTokens.burst, badTokens.perSecond),
  };
  const staff: StaffDoor = {
    ...common,
    api: staffApi,
    quotas: createQuotas({ staff: staffQuota }),
    limiter: createLimiter(staffTokens.burst, staffTokens.perSecond),
  };
  const live: Handler = async (_req, res) => answer(res, 200, { status: 'live' });
  const readiness: Handler = async (_req, res) =>
    (await ready()) ? answer(res, 200, { status: 'ready' }) : answer(res, 503, { status: 'not ready' });
  server.get('/live', route(live, log));
  server.head('/live', route(live, log));
  server.get('/ready', route(readiness, log));
  server.head('/ready', route(readiness, log));
  server.post(
    '/api/messages',
    route((req, res) => answerMessages(messages, req, res), log),
  );
  if (mail) addMail(server, { ...common, ...mail, intake, limiter: staff.limiter }, log);
  addStaff(server, staff, (handler) => route(handler, log));
}

function addMail(server: restify.Server, door: MailDoor, log: Log): void {
  const handle: Handler = async (req, res) => {
    const { status, body } = await answerMail(door, req);
    answer(res, status, body);
  };
  server.post(MAIL_PATH, route(handle, log));
}

/** A handler for restify that neither throws nor rejects, whatever happens in it. */
function route(handler: Handler, log: Log): restify.RequestHandler {
  return (req, res, next) => {
    handler(req, res)
      .catch((error: unknown) => answerError(res, error, log))
      .finally(() => next(false));
  };
}

function harden(server: restify.Server, parts: ServerParts, patience: Patience): void {
  const { config, log } = parts;
  const http = server.server as import('node:http').Server;
  http.headersTimeout = patience.head;
  http.requestTimeout = patience.head + patience.body;
  http.keepAliveTimeout = 65_000;
  http.maxHeadersCount = 100;
  limitConnections(http, { ...CONNECTIONS, ...parts.connections, isProxy: config.trustsProxy });
  // restify listens for upgrades and answers none: without a listener Node takes such a request as an ordinary one.
  http.removeAllListeners('upgrade');
  http.on('checkExpectation', (_req, res) =>
    refuse(res, new RequestRefused(417, 'Nothing but 100-continue can be expected.')),
  );
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') socket.destroy();
    else socket.end(rawAnswer(statusOf(error.code)));
  });
  server.pre((req: restify.Request, res: restify.Response, next: restify.Next) => {
    try {
      if (isDirectLine(req.url)) allowOrigin(req, res, config);
      guardHead(req);
      next();
    } catch (error) {
      answerError(res, error, log);
      next(false);
    }
  });
  server.on(
    'restifyError',
    (_req: restify.Request, res: restify.Response, error: { statusCode?: number }) => {
      if (error.statusCode === 405)
        refuse(res, new RequestRefused(405, 'This address does not take this method.'));
      else if (error.statusCode === 404)
        refuse(res, new RequestRefused(404, 'There is nothing at this address.'));
      else answerError(res, error, log);
    },
  );
}

function statusOf(code: string | undefined): number {
  if (code === 'HPE_HEADER_OVERFLOW') return 431;
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
}

function listen(server: restify.Server, { port, host }: DoorSettings): Promise<{ port: number }> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(asSetupError(error, port, host)));
    server.listen(port, host, () => resolve({ port: (server.address() as AddressInfo).port }));
  });
}

function asSetupError(error: NodeJS.ErrnoException, port: number, host: string): Error {
  if (error.code === 'EADDRINUSE') {
    return new SetupError(`PORT ${port} is taken by another program: stop it, or set PORT to a free one.`);
  }
  if (error.code === 'EACCES')
    return new SetupError(`PORT ${port} may not be opened: set PORT to 1024 or more.`);
  return new SetupError(`HOST ${host} is no address of this machine (${error.code}): set HOST to one.`);
}

function close(server: restify.Server, patience: number): Promise<void> {
  const http = server.server as import('node:http').Server;
  return new Promise((resolve) => {
    const timer = setTimeout(() => http.closeAllConnections(), patience);
    http.close(() => {
      clearTimeout(timer);
      resolve();
    });
    http.closeIdleConnections();
    // A connection that was busy until now would stay open for its next request.
    server.on('after', () => setImmediate(() => http.closeIdleConnections()));
  });
}
