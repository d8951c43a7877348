import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Activity, TurnContext } from 'botbuilder';
import type { Receive, Received } from '../conversation/types.ts';
import { RequestRefused } from '../errors.ts';
import { isCardAction, toInbound } from './activity.ts';
import { parseActivity, type ValidActivity } from './activity-schema.ts';
import { answer } from './answer.ts';
import { readJson } from './body.ts';
import { type Limiter, TooOften } from './limits.ts';
import { isLocalCaller, isLoopbackServiceUrl } from './locality.ts';
import { toActivities } from './render.ts';
import type { Sdk } from './sdk.ts';
import type { DoorSettings } from './settings.ts';

/** The parts of the door `POST /api/messages`. `bodyTimeout` is in ms. */
export interface MessagesDoor {
  settings: DoorSettings;
  sdk: Sdk;
  receive: Receive;
  /** What one sender may say in one conversation. */
  limiter: Limiter;
  bodyTimeout: number;
}

/**
 * Answers `POST /api/messages`: 200 with what Bot Framework expects, else a `RequestRefused` is thrown: 404 where
 * there is no bot for this caller, 400 for what is no activity, 401 without a good token, 403 for a foreign
 * `serviceUrl`, 501 (as an answer) for an invoke that means nothing here.
 */
export async function answerMessages(
  door: MessagesDoor,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const { settings, sdk } = door;
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
    const response = await sdk.run(req.headers.authorization ?? '', toSdkActivity(valid), turn);
    settleWith(res, received);
    if (valid.activity.type === 'invoke' && !isCardAction(valid.activity)) answer(res, 501, undefined);
    else answer(res, response?.status ?? 200, response?.body);
  } catch (error) {
    received?.settle(false);
    throw error;
  }
}

async function takeIn(
  { settings, receive, limiter }: MessagesDoor,
  valid: ValidActivity,
  context: TurnContext,
): Promise<Received | undefined> {
  const inbound = toInbound(valid, settings.bot !== undefined);
  if (inbound === undefined) return undefined;
  if (settings.rateLimit) {
    const { address, sender } = inbound;
    const seconds = limiter.take(
      JSON.stringify([address.channel, address.conversation.id, sender.id]),
      Date.now(),
    );
    if (seconds > 0) throw new TooOften(seconds);
  }
  const inline = valid.activity.deliveryMode === 'expectReplies';
  const received = await receive(inbound, { inline });
  const replies = inline ? received.replies.flatMap((reply) => toActivities(reply, inbound.address)) : [];
  if (replies.length > 0) await context.sendActivities(replies);
  if (isCardAction(valid.activity)) await context.sendActivity(CARD_TAKEN);
  return received;
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
