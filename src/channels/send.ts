import type { Activity } from 'botbuilder';
import type { Address, SendOutcome, SendTo } from '../conversation/types.ts';
import type { Connector } from './connectors.ts';
import { isLoopbackServiceUrl } from './locality.ts';
import { outcomeOf } from './outcome.ts';
import { createPacer, type Lane, type Pacer } from './pace.ts';
import { toActivities, toChange } from './render.ts';
import type { Sdk } from './sdk.ts';
import { type ShowTyping, showsTyping, TYPING } from './typing.ts';

/** How long the far end may take for one activity, its answer included, in ms. */
const SEND_TIMEOUT = 15_000;

/** Long messages that went out in part, remembered until the rest has gone. */
const MOST_BEGUN = 1_000;

export interface SendOptions {
  /** Without an identity nothing is sent to any other machine. */
  loopbackOnly: boolean;
  /** How long the far end may take for one activity, ms. */
  timeout?: number;
  pacer?: Pacer;
}

/**
 * The sender to all channels, through Bot Framework's connector; one post an activity, never again by itself, never
 * faster than the channel takes them, and of each conversation one at a time. What is sent again goes on with the part
 * that did not get through.
 */
export function createSend(sdk: Sdk, options: SendOptions): { send: SendTo; showTyping: ShowTyping } {
  const { loopbackOnly, timeout = SEND_TIMEOUT, pacer = createPacer() } = options;
  const begun = new Map<string, number>();
  const mayReach = ({ serviceUrl }: Address): boolean => !loopbackOnly || isLoopbackServiceUrl(serviceUrl);

  async function paced(address: Address, activity: Partial<Activity>): Promise<SendOutcome> {
    const lane = laneOf(address);
    const wait = pacer.begin(lane, performance.now());
    if (wait > 0) return { kind: 'later', after: wait };
    const outcome = await post(sdk, address, activity, timeout);
    const told = outcome.kind === 'retry' ? outcome.after : undefined;
    pacer.ended(lane, performance.now(), told);
    return outcome;
  }

  const send: SendTo = async (address, outgoing, outboxId = '') => {
    if (!mayReach(address)) {
      return { kind: 'failed', reason: 'refused', detail: 'serviceUrl is not on this machine' };
    }
    const change = toChange(outgoing, address);
    if (change) {
      const outcome = await paced(address, change);
      // It may be gone, or too old: the answer is no less taken.
      return outcome.kind === 'later' || outcome.kind === 'retry' ? outcome : { kind: 'sent' };
    }
    const activities = toActivities(outgoing, address);
    let last: SendOutcome = { kind: 'sent' };
    for (let at = begun.get(outboxId) ?? 0; at < activities.length; at++) {
      const outcome = await paced(address, activities[at] ?? {});
      if (outcome.kind === 'sent') {
        if (outgoing.about !== undefined) last = outcome;
        continue;
      }
      if (at > 0 && outboxId !== '' && begun.size < MOST_BEGUN) begun.set(outboxId, at);
      return outcome;
    }
    begun.delete(outboxId);
    return last;
  };
  const showTyping: ShowTyping = async (address) => {
    if (mayReach(address) && showsTyping(address.channel)) await paced(address, TYPING);
  };
  return { send, showTyping };
}

function laneOf({ channel, conversation }: Address): Lane {
  return { channel, thread: conversation.id, tenant: conversation.tenantId ?? '' };
}

async function post(
  sdk: Sdk,
  address: Address,
  activity: Partial<Activity>,
  timeout: number,
): Promise<SendOutcome> {
  try {
    const { conversations } = await sdk.connector(address.serviceUrl);
    const full = { ...activity, ...addressed(address) } as Activity;
    const { id } = address.conversation;
    const options = { abortSignal: AbortSignal.timeout(timeout) } as Options;
    const sent: { id?: unknown } | undefined = activity.id
      ? await conversations.updateActivity(id, activity.id, full, options)
      : activity.replyToId
        ? await conversations.replyToActivity(id, activity.replyToId, full, options)
        : await conversations.sendToConversation(id, full, options);
    return { kind: 'sent', ...(typeof sent?.id === 'string' && { id: sent.id }) };
  } catch (error) {
    return outcomeOf(error, address.serviceUrl, Date.now());
  }
}

type Options = NonNullable<Parameters<Connector['conversations']['sendToConversation']>[2]>;

function addressed({ channel, serviceUrl, conversation, bot, user }: Address): Partial<Activity> {
  return {
    channelId: channel,
    serviceUrl,
    conversation: conversation as Activity['conversation'],
    from: bot as Activity['from'],
    recipient: user as Activity['recipient'],
  };
}
