import type { GivenFile } from '../../dialogs/files.ts';
import type { Policy } from '../../dialogs/warranty/policy.ts';
import { RequestRefused } from '../errors.ts';
import type { Append, Commit, Store, Stored, Wake, Write } from '../store/port.ts';
import type { Action } from './action-forms.ts';
import { act, type CaseEvent } from './actions.ts';
import type { Time } from './advance.ts';
import type { Calendar } from './calendar.ts';
import {
  type CaseRecord,
  caseKey,
  conversationsOf,
  reachedIn,
  type TranscriptRow,
  transcriptStream,
} from './case.ts';
import { type CaseView, viewOf } from './case-view.ts';
import { caseWakes, caseWrite, customerWakes, mergeWakes } from './case-write.ts';
import { answeredTogether } from './deeds/answer.ts';
import { rememberOwner } from './known-customers.ts';
import type { Notice } from './notices.ts';
import { settled } from './promise.ts';
import type { DeskRules } from './rules.ts';
import type { Staff, StaffList } from './staff.ts';
import { readTeam } from './team.ts';
import { uploadWrite } from './uploads.ts';

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
  policy: Policy;
  newId(): string;
}

/** Reads a case. Throws RequestRefused 404. */
export async function readCase(store: Store, id: string): Promise<Stored<CaseRecord>> {
  const stored = await store.get<CaseRecord>(caseKey(id));
  if (!stored) throw new RequestRefused(404, `There is no case ${JSON.stringify(id.slice(0, 100))}.`);
  return stored;
}

/** All rows of a case's transcript, oldest first; what was said in several conversations stands in order of time. */
export async function readTranscript(store: Store, record: CaseRecord): Promise<TranscriptRow[]> {
  const talks = await Promise.all(
    conversationsOf(record).map((id) => store.rows<TranscriptRow>(transcriptStream(id))),
  );
  return talks.map((rows) => rows.map(({ row }) => row)).reduce(inOrder);
}

/** Two talks as one; each keeps its own order, whatever the clock did. */
function inOrder(one: readonly TranscriptRow[], other: readonly TranscriptRow[]): TranscriptRow[] {
  const rest = [...other];
  const whole: TranscriptRow[] = [];
  for (const row of one) {
    while (rest[0] && rest[0].at < row.at) whole.push(rest.shift() as TranscriptRow);
    whole.push(row);
  }
  return [...whole, ...rest];
}

/** The case as the contract shows it, with its transcript. `more`: rows that are being written with it. */
export async function showCase(
  { store, policy }: Pick<DeskParts, 'store' | 'policy'>,
  record: CaseRecord,
  version: number,
  more: readonly TranscriptRow[] = [],
): Promise<CaseView> {
  return viewOf(record, version, policy, [...(await readTranscript(store, record)), ...more]);
}

/** What chooses who is asked next; nothing else needs to know who is there. */
const CHOOSING: readonly Action['type'][] = ['release', 'handoff', 'reopen'];

/**
 * Works out what an action does, or several in one go, to be committed by the caller together with what it writes
 * itself: all of them or none. `files`: what came with a reply or a note, taken in already.
 * Throws RequestRefused (400, 403, 404, 409).
 */
export async function prepareAction(
  parts: DeskParts,
  caseId: string,
  action: Action | readonly [Action, ...Action[]],
  staff: Staff,
  now: Time,
  files: readonly GivenFile[] = [],
): Promise<Prepared> {
  const { store, staffList, rules, calendar, policy, newId } = parts;
  const stored = await readCase(store, caseId);
  const actions: readonly Action[] = [action].flat();
  const chooses = actions.some(({ type }) => CHOOSING.includes(type));
  const team = chooses ? await readTeam(store, staffList, calendar) : [];
  const other = await otherOf(store, actions);
  const acting = {
    ...{ rules, calendar, team, at: now.at, staff, staffList, policy, now },
    into: other?.value,
  };
  let record = stored.value;
  const events: CaseEvent[] = [];
  const notices: Notice[] = [];
  let into: CaseRecord | undefined;
  for (const one of actions) {
    const deed = act(record, stored.version, one, { ...acting, files: takesFiles(one) ? files : [] });
    into = deed.into ?? into;
    record = settled(record, deed.record, now.at, parts);
    if (deed.event) events.push(deed.event);
    notices.push(...deed.notices);
  }
  const written = caseWrite(stored, record, now, newId);
  const whole = into && settled(other?.value, await reachedLast(store, into), now.at, parts);
  const grown = other && whole && caseWrite(other, whole, now, newId);
  const rows = actions.flatMap((one) => saidIn(one, staff, now.at, files));
  const uploads = actions.some(takesFiles) ? files : [];
  return {
    writes: [
      written.write,
      ...(grown ? [grown.write] : []),
      ...uploads.map((file) => uploadWrite(file, record.conversation, staff.id, now.at)),
      ...(await ownerWrites(store, stored.value, record, staffList)),
    ],
    appends: rows.map((row) => ({ stream: transcriptStream(record.conversation), row })),
    wakes: [
      ...answeredTogether(events).flatMap((event) =>
        other && event.type === 'CASE.MERGED'
          ? mergeWakes(record, other.value, event, now, newId)
          : customerWakes(record, event, now, newId),
      ),
      ...caseWakes(record, notices, now, newId),
      ...written.wakes,
      ...(grown?.wakes ?? []),
    ],
    record: written.record,
    version: stored.version + 1,
  };
}

/** A salesperson who takes a case looks after its customer, unless that is known of somebody here. */
async function ownerWrites(
  store: Store,
  before: CaseRecord,
  { assignee, ...after }: CaseRecord,
  staffList: StaffList,
): Promise<Write[]> {
  const taker = assignee === before.assignee ? undefined : staffList.byId(assignee ?? '');
  if (taker?.role !== 'sales') return [];
  const owner = after.owner && staffList.byId(after.owner) ? after.owner : taker.id;
  return rememberOwner(store, { ...after, assignee }, owner);
}

/** The case with the conversation first in which its customer wrote last. */
async function reachedLast(store: Store, record: CaseRecord): Promise<CaseRecord> {
  const talks = await Promise.all(
    conversationsOf(record).map(async (id) => {
      const rows = await store.rows<TranscriptRow>(transcriptStream(id));
      return { id, at: rows.findLast(({ row }) => row.from === 'customer')?.row.at ?? '' };
    }),
  );
  const [last] = talks.toSorted((a, b) => b.at.localeCompare(a.at));
  return last ? reachedIn(record, last.id) : record;
}

/** The case that a merge names; undefined where there is none. */
async function otherOf(store: Store, actions: readonly Action[]): Promise<Stored<CaseRecord> | undefined> {
  const merge = actions.find((one) => one.type === 'merge');
  return merge && store.get<CaseRecord>(caseKey(merge.into));
}

function takesFiles({ type }: Action): boolean {
  return type === 'reply' || type === 'note';
}

/** A person's own words to the customer, for the transcript. */
function saidIn(action: Action, staff: Staff, at: string, files: readonly GivenFile[]): TranscriptRow[] {
  if (action.type !== 'reply' && action.type !== 'answer') return [];
  const attachments = action.type === 'reply' ? files.map(({ id }) => id) : [];
  return [{ at, from: staff.id, text: action.text, ...(attachments.length > 0 && { attachments }) }];
}

/** The parts of a commit that an action needs. */
export function commitOf({ writes, appends, wakes }: Prepared): Commit {
  return { writes, appends, wakes };
}
