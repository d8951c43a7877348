import type { IncomingMessage } from 'node:http';
import { createQueues } from '../../conversation/queues.ts';
import type { Receive, SendOutcome, SendTo } from '../../conversation/types.ts';
import type { Log } from '../../log.ts';
import { createGate } from '../../media/gate.ts';
import type { Intake } from '../../media/intake.ts';
import type { Texts } from '../../texts/texts.ts';
import { readJson } from '../body.ts';
import type { DoorSettings } from '../settings.ts';
import { createSlowWord } from '../slow-word.ts';
import { arrivalOf, type Posted, readPosted, toShown, withTaken } from './activities.ts';
import { createAdmission } from './admission.ts';
import { createKeyRing } from './keys.ts';
import { createLedger } from './ledger.ts';
import { ownAddress } from './origins.ts';
import { createPresence, type Presence } from './presence.ts';
import { BASE } from './protocol.ts';
import { readResume, readStart, watermarkOf } from './requests.ts';
import { createSessions } from './sessions.ts';
import type { ChatStore } from './store.ts';
import { createStreams } from './streams.ts';
import { createTokens, type Holder, LIFETIMES, newHolder } from './tokens.ts';
import { createUpgrade, type Upgrade } from './upgrade.ts';
import { readUpload } from './upload.ts';

export interface DirectLineParts {
  settings: DoorSettings;
  store: ChatStore;
  receive: Receive;
  intake: Intake;
  /** Without them nobody is told in the chat that they write too fast. */
  texts: Texts | undefined;
  log: Log;
  /** Epoch ms. */
  now(): number;
  /** How long a body may take to come, in ms. */
  bodyTimeout: number;
}

export interface Answered {
  status: number;
  body: unknown;
}

type Ask = (req: IncomingMessage) => Promise<Answered>;
type AskOfOne = (req: IncomingMessage, conversation: string) => Promise<Answered>;

/** Direct Line 3.0 of our own: each verb answers one request, or throws `RequestRefused`. */
export interface DirectLine {
  generate: Ask;
  refresh: Ask;
  revoke: Ask;
  start: Ask;
  session: Ask;
  reconnect: AskOfOne;
  activities: AskOfOne;
  post: AskOfOne;
  upload: AskOfOne;
  upgrade: Upgrade;
  /** The way out to conversations of the web chat. */
  send: SendTo;
  wasSeen: Presence['wasSeen'];
  /** Closes the streams. */
  closeStreams(): Promise<void>;
  close(): void;
}

/** What the page gives back to talk on: the token, and how long it lasts, in seconds. */
interface Pass {
  conversationId: string;
  token: string;
  expires_in: number;
}

/** Uploads in memory at once: each may have 40 MB. */
const UPLOADS = 8;

