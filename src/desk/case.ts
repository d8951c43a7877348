import type { Draft } from '../../dialogs/draft.ts';
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
  v: 1;
  id: string;
  /** The conversation in which the customer is reached. */
  conversation: string;
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
  notes: { at: string; by: string; text: string }[];
  /** What staff and Wendy did with it, oldest first. */
  history: { at: string; by: string; did: string; reason?: string; to?: string }[];
}

export interface TranscriptRow {
  at: string;
  /** `customer`, `bot` or a staff id. */
  from: string;
  text: string;
  /** The outbox row that carries it: what was dropped before it was sent was never said. */
  outbox?: string;
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
  attachments?: number;
  state: string;
  prompt: string | null;
}

export const caseKey = (id: string): string => `case/${id}`;
export const transcriptStream = (conversation: string): string => `transcript/${conversation}`;
export const repliesStream = (caseId: string): string => `replies/${caseId}`;

/** Whether a person holds it, so that Wendy is silent. */
export function isHeld(record: Pick<CaseRecord, 'status'> | undefined): boolean {
  return record?.status === 'claimed' || record?.status === 'waiting_customer';
}

export function listingOf(record: CaseRecord): CaseListing {
  const { id, createdAt, status, assignee, queue } = record;
  return { id, createdAt, status, assignee, queue };
}

/** A case as the contract shows it. */
export function viewOf(record: CaseRecord, version: number, transcript: readonly TranscriptRow[]) {
  const { draft } = record;
  return {
    id: record.id,
    version,
    status: record.status,
    priority: record.priority,
    reason: record.reason,
    locale: record.locale,
    createdAt: record.createdAt,
    customer: record.customer,
    contact: draft.contact,
    owner: record.owner,
    assignee: record.assignee,
    queue: record.queue,
    units: draft.units,
    faults: draft.faults,
    questions: draft.questions,
    transcript: said(transcript),
    repairs: [],
    notes: record.notes,
    history: record.history,
  };
}

export type CaseView = ReturnType<typeof viewOf>;

/** What was really said: an arrival, and rows that were dropped before they were sent, are left out. */
export function said(rows: readonly TranscriptRow[]): { at: string; from: string; text: string }[] {
  const dropped = new Set(rows.flatMap((row) => (row.dropped ? [row.dropped] : [])));
  return rows
    .filter((row) => !row.dropped && !row.turn?.arrived && !(row.outbox && dropped.has(row.outbox)))
    .map(({ at, from, text }) => ({ at, from, text }));
}
