import type { Activity } from 'botbuilder';
import type { Address, SendOutcome, SendTo } from '../conversation/types.ts';
import type { Connector } from './connectors.ts';
import { isLoopbackServiceUrl } from './locality.ts';
import { outcomeOf } from './outcome.ts';
import { toActivities } from './render.ts';
import type { Sdk } from './sdk.ts';

/** How long the far end may take for one activity, its answer included, in ms. */
const SEND_TIMEOUT = 15_000;

/**
 * The sender to all channels, through Bot Framework's connector; one post an activity, never again by itself.
 * `loopbackOnly`: without an identity nothing is sent to any other machine.
 */
export function createSend(sdk: Sdk, loopbackOnly: boolean, timeout = SEND_TIMEOUT): SendTo {
  return async (address, outgoing) => {
    if (loopbackOnly && !isLoopbackServiceUrl(address.serviceUrl)) {
      return { kind: 'failed', reason: 'refused', detail: 'serviceUrl is not on this machine' };
    }
    for (const activity of toActivities(outgoing, address)) {
      const outcome = await post(sdk, address, activity, timeout);
      if (outcome.kind !== 'sent') return outcome;
    }
    return { kind: 'sent' };
  };
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
    if (activity.replyToId) await conversations.replyToActivity(id, activity.replyToId, full, options);
    else await conversations.sendToConversation(id, full, options);
    return { kind: 'sent' };
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
