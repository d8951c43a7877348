import type { Question } from '../../dialogs/message.ts';
import { type CaseRecord, caseKey } from '../desk/case.ts';
import type { Store, Stored, Write } from '../store/port.ts';
import { type ConversationRecord, conversationId, conversationKey, digest } from './record.ts';
import type { Address } from './types.ts';

/**
 * Where Wendy and one person talk alone, and which conversation they have there: its own, or one that began in a group
 * and came to what only this person should read.
 */
export interface PersonRecord {
  v: 1;
  /** Their own chat, as far as it is known. */
  chat: Address | null;
  /** The conversation from a group that goes on there. */
  aside: string | null;
}

/** Whether a channel has groups in which Wendy can be. */
export function hasGroups({ channel }: Pick<Address, 'channel'>): boolean {
  return channel === 'msteams';
}

interface Where {
  channel: string;
  conversation: { isGroup?: boolean | undefined; conversationType?: string | undefined };
}

/** Whether others read along: a group chat or a channel of Teams. */
export function isGroup({ channel, conversation }: Where): boolean {
  if (!hasGroups({ channel })) return false;
  const { isGroup: marked, conversationType } = conversation;
  return marked === true || conversationType === 'groupChat' || conversationType === 'channel';
}

const PERSONAL = /^(?:contact|warranty|outcome|summary)\.|^product\.(?:serial|purchaseDate)$/;

/** Whether a question asks for what is nobody else's business, or shows it. */
export function isPersonal(question: Question | null): question is Question {
  return question !== null && PERSONAL.test(question.prompt);
}

const personKey = ({ channel, user }: Address): string => `person/${digest([channel, user.id])}`;

/** The conversation that a message belongs to: in their own chat, the one that they took there from a group. */
export async function conversationFor(store: Pick<Store, 'recent'>, address: Address): Promise<string> {
  const own = conversationId(address);
  if (!hasGroups(address) || isGroup(address)) return own;
  return (await store.recent<PersonRecord>(personKey(address)))?.value.aside ?? own;
}

/** Who a message was from, as a conversation needs to know it; undefined on channels that have no groups. */
export async function personOf(
  store: Pick<Store, 'get'>,
  address: Address,
): Promise<Stored<PersonRecord> | undefined> {
  if (!hasGroups(address)) return undefined;
  const stored = await store.get<PersonRecord>(personKey(address));
  return stored ?? { version: 0, value: { v: 1, chat: null, aside: null } };
}

/** The write that keeps where a person's own chat is; none where that is known, or others read along here. */
export function knowChat(person: Stored<PersonRecord>, address: Address): Write[] {
  const { chat } = person.value;
  const same = chat?.conversation.id === address.conversation.id && chat.serviceUrl === address.serviceUrl;
  return same || isGroup(address) ? [] : [personWrite(person, address, { chat: address })];
}

/** The write by which a group's conversation goes on in the person's own chat. */
export function goAside(person: Stored<PersonRecord>, address: Address, id: string): Write[] {
  return person.value.aside === id ? [] : [personWrite(person, address, { aside: id })];
}

function personWrite(person: Stored<PersonRecord>, address: Address, change: Partial<PersonRecord>): Write {
  return {
    key: personKey(address),
    expectedVersion: person.version,
    value: { ...person.value, ...change },
  };
}

/** Whether the person's own chat is free for conversation `id`: no other has begun there and is not over. */
export async function isFree(
  store: Pick<Store, 'get'>,
  { value: { chat, aside } }: Stored<PersonRecord>,
  id: string,
): Promise<boolean> {
  const there = aside ?? (chat ? conversationId(chat) : undefined);
  if (there === undefined || there === id) return true;
  const record = (await store.get<ConversationRecord>(conversationKey(there)))?.value;
  if (!record?.caseId) return (record?.resting.context.draft.faults.length ?? 0) === 0;
  const current = (await store.get<CaseRecord>(caseKey(record.caseId)))?.value;
  return current?.status === 'resolved' || current?.status === 'closed';
}
