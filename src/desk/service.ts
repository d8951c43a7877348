import { RequestRefused } from '../errors.ts';
import type { Append, Commit, Store, Stored, Wake, Write } from '../store/port.ts';
import { type Action, act } from './actions.ts';
import {
  type CaseRecord,
  type CaseView,
  caseKey,
  listingOf,
  type TranscriptRow,
  transcriptStream,
  viewOf,
} from './case.ts';
import type { Staff, StaffList } from './staff.ts';

/** What an action wants written, and the case as it then is. */
export interface Prepared {
  writes: Write[];
  appends: Append[];
  wakes: Wake[];
  record: CaseRecord;
  version: number;
}

export interface DeskParts {
  store: Store;
  staffList: StaffList;
  newId(): string;
}

/** Reads a case. Throws RequestRefused 404. */
export async function readCase(store: Store, id: string): Promise<Stored<CaseRecord>> {
  const stored = await store.get<CaseRecord>(caseKey(id));
  if (!stored) throw new RequestRefused(404, `There is no case ${JSON.stringify(id.slice(0, 100))}.`);
  return stored;
}

/** All rows of a case's transcript, oldest first. */
export async function readTranscript(store: Store, { conversation }: CaseRecord): Promise<TranscriptRow[]> {
  const rows = await store.rows<TranscriptRow>(transcriptStream(conversation));
  return rows.map(({ row }) => row);
}

/** The case as the contract shows it, with its transcript. `more`: rows that are being written with it. */
export async function showCase(
  store: Store,
  record: CaseRecord,
  version: number,
  more: readonly TranscriptRow[] = [],
): Promise<CaseView> {
  return viewOf(record, version, [...(await readTranscript(store, record)), ...more]);
}

/**
 * Works out what an action does, to be committed by the caller together with what it writes itself.
 * Throws RequestRefused (400, 403, 404, 409).
 */
export async function prepareAction(
  { store, staffList, newId }: DeskParts,
  caseId: string,
  action: Action,
  staff: Staff,
  now: { at: string; on: string; ms: number },
): Promise<Prepared> {
  const stored = await readCase(store, caseId);
  const { record, event } = act(stored.value, stored.version, action, staff, staffList, now);
  const { conversation } = record;
  const wakes: Wake[] = event ? [{ id: newId(), conversation, dueAt: now.ms, event }] : [];
  const said: TranscriptRow[] =
    action.type === 'reply' ? [{ at: now.at, from: staff.id, text: action.text }] : [];
  return {
    writes: [
      { key: caseKey(caseId), expectedVersion: stored.version, value: record, listing: listingOf(record) },
    ],
    appends: said.map((row) => ({ stream: transcriptStream(conversation), row })),
    wakes,
    record,
    version: stored.version + 1,
  };
}

/** The parts of a commit that an action needs. */
export function commitOf({ writes, appends, wakes }: Prepared): Commit {
  return { writes, appends, wakes };
}
