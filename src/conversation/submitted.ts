import type { Command } from '../../dialogs/context.ts';
import type { Message } from '../../dialogs/message.ts';
import { openQuestions } from '../../dialogs/question-list.ts';
import type { Time } from '../desk/advance.ts';
import type { CaseRecord } from '../desk/case.ts';
import { answerable, type Notice, observersOf } from '../desk/notices.ts';
import { type Routing, routed } from '../desk/routing.ts';
import type { StaffList } from '../desk/staff.ts';
import { isThere, readTeam } from '../desk/team.ts';
import { foundOwner, withList } from './owner-known.ts';
import type { Parts } from './parts.ts';

/** A case in its place, and whom it concerns. */
export interface Submitted {
  record: CaseRecord | undefined;
  notices: Notice[];
  /** What the customer is told of it besides. */
  word?: Message;
}

/** A case as the customer's turn left it: the commands of the turn, and their words. */
export interface Told {
  before?: CaseRecord | undefined;
  record: CaseRecord | undefined;
  commands: readonly Command[];
  words?: string | undefined;
}

/** A case that came to people in this turn is put where it belongs, and those people are told; others stay as they are. */
export async function submitted(
  { store, staffList, rules, calendar }: Parts,
  { before, record, commands, words = '' }: Told,
  now: Time,
): Promise<Submitted> {
  const submit = commands.findLast((command) => command.do === 'submit');
  const reopens = commands.some((command) => command.do === 'reopen' && !command.own);
  const found = record !== undefined && foundOwner(before, record);
  const rated = commands.some((command) => command.do === 'rate');
  if (record?.rating && rated) return { record, notices: newsOfRating(record, record.rating.stars) };
  if (!record || !(submit || reopens || found)) return { record, notices: [] };
  const team = await readTeam(store, staffList, calendar);
  const routing = { rules, calendar, team, at: now.at };
  if (reopens && !submit) return again(record, words, routing, staffList);
  const queue = submit?.queue ?? record.queue ?? 'sales';
  const next = { ...record, ...routed(record, queue, routing) };
  if (!submit && next.level === 'pool') return { record, notices: [] };
  const word: Message | undefined = submit ? undefined : { key: 'sales:passed' };
  return { record: next, notices: news(next, staffList), ...(word && { word }) };
}

/**
 * A case that the customer opens again: for whoever had it, where they are at work when the company is next; else it is
 * routed like a new one. They hear the customer's words, and whoever watches the case hears that it goes on.
 */
function again(record: CaseRecord, words: string, routing: Routing, staffList: StaffList): Submitted {
  const { assignee, customer } = record;
  const before = routing.team.find(({ staff }) => staff.id === assignee);
  const isBack = before !== undefined && isThere(before, routing.calendar, routing.at);
  const queue = record.queue ?? (record.reason === 'sales' ? 'sales' : 'technicians');
  const next = isBack ? record : { ...record, ...routed(record, queue, routing), assignee: null };
  const to = answerable(next, staffList);
  const values = { case: record.id, name: customer.name ?? '', words };
  const observers = observersOf(next).filter((id) => !to.includes(id));
  const key = isBack ? 'staff:again.yours' : 'staff:again.free';
  const notices: Notice[] = [
    { to, message: { key, values } },
    { to: observers, message: { key: 'staff:again.observed', values } },
  ];
  return { record: next, notices: notices.filter((notice) => notice.to.length > 0) };
}

/** Who had the case, and who watched it, hear how it ended for the customer. */
function newsOfRating(record: CaseRecord, stars: number): Notice[] {
  const { id, assignee, customer } = record;
  const to = [...(assignee ? [assignee] : []), ...observersOf(record)];
  const values = { case: id, name: customer.name ?? id, stars };
  return to.length > 0 ? [{ to, message: { key: 'staff:told.rated', values } }] : [];
}

/** Whoever is to answer gets the questions as one list; the customer's owner does in any case. */
function news(record: CaseRecord, staffList: StaffList): Notice[] {
  const to = answerable(record, staffList);
  const owner = record.owner && staffList.byId(record.owner) ? record.owner : undefined;
  const passed = owner !== undefined && !to.includes(owner) && openQuestions(record.draft).length > 0;
  const asked: Message = { key: 'staff:questions.elsewhere', values: { case: record.id } };
  const notices: Notice[] = [
    { to, message: withList(newsOf(record, staffList), record) },
    ...(passed ? [{ to: [owner], message: withList(asked, record) }] : []),
  ];
  return notices.filter((notice) => notice.to.length > 0);
}

function newsOf(record: CaseRecord, staffList: Parts['staffList']): Message {
  const values = { case: record.id };
  if (record.priority !== 'normal' || record.level === 'pool') {
    return { key: `staff:new.${record.priority}`, values };
  }
  if (record.level === 'owner') return { key: 'staff:yours', values };
  const owner = (record.owner && staffList.byId(record.owner)?.name) ?? '';
  return { key: 'staff:instead', values: { ...values, owner } };
}

/** What was added to a case that waits in a queue; whoever answers it is to know before they do. */
export function additionsTo(
  { staffList }: Pick<Parts, 'staffList'>,
  before: CaseRecord | undefined,
  after: CaseRecord | undefined,
  words: string,
): Notice[] {
  if (!before || !after || !isQueued(before) || !isQueued(after)) return [];
  const count = ({ draft }: CaseRecord): number => draft.faults.length + draft.questions.length;
  const files = ({ draft }: CaseRecord): number => draft.attachments?.length ?? 0;
  const named = after.offered !== null && after.level !== 'pool';
  // A photo is no news for all of a queue.
  const isNews = count(after) > count(before) || (named && files(after) > files(before));
  const to = answerable(after, staffList);
  if (!isNews || to.length === 0) return [];
  const key = words.trim() === '' ? 'staff:added.files' : 'staff:added.words';
  const values = { case: after.id, name: after.customer.name ?? '', words };
  return [{ to, message: { key, values } }];
}

function isQueued({ status }: CaseRecord): boolean {
  return status === 'with_sales' || status === 'queued';
}
