import { claimOf, type Draft, type Fault, type Unit } from '../../dialogs/draft.ts';
import type { Attachment } from '../../dialogs/files.ts';
import { decide } from '../../dialogs/warranty/decide.ts';
import type { Policy } from '../../dialogs/warranty/policy.ts';
import type { CaseRecord, StaffFile, TranscriptRow, TurnNote } from './case.ts';

/** A case as the contract shows it. */
export function viewOf(
  record: CaseRecord,
  version: number,
  policy: Policy,
  transcript: readonly TranscriptRow[],
) {
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
    units: draft.units.map((unit) => unitView(unit, policy)),
    faults: draft.faults.map((fault) => ({
      ...fault,
      attachments: filesOfFault(draft, fault).map(({ id }) => id),
    })),
    questions: draft.questions,
    attachments: [
      ...(draft.attachments ?? []).map((file) => attachmentView(draft, file)),
      ...(record.files ?? []).map(staffFileView),
    ],
    transcript: said(transcript),
    repairs: [],
    notes: record.notes,
    history: record.history,
    offered: record.offered,
    observers: record.observers,
    promise: record.promise && { kind: record.promise.kind, dueAt: record.promise.dueAt },
    consults: record.consults,
    rating: record.rating?.stars ?? null,
    mergedInto: record.mergedInto,
  };
}

/** A unit whose customer has not been told how its warranty stands shows what the facts so far come to. */
function unitView(unit: Unit, policy: Policy): Unit {
  const proposed = unit.warranty.proposed ?? decide(claimOf(unit), policy);
  return { ...unit, warranty: { ...unit.warranty, proposed } };
}

/** The files of a fault: sent with it, or of units that no other fault names. */
export function filesOfFault(draft: Draft, own: Fault): Attachment[] {
  const only = (group: string): boolean =>
    isOfGroup(draft, own, group) &&
    draft.faults.every((fault) => fault === own || !isOfGroup(draft, fault, group));
  return (draft.attachments ?? []).filter(
    ({ fault, group }) => fault === own.id || (fault === null && group !== null && only(group)),
  );
}

function isOfGroup({ units }: Draft, { unitIds }: Fault, group: string): boolean {
  return units.some((unit) => unit.group === group && unitIds.includes(unit.id));
}

/** Those of the case as a whole, or of units that several faults name. */
export function filesOfNoFault(draft: Draft): Attachment[] {
  const placed = new Set(draft.faults.flatMap((fault) => filesOfFault(draft, fault)));
  return (draft.attachments ?? []).filter((file) => !placed.has(file));
}

function attachmentView({ units }: Draft, { fault, group, label, ...file }: Attachment) {
  const unitIds = units.filter((unit) => unit.group === group).map(({ id }) => id);
  return { ...file, by: 'customer', faultId: fault, unitIds, serialLabel: label };
}

function staffFileView(file: StaffFile) {
  return { ...file, faultId: null, unitIds: [], serialLabel: false };
}

export type CaseView = ReturnType<typeof viewOf>;

/** What was really said: an arrival, and rows that were dropped before they were sent, are left out. */
export function said(rows: readonly TranscriptRow[]): Said[] {
  const dropped = new Set(rows.flatMap((row) => (row.dropped ? [row.dropped] : [])));
  return rows
    .filter((row) => !row.dropped && !row.turn?.arrived && !(row.outbox && dropped.has(row.outbox)))
    .map(({ at, from, text, turn, attachments }) => {
      const files = attachments ?? (turn?.files?.files ?? []).map(({ id }) => id);
      const mail = turn?.mail;
      return {
        ...{ at, from, text },
        ...(files.length > 0 && { attachments: files }),
        ...(mail && { mail }),
      };
    });
}

/** A line of the transcript; `attachments`: the ids of the files that came with it; `mail`: of one that came by mail. */
interface Said {
  at: string;
  from: string;
  text: string;
  attachments?: string[];
  mail?: NonNullable<TurnNote['mail']>;
}
