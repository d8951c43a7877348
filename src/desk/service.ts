import { RequestRefused } from '../errors.ts';
import type { Append, Commit, Store, Stored, Wake, Write } from '../store/port.ts';
import type { Action } from './action-forms.ts';
import { act } from './actions.ts';
import type { Time } from './advance.ts';
import type { Calendar } from './calendar.ts';
import {
  type CaseRecord,
  type CaseView,
  caseKey,
  type TranscriptRow,
  transcriptStream,
  viewOf,
} from './case.ts';
import { caseWakes, caseWrite } from './case-write.ts';
import { settled } from './promise.ts';
import type { DeskRules } from './rules.ts';
import type { Staff, StaffList } from './staff.ts';
import { readTeam } from './team.ts';

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
  rules: DeskRules;
  calendar: Calendar;
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

/** What chooses who is asked next; nothing else needs to know who is there. */
const CHOOSING: readonly Action['type'][] = ['release', 'handoff', 'reopen'];

/**
 * Works out what an action does, to be committed by the caller together with what it writes itself.
 * Throws RequestRefused (400, 403, 404, 409).
 */
export async function prepareAction(
  parts: DeskParts,
  caseId: string,
  action: Action,
  staff: Staff,
  now: Time,
): Promise<Prepared> {
  const { store, staffList, rules, calendar, newId } = parts;
  const stored = await readCase(store, caseId);
  const team = CHOOSING.includes(action.type) ? await readTeam(store, staffList, calendar) : [];
  const routing = { rules, calendar, team, at: now.at };
  const deed = act(stored.value, stored.version, action, { ...routing, staff, staffList, now });
  const { event, notices } = deed;
  const record = settled(stored.value, deed.record, now.at, parts);
  const written = caseWrite(stored, record, now, newId);
  const { conversation } = record;
  const wakes: Wake[] = event ? [{ id: newId(), conversation, dueAt: now.ms, event }] : [];
  const said = saidIn(action, staff, now.at);
  return {
    writes: [written.write],
    appends: said.map((row) => ({ stream: transcriptStream(conversation), row })),
    wakes: [...wakes, ...caseWakes(record, notices, now, newId), ...written.wakes],
    record: written.record,
    version: stored.version + 1,
  };
}

/** A person's own words to the customer, for the transcript. */
function saidIn(action: Action, staff: Staff, at: string): TranscriptRow[] {
  return action.type === 'reply' || action.type === 'answer'
    ? [{ at, from: staff.id, text: action.text }]
    : [];
}

/** The parts of a commit that an action needs. */
export function commitOf({ writes, appends, wakes }: Prepared): Commit {
  return { writes, appends, wakes };
}
