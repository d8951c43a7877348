import type { Draft } from '../../dialogs/draft.ts';
import type { Attached, GivenFile } from '../../dialogs/files.ts';
import type { CaseListing } from '../store/port.ts';

export const CASE_STATUSES = [
  'open',
  'with_sales',
  'queued',
  'claimed',
  'waiting_customer',
  'resolved',
  'closed',
] as const;
export type CaseStatus = (typeof CASE_STATUSES)[number];
export type Queue = 'sales' | 'technicians';
export type Priority = 'normal' | 'high' | 'urgent';

/** A case as it is stored. The transcript stands beside it, in a stream of its own. */
export interface CaseRecord {
  v: 2;
  id: string;
  /** The conversation in which the customer is reached: where they wrote last. */
  conversation: string;
  /** Other conversations of the same customer, of cases that became part of this one. */
  also?: readonly string[];
  status: CaseStatus;
  priority: Priority;
  /** Why it came to people: `customer`, `person`, `sales`, `stop:danger`, … */
  reason: string | null;
  locale: string;
  createdAt: string;
  customer: { id: string; name: string | null };
  owner: string | null;
  assignee: string | null;
  queue: Queue | null;
  draft: Draft;
  /** Of staff, for staff; `attachments`: ids of files that came with it. */
  notes: { at: string; by: string; text: string; attachments?: string[] }[];
  /** The files that staff sent, in the order in which they came. */
  files?: readonly StaffFile[];
  /** What staff and Wendy did with it, oldest first. `more`: what else an action took, for a replay. */
  history: {
    at: string;
    by: string;
    did: string;
    reason?: string;
    to?: string;
    more?: Record<string, string | boolean>;
  }[];
  /** Who of its queue is asked first, and how far it has moved on: the owner, a deputy, all of them, a supervisor. */
  offered: string | null;
  level: Level;
  /** Who handed it on and still hears how it goes. */
  observers: string[];
  /** By when the customer was promised a reply; null while nobody owes one. */
  promise: ReplyPromise | null;
  /** The promises that are over, oldest first; of very many the latest. */
  promises: readonly EndedPromise[];
  /** Set while the customer's answer is waited for. */
  waiting: { since: string; remindAt: string; closeAt: string | null } | null;
  /** Set once it is solved or closed; `closeAt`: when a solved one is closed without the customer's word. */
  ended: { at: string; closeAt: string | null } | null;
  /** What sales asked the technicians. */
  consults: Consult[];
  /** The customer's rating, 1 to 5. */
  rating: { stars: number; at: string } | null;
  /** The case that it has become part of. */
  mergedInto: string | null;
  /** When it was confirmed to the customer by mail, ISO. */
  confirmedAt: string | null;
  /** When its clock strikes next, epoch ms: a wake of its inbox stands in the store. */
  alarm: number | null;
}

/** A file that a staff member sent. `shown`: the customer has it too; else it is for staff alone. */
export interface StaffFile extends GivenFile {
  by: string;
  at: string;
  shown: boolean;
}

export type Level = 'owner' | 'deputy' | 'pool' | 'supervisor';

/** A reply that the customer waits for: their first from a person, or the next. */
export interface ReplyPromise {
  kind: 'first' | 'next';
  madeAt: string;
  warnAt: string;
  dueAt: string;
  warned: boolean;
}

/** A promise that is over; `kept`: null where no reply was owed any more, before it was due. */
export interface EndedPromise {
  kind: ReplyPromise['kind'];
  madeAt: string;
  dueAt: string;
  endedAt: string;
  kept: boolean | null;
}

/** A question of sales to the technicians; who answered what. */
export interface Consult {
  id: string;
  by: string;
  at: string;
  text: string;
  answers: { by: string; at: string; text: string }[];
}

/** What a case has of the desk before anybody owes anybody anything. */
export const NO_DESK = {
  offered: null,
  level: 'pool',
  promise: null,
  promises: [],
  waiting: null,
  ended: null,
  rating: null,
  mergedInto: null,
  confirmedAt: null,
  alarm: null,
} as const satisfies Partial<CaseRecord>;

/** A case of the first version: nothing was promised, nobody observed. */
export const caseOfFirstVersion = (stored: object): object => ({
  ...stored,
  ...NO_DESK,
  observers: [],
  consults: [],
  v: 2,
});

export interface TranscriptRow {
  at: string;
  /** `customer`, `bot` or a staff id. */
  from: string;
  text: string;
  /** The outbox row that carries it: what was dropped before it was sent was never said. */
  outbox?: string;
  /** Of a staff member's row: the ids of the files that came with it. */
  attachments?: string[];
  /** Takes back the row of an outbox id. */
  dropped?: string;
  /** Of a customer's row: what a replay of the turn needs besides the words. */
  turn?: TurnNote;
}

/** What came with a customer's words, and where the conversation then stood. */
export interface TurnNote {
  /** Nothing was said: the customer came to the conversation. */
  arrived?: true;
  /** The activity's language tag. */
  tag?: string;
  /** The files that came with them. */
  files?: Attached;
  /** Of a turn before any were kept: how many came. */
  attachments?: number;
  /** A button of an earlier question was pressed. */
  stale?: true;
  /** They came by mail: of which case, from whom, under which subject, and all that it held where that is more. */
  mail?: { case: string; from: string; stranger?: true; subject: string; whole?: string };
  state: string;
  prompt: string | null;
}

export const caseKey = (id: string): string => `case/${id}`;
/** Where a case's own events wait: its clock, and what staff are to be told. */
export const caseInbox = (id: string): string => `case/${id}`;
/** The case whose inbox it is, if it is one. */
export const caseOfInbox = (inbox: string): string | undefined =>
  inbox.startsWith('case/') ? inbox.slice('case/'.length) : undefined;
export const transcriptStream = (conversation: string): string => `transcript/${conversation}`;
export const repliesStream = (caseId: string): string => `replies/${caseId}`;

/** All conversations of a case; the one in which the customer is reached is the first. */
export function conversationsOf({ conversation, also = [] }: CaseRecord): string[] {
  return [conversation, ...also];
}

/** The case, with its customer reached in this one of its conversations. */
export function reachedIn(record: CaseRecord, id: string): CaseRecord {
  const all = conversationsOf(record);
  if (record.conversation === id || !all.includes(id)) return record;
  return { ...record, conversation: id, also: all.filter((one) => one !== id) };
}

/** Whether a person holds it, so that Wendy is silent. */
export function isHeld(record: Pick<CaseRecord, 'status'> | undefined): boolean {
  return record?.status === 'claimed' || record?.status === 'waiting_customer';
}

/** Where a case waits when nobody holds it. */
export function backToQueue(queue: Queue): { status: CaseStatus; queue: Queue } {
  return { status: queue === 'sales' ? 'with_sales' : 'queued', queue };
}

export function listingOf(record: CaseRecord): CaseListing {
  const { id, createdAt, status, assignee, queue } = record;
  return { id, createdAt, status, assignee, queue };
}
