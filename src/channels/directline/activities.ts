import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { onOwnPage } from '../../conversation/own-page.ts';
import type { Address, Inbound, Outgoing } from '../../conversation/types.ts';
import { RequestRefused } from '../../errors.ts';
import type { Source, Taken } from '../../media/intake.ts';
import { toInbound } from '../activity.ts';
import { parseActivity } from '../activity-schema.ts';
import { sourcesOf } from '../attachments.ts';
import { toActivities } from '../render.ts';
import type { ShownActivity } from './ledger.ts';
import { BOT, CHANNEL } from './protocol.ts';
import type { Holder } from './tokens.ts';

/** What a client posted: its id, and where it means something, what goes to the conversation and into the ledger. */
export interface Posted {
  id: string;
  message?: { inbound: Inbound; echo: ShownActivity; sources: Source[] };
}

/** What of a client's `channelData` comes back with its echo: by the first the client knows its own message again. */
const channelData = z.object({
  clientActivityID: z.string().max(200).optional().catch(undefined),
  clientTimestamp: z.string().max(64).optional().catch(undefined),
  postBack: z.boolean().optional().catch(undefined),
  messageBack: z
    .object({ displayText: z.string().max(1000) })
    .optional()
    .catch(undefined),
});

/**
 * Reads a posted activity of a token's holder. Who sent it, where and when is ours to say, not the client's.
 * Throws `RequestRefused` (400) that names the first wrong field.
 */
export function readPosted(body: unknown, holder: Holder, now: number): Posted {
  const given = objectOf(body);
  const { type } = given;
  if (typeof type !== 'string' || type === '' || type.length > 100) {
    throw new RequestRefused(400, 'type must be a string of 1 to 100 characters.', 'type');
  }
  if (type !== 'message') return { id: randomUUID() };
  const data = channelData.safeParse(given.channelData).data ?? {};
  const id = idOf(given, data.clientActivityID);
  const { text, value, attachments, locale, localTimezone } = given;
  const inbound = inboundOf({ type, id, text, value, locale, localTimezone }, holder);
  if (inbound === undefined) return { id };
  const echo: ShownActivity = {
    type,
    id,
    timestamp: new Date(now).toISOString(),
    channelId: CHANNEL,
    from: { id: holder.user, role: 'user' },
    conversation: { id: holder.conv },
    recipient: BOT,
    text: typeof text === 'string' ? text : '',
    textFormat: 'plain',
    ...(inbound.locale === undefined ? {} : { locale: inbound.locale }),
    channelData: data,
  };
  const sources = sourcesOf(Array.isArray(attachments) ? attachments : [], undefined);
  return { id, message: { inbound, echo, sources } };
}

/** The message with its files as they were taken: a small copy of each picture comes back to the page. */
export function withTaken(
  { inbound, echo }: { inbound: Inbound; echo: ShownActivity },
  { attached, previews }: Taken,
): { inbound: Inbound; echo: ShownActivity } {
  const attachments = attached.files.map(({ id, type, name }) => {
    const contentUrl = previews.get(id);
    return { contentType: type, name, ...(contentUrl === undefined ? {} : { contentUrl }) };
  });
  return {
    inbound: { ...inbound, attachments: attached },
    echo: attachments.length === 0 ? echo : { ...echo, attachments },
  };
}

/** The user's arrival in a new conversation; `locale` as the client gave it. */
export function arrivalOf(holder: Holder, locale: unknown): Inbound | undefined {
  return inboundOf({ type: 'conversationUpdate', membersAdded: [{ id: holder.user }], locale }, holder);
}

/** The same way in as for activities of every other channel, with what is ours to say. */
function inboundOf(given: object, { conv, user }: Holder): Inbound | undefined {
  const valid = parseActivity({
    ...given,
    channelId: CHANNEL,
    serviceUrl: 'http://localhost',
    conversation: { id: conv },
    from: { id: user },
    recipient: BOT,
  });
  const inbound = toInbound(valid, false);
  return inbound && { ...inbound, address: onOwnPage(inbound.address) };
}

/** What Wendy says, as it is kept and shown. What is sent again has the same ids again. */
export function toShown(
  outgoing: Outgoing,
  address: Address,
  outboxId: string | undefined,
  now: number,
): ShownActivity[] {
  const key = keyOf(outgoing) ?? outboxId ?? randomUUID();
  return toActivities(outgoing, address).map((activity, at) => ({
    ...activity,
    type: activity.type ?? 'message',
    id: `${key}-${at}`,
    timestamp: new Date(now).toISOString(),
    channelId: CHANNEL,
    from: { ...BOT, role: 'bot' },
    conversation: { id: address.conversation.id },
    recipient: { id: address.user.id, role: 'user' },
  }));
}

/** An answer is known by what it answers and says: a repeated message is answered in the same words. */
function keyOf(outgoing: Outgoing): string | undefined {
  return outgoing.replyTo === undefined ? undefined : digest(JSON.stringify(outgoing));
}

/** A message that the client sends again, as it had no answer, has the same id: then it is taken once. */
function idOf({ text, value }: Record<string, unknown>, clientActivityID: string | undefined): string {
  if (!clientActivityID) return randomUUID();
  return digest(JSON.stringify([clientActivityID, text, value]));
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 27);
}

function objectOf(body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new RequestRefused(400, 'The body must be one activity, a JSON object.');
  }
  return body as Record<string, unknown>;
}
