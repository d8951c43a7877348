import { NO_FILES } from '../../dialogs/files.ts';
import { isGroup } from '../conversation/group.ts';
import type { Address, Inbound, Sender } from '../conversation/types.ts';
import { remembering } from '../remembering.ts';
import { abilitiesOf } from './abilities.ts';
import type { OtherActivity, SpokenActivity, ValidActivity } from './activity-schema.ts';
import { readValue } from './card-value.ts';
import { isForBot, withoutMentions } from './mentions.ts';

/** Where nothing names the bot: some Direct Line clients leave `recipient` out. */
const UNNAMED_BOT = 'bot';

/**
 * What an activity means to the conversation, or undefined where it means nothing: typing, reactions, edits, deletes,
 * installations, people who leave, unknown types, and what is said in a group to others.
 * `authenticated`: whether the channel vouches for who sent it; only then a tenant and a person's object id count.
 */
export function toInbound(valid: ValidActivity, authenticated: boolean): Inbound | undefined {
  if (valid.spoken) return fromSpoken(valid.activity, authenticated);
  return valid.activity.type === 'conversationUpdate' ? fromArrival(valid.activity) : undefined;
}

/** Whether an invoke is a button of an Adaptive Card; no other invoke is answered. */
export function isCardAction(activity: { type: string; name?: string | undefined }): boolean {
  return activity.type === 'invoke' && activity.name === 'adaptiveCard/action';
}

function fromSpoken(activity: SpokenActivity, authenticated: boolean): Inbound | undefined {
  const invoke = activity.type === 'invoke';
  if ((invoke && !isCardAction(activity)) || !isForBot(activity)) return undefined;
  const said = readValue(invoke ? actionData(activity.value) : activity.value);
  const text = withoutMentions(activity);
  // What was typed beside other data is what was said.
  const pressed =
    said.pressed && (text === '' || text === said.pressed.choice)
      ? { ...said.pressed, ...cardOf(activity) }
      : undefined;
  return {
    kind: 'message',
    address: toAddress(activity, activity.from),
    sender: toSender(activity, authenticated),
    activityId: activity.id,
    text: pressed?.choice ?? text,
    ...(pressed ? { pressed } : {}),
    ...(said.value === undefined ? quotedBy(activity) : { value: said.value, ...cardOf(activity) }),
    ...(activity.timestamp === undefined ? {} : { timestamp: activity.timestamp }),
    ...localeOf(activity.locale),
    ...zoneOf(activity.localTimezone),
    attachments: NO_FILES,
  };
}

/** The message that a pressed button is on, where it can be put otherwise. */
function cardOf({ channelId, replyToId }: SpokenActivity): { card?: string } {
  return replyToId && abilitiesOf(channelId).changes ? { card: replyToId } : {};
}

/** A message that is typed as the answer to another one. */
function quotedBy({ replyToId, type }: SpokenActivity): { quoted?: string } {
  return replyToId && type === 'message' ? { quoted: replyToId } : {};
}

/** Nobody who comes to a group came for Wendy: there she waits until she is mentioned. */
function fromArrival(activity: OtherActivity): Inbound | undefined {
  if (isGroup({ channel: activity.channelId, conversation: activity.conversation })) return undefined;
  const bot = activity.recipient?.id ?? UNNAMED_BOT;
  const arrived = (activity.membersAdded ?? []).map(memberOf).find((member) => member && member.id !== bot);
  if (arrived === undefined) return undefined;
  return {
    kind: 'arrived',
    address: toAddress(activity, arrived),
    sender: { id: arrived.id, ...(arrived.name === undefined ? {} : { name: arrived.name }) },
    activityId: activity.id ?? '',
    text: '',
    ...(activity.timestamp === undefined ? {} : { timestamp: activity.timestamp }),
    ...localeOf(activity.locale),
    attachments: NO_FILES,
  };
}

function memberOf(member: unknown): { id: string; name?: string } | undefined {
  const { id, name } = (member ?? {}) as { id?: unknown; name?: unknown };
  if (typeof id !== 'string' || id === '' || id.length > 1000) return undefined;
  return { id, ...(typeof name === 'string' ? { name } : {}) };
}

function toAddress(
  activity: SpokenActivity | OtherActivity,
  user: { id: string; name?: string | undefined },
): Address {
  const { conversation, recipient } = activity;
  return {
    channel: activity.channelId,
    serviceUrl: activity.serviceUrl,
    conversation: {
      id: conversation.id,
      ...(conversation.isGroup === undefined ? {} : { isGroup: conversation.isGroup }),
      ...(conversation.tenantId === undefined ? {} : { tenantId: conversation.tenantId }),
      ...(conversation.conversationType === undefined
        ? {}
        : { conversationType: conversation.conversationType }),
    },
    bot: {
      id: recipient?.id || UNNAMED_BOT,
      ...(recipient?.name === undefined ? {} : { name: recipient.name }),
    },
    user: { id: user.id, ...(user.name === undefined ? {} : { name: user.name }) },
  };
}

function toSender(activity: SpokenActivity, authenticated: boolean): Sender {
  const { from, conversation, channelData } = activity;
  const vouched = authenticated && activity.channelId === 'msteams';
  const tenantId = conversation.tenantId ?? channelData?.tenant?.id;
  return {
    id: from.id,
    ...(from.name === undefined ? {} : { name: from.name }),
    ...(vouched && tenantId !== undefined ? { tenantId } : {}),
    ...(vouched && from.aadObjectId !== undefined ? { objectId: from.aadObjectId } : {}),
  };
}

function localeOf(locale: string | undefined): { locale?: string } {
  return locale === undefined || locale.length > 100 ? {} : readTag(locale);
}

function zoneOf(zone: string | undefined): { zone?: string } {
  return zone === undefined || zone.length > 100 ? {} : readZone(zone);
}

const readZone = remembering((timeZone: string): { zone?: string } => {
  try {
    return { zone: new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone };
  } catch {
    return {};
  }
});

const readTag = remembering((locale: string): { locale?: string } => {
  try {
    const tag = Intl.getCanonicalLocales(locale)[0];
    return tag === undefined ? {} : { locale: tag };
  } catch {
    return {};
  }
});

function actionData(value: unknown): unknown {
  const { action } = (value ?? {}) as { action?: { data?: unknown } | null };
  return action?.data;
}
