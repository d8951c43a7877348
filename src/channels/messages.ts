import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Activity, InvokeResponse, TurnContext } from 'botbuilder';
import { type Attached, NO_FILES } from '../../dialogs/files.ts';
import type { Inbound, Outgoing, Receive, Received } from '../conversation/types.ts';
import { RequestRefused } from '../errors.ts';
import type { Intake } from '../media/intake.ts';
import { isCardAction, toInbound } from './activity.ts';
import { parseActivity, type ValidActivity } from './activity-schema.ts';
import { answer } from './answer.ts';
import { sourcesOf } from './attachments.ts';
import { readJson } from './body.ts';
import { authorizationOf } from './bot-token.ts';
import { clientAddress, type Limiter, TooOften } from './limits.ts';
import { isLocalCaller, isLoopbackServiceUrl } from './locality.ts';
import type { Quotas } from './quotas.ts';
import { toActivities } from './render.ts';
import type { Sdk } from './sdk.ts';
import type { DoorSettings } from './settings.ts';
import type { SlowWord } from './slow-word.ts';
import { type ShowTyping, whileTyping } from './typing.ts';

/** The parts of the door `POST /api/messages`. `bodyTimeout` is in ms. */
export interface MessagesDoor {
  settings: DoorSettings;
  sdk: Sdk;
  receive: Receive;
  intake: Intake;
  quotas: Quotas<'sender' | 'person' | 'conversation'>;
  /** The bad tokens that one address may try. */
  badTokens: Limiter;
  slowWord: SlowWord;
  showTyping: ShowTyping;
  /** Gives the files of a reply their addresses. */
  withFiles(outgoing: Outgoing): Promise<Outgoing> | Outgoing;
  /** How long work goes on before it is shown, ms. */
  typingAfter: number;
  bodyTimeout: number;
  /** Epoch ms. */
  now(): number;
}

/**
 * Answers `POST /api/messages`: 200 with what Bot Framework expects, else a `RequestRefused` is thrown: 404 where
 * there is no bot for this caller, 400 for what is no activity, 401 without a good token, 403 for a foreign
 * `serviceUrl`, 400 too for an invoke that means nothing here.
 */
export async function answerMessages(
  door: MessagesDoor,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const { settings } = door;
  if (settings.bot === undefined && !(settings.local && isLocalCaller(req))) {
    throw new RequestRefused(404, 'There is nothing at this address.');
  }
  const valid = parseActivity(await readJson(req, door.bodyTimeout));
  if (settings.bot === undefined && !isLoopbackServiceUrl(valid.activity.serviceUrl)) {
    throw new RequestRefused(403, 'serviceUrl must be an address of this machine.', 'serviceUrl');
  }
  let received: Received | undefined;
  const turn = async (context: TurnContext): Promise<void> => {
    received = await takeIn(door, valid, context);
  };
  try {
    const response = await runTurn(door, req, valid, turn);
    settleWith(res, received);
    if (valid.activity.type === 'invoke' && !isCardAction(valid.activity)) {
      throw new RequestRefused(400, 'The only invoke that is taken here is adaptiveCard/action.', 'name');
    }
    answer(res, response?.status ?? 200, response?.body);
  } catch (error) {
    received?.settle(false);
    throw error;
  }
}

/**
 * Who sends bad tokens too often waits before one is looked at, but for tokens that were good before: the channels may
 * come through the same proxy.
 */
async function runTurn(
  { settings, sdk, badTokens, now }: MessagesDoor,
  req: IncomingMessage,
  valid: ValidActivity,
  turn: (context: TurnContext) => Promise<void>,
): Promise<InvokeResponse | undefined> {
  const { authorization = '' } = req.headers;
  const caller = clientAddress(req, settings.trustsProxy);
  const seconds = settings.rateLimit ? badTokens.wait(caller, now()) : 0;
  if (seconds > 0 && !sdk.knows(authorization)) throw new TooOften(seconds);
  try {
    return await sdk.run(authorization, toSdkActivity(valid), turn);
  } catch (error) {
    if (error instanceof RequestRefused && error.status === 401) badTokens.take(caller, now());
    throw error;
  }
}

async function takeIn(
  door: MessagesDoor,
  valid: ValidActivity,
  context: TurnContext,
): Promise<Received | undefined> {
  const { settings, receive } = door;
  const inbound = toInbound(valid, settings.bot !== undefined);
  if (inbound === undefined) return undefined;
  if (settings.rateLimit) takeQuota(door, inbound);
  const inline = valid.activity.deliveryMode === 'expectReplies';
  const work = filesOf(door, valid).then((attachments) => receive({ ...inbound, attachments }, { inline }));
  const silent = inline || inbound.kind !== 'message';
  const show = (): Promise<void> => door.showTyping(inbound.address);
  const received = await (silent ? work : whileTyping(work, show, door.typingAfter));
  const whole = inline ? await Promise.all(received.replies.map(door.withFiles)) : [];
  const replies = whole.flatMap((reply) => toActivities(reply, inbound.address));
  if (replies.length > 0) await context.sendActivities(replies);
  if (isCardAction(valid.activity)) await context.sendActivity(CARD_TAKEN);
  return received;
}

/** Throws `TooOften`, and says so in the chat, where it is too often. */
function takeQuota({ quotas, slowWord, now }: MessagesDoor, { address, sender, locale }: Inbound): void {
  const { channel, conversation } = address;
  const keys = {
    sender: JSON.stringify([channel, conversation.id, sender.id]),
    person: JSON.stringify([channel, sender.id]),
    conversation: JSON.stringify([channel, conversation.id]),
  };
  const at = now();
  try {
    quotas.take(keys, at);
  } catch (error) {
    slowWord(address, locale, at);
    throw error;
  }
}

/** What came with a message, fetched and kept before its turn: what is acknowledged is on the disk. */
async function filesOf({ settings, sdk, intake }: MessagesDoor, valid: ValidActivity): Promise<Attached> {
  if (!valid.spoken || valid.activity.type !== 'message') return NO_FILES;
  const { attachments, serviceUrl } = valid.activity;
  const authorization = async (): Promise<string> => authorizationOf(await sdk.connector(serviceUrl));
  const sources = sourcesOf(attachments, {
    serviceUrl,
    local: settings.bot === undefined,
    authorization: settings.bot === undefined ? undefined : authorization,
  });
  return sources.length === 0 ? NO_FILES : (await intake.take(sources)).attached;
}

/** What a card's button is told: taken, and nothing of the card changes. */
const CARD_TAKEN: Partial<Activity> = {
  type: 'invokeResponse',
  value: {
    status: 200,
    body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: '' },
  },
};

/** Only `finish` says that the whole response went out; a connection that closed before says that it did not. */
function settleWith(res: ServerResponse, received: Received | undefined): void {
  if (received === undefined) return;
  let settled = false;
  const settle = (delivered: boolean): void => {
    if (settled) return;
    settled = true;
    received.settle(delivered);
  };
  if (res.destroyed) settle(false);
  res.once('finish', () => settle(true)).once('close', () => settle(false));
}

/** The activity for the SDK: of what came only what was validated. */
function toSdkActivity({ activity }: ValidActivity): Activity {
  const { value: _value, timestamp: _timestamp, locale: _locale, membersAdded: _members, ...rest } = activity;
  return {
    ...rest,
    recipient: { name: '', ...rest.recipient, id: rest.recipient?.id || 'bot' },
  } as unknown as Activity;
}