export function createDirectLine(parts: DirectLineParts): DirectLine {
  const { settings, store, receive, intake, log, now, bodyTimeout } = parts;
  const tokens = createTokens(createKeyRing(store, now), now);
  const sessions = createSessions(store, now);
  const ledger = createLedger(store);
  const slowWord = createSlowWord(parts.texts, send);
  const admission = createAdmission({
    settings,
    tokens,
    sessions,
    now,
    tooFast(req, holder) {
      const address = arrivalOf(holder, undefined)?.address;
      if (address) slowWord(address, req.headers['accept-language'], now());
    },
  });
  const presence = createPresence(store, now);
  const streams = createStreams({ ledger, sessions, presence, log, now });
  const inTurn = createQueues();
  const uploading = createGate(UPLOADS);

  async function send(...[address, outgoing, outboxId]: Parameters<SendTo>): Promise<SendOutcome> {
    try {
      const shown = toShown(outgoing, address, outboxId, now());
      await ledger.append(address.conversation.id, shown);
      return { kind: 'sent', unread: true };
    } catch (error) {
      return { kind: 'retry', detail: String(error) };
    }
  }

  async function passFor(holder: Holder): Promise<Pass> {
    const token = await tokens.issue('talk', holder);
    return { conversationId: holder.conv, token, expires_in: LIFETIMES.talk };
  }

  async function opened(req: IncomingMessage, holder: Holder, watermark: number) {
    presence.saw(holder.conv);
    const pass = await passFor(holder);
    const address = ownAddress(req, settings).replace(/^http/, 'ws');
    const query = `watermark=${watermark}&t=${pass.token}`;
    return { ...pass, streamUrl: `${address}${BASE}/conversations/${holder.conv}/stream?${query}` };
  }

  /**
   * The echo first, so that it stands before its answers. One that is there already was sent again: whether the first
   * was cut off before its turn the conversation knows, which takes no message twice.
   */
  async function takeIn({ conv }: Holder, { message }: Posted): Promise<void> {
    if (message === undefined) return;
    await inTurn(conv, async () => {
      const { sources } = message;
      const taken = sources.length > 0 && (await intake.take(sources, { previews: true }));
      const { inbound, echo } = taken ? withTaken(message, taken) : message;
      await ledger.append(conv, [echo]);
      const { settle } = await receive(inbound, { inline: false });
      settle(true);
    });
  }

  return {
    async generate(req) {
      admission.mayAskForTokens(req);
      const resume = await readResume(req, bodyTimeout);
      const holder = resume === undefined ? newHolder() : await admission.token(resume, 'resume');
      if (resume !== undefined) await admission.session(holder);
      const body = {
        ...(await passFor(holder)),
        userId: holder.user,
        resume: await tokens.issue('resume', holder),
      };
      return { status: 200, body };
    },
    async refresh(req) {
      const claims = await admission.bearer(req);
      admission.mayRead(req, claims);
      if (await sessions.find(claims.conv)) await admission.session(claims);
      return { status: 200, body: await passFor(claims) };
    },
    async revoke(req) {
      const claims = await admission.bearer(req);
      await admission.session(claims);
      await sessions.revoke(claims.conv);
      streams.end(claims.conv);
      return { status: 204, body: undefined };
    },
    async start(req) {
      admission.mayAskForTokens(req);
      const claims = await admission.bearer(req);
      const arrival = arrivalOf(claims, (await readStart(req, bodyTimeout)).locale);
      const isNew = await sessions.start(claims.conv, claims.user);
      await admission.session(claims);
      if (arrival && isNew) (await receive(arrival, { inline: false })).settle(true);
      return { status: isNew ? 201 : 200, body: await opened(req, claims, 0) };
    },
    async session(req) {
      const { conv } = await admission.bearer(req);
      return { status: 200, body: { sessionId: conv } };
    },
    async reconnect(req, conversation) {
      const claims = await admission.conversation(req, conversation);
      admission.mayRead(req, claims);
      return { status: 200, body: await opened(req, claims, watermarkOf(req)) };
    },
    async activities(req, conversation) {
      const claims = await admission.conversation(req, conversation);
      admission.mayRead(req, claims);
      presence.saw(conversation);
      const { activities, position } = await ledger.read(conversation, watermarkOf(req));
      return { status: 200, body: { activities, watermark: String(position) } };
    },
    async post(req, conversation) {
      const claims = await admission.conversation(req, conversation);
      admission.mayPost(req, claims);
      const posted = readPosted(await readJson(req, bodyTimeout), claims, now());
      await takeIn(claims, posted);
      return { status: 200, body: { id: posted.id } };
    },
    async upload(req, conversation) {
      const claims = await admission.conversation(req, conversation);
      admission.mayPost(req, claims);
      return uploading(async () => {
        const { activity, files } = await readUpload(req, bodyTimeout);
        const { id, message } = readPosted(activity ?? { type: 'message' }, claims, now());
        await takeIn(claims, message ? { id, message: { ...message, sources: files } } : { id });
        return { status: 200, body: { id } };
      });
    },
    upgrade: createUpgrade({ settings, admission, streams, log }),
    send,
    wasSeen: presence.wasSeen,
    closeStreams: streams.close,
    close: ledger.close,
  };
}
