import { queueOf } from '../desk/access.ts';
import type { CaseRecord, Priority } from '../desk/case.ts';
import type { Stored } from '../store/port.ts';
import { ageOf, button, caseValues, type Desk, nameOf, readCases, say } from './staff-desk.ts';
import type { Card, CardAction, CardSection, Outgoing } from './types.ts';

/** The lists of cases that staff can see. */
export const LISTS = ['queue', 'mine', 'all'] as const;
export type ListName = (typeof LISTS)[number];

/** Cases on one page of a list. */
const PAGE = 6;
/** How many cases of each kind are looked through; the oldest come first. */
const MOST = 200;

const URGENCY: Readonly<Record<Priority, number>> = { urgent: 0, high: 1, normal: 2 };

/** One page of a list, and the page that comes next, if any. */
export interface ListPage {
  outgoing: Outgoing;
  next: number | undefined;
}

/**
 * A page (from 1) of the cases that wait for this person: theirs, those offered to them, their queue; or of those in
 * their hands; or of all that are open. What is late comes first, then by urgency and by when an answer is due.
 */
export async function listPage(
  desk: Desk,
  name: ListName,
  page: number,
  changed?: Stored<CaseRecord>,
): Promise<ListPage> {
  const { cases, more } = await casesOf(desk, name, changed);
  return listOf(desk, name, cases, page, more);
}

/** As `listPage`, of cases that were read. `more`: there are others besides. */
export function listOf(
  desk: Desk,
  name: ListName,
  cases: readonly Stored<CaseRecord>[],
  page: number,
  more = false,
): ListPage {
  const all = cases.toSorted((a, b) => compare(desk, a.value, b.value));
  if (all.length === 0)
    return { outgoing: { text: say(desk, `desk:list.empty.${name}`), choices: [] }, next: undefined };
  const pages = Math.ceil(all.length / PAGE);
  const at = Math.min(Math.max(1, page), pages);
  const next = at < pages ? at + 1 : undefined;
  const shown = all.slice((at - 1) * PAGE, at * PAGE);
  const card: Card = {
    title: say(desk, `desk:list.title.${name}`, { n: more ? `${all.length}+` : all.length }),
    lines: pages > 1 ? [say(desk, 'desk:page', { page: at, pages })] : [],
    facts: [],
    sections: shown.map((stored) => entry(desk, stored, { list: name, page: at })),
    actions: next
      ? [button(desk, say(desk, 'desk:button.more'), [name, String(next)], { staff: name, page: next })]
      : [],
  };
  return { outgoing: { text: '', choices: [], card }, next };
}

async function casesOf(
  desk: Desk,
  name: ListName,
  changed: Stored<CaseRecord> | undefined,
): Promise<{ cases: Stored<CaseRecord>[]; more: boolean }> {
  const { store } = desk.parts;
  const { staff } = desk;
  const ask = (query: object) => store.cases({ limit: MOST, ...query });
  const held = ['claimed', 'waiting_customer'];
  const waiting = ['with_sales', 'queued'];
  const lists = await Promise.all([
    ...(name === 'all'
      ? held.map((status) => ask({ status }))
      : held.map((status) => ask({ status, assignee: staff.id }))),
    ...(name === 'all' || (name === 'queue' && staff.role === 'supervisor')
      ? waiting.map((status) => ask({ status }))
      : []),
    ...(name === 'queue' && staff.role !== 'supervisor' ? [ask({ queue: queueOf(staff) })] : []),
  ]);
  const read = await readCases(desk, [...new Set(lists.flatMap(({ ids }) => ids))]);
  const cases = read.map((stored) => (changed && stored.value.id === changed.value.id ? changed : stored));
  return {
    cases: cases.filter(({ value }) => isListed(desk, name, value)),
    more: lists.some(({ next }) => next !== null),
  };
}

/** By how it is now: it may have changed since the store listed it. */
function isListed({ staff }: Desk, name: ListName, { status, assignee, queue }: CaseRecord): boolean {
  const held = status === 'claimed' || status === 'waiting_customer';
  if (held) return name === 'all' || assignee === staff.id;
  const waits = status === 'with_sales' || status === 'queued';
  return (
    waits &&
    (name === 'all' || (name === 'queue' && (staff.role === 'supervisor' || queue === queueOf(staff))))
  );
}

function compare(desk: Desk, a: CaseRecord, b: CaseRecord): number {
  const due = ({ promise }: CaseRecord): string => promise?.dueAt ?? '~';
  return (
    Number(isLate(desk, b)) - Number(isLate(desk, a)) ||
    URGENCY[a.priority] - URGENCY[b.priority] ||
    due(a).localeCompare(due(b)) ||
    a.createdAt.localeCompare(b.createdAt)
  );
}

function isLate({ waking }: Desk, { promise }: CaseRecord): boolean {
  return promise !== null && Date.parse(promise.dueAt) <= waking.now.ms;
}

/** On which page of which list a button is, which is then shown anew. */
interface OnList {
  list: ListName;
  page: number;
}

function entry(desk: Desk, { value, version }: Stored<CaseRecord>, on: OnList): CardSection {
  return {
    title: titleOf(desk, value),
    lines: [stateLine(desk, value), ...dueLine(desk, value)],
    actions: entryActions(desk, value, { case: value.id, version, ...on }),
  };
}

function entryActions(
  desk: Desk,
  record: CaseRecord,
  data: OnList & { case: string; version: number },
): CardAction[] {
  const { id } = record;
  const values = { case: id };
  const open = button(desk, say(desk, 'desk:button.open', values), ['case', id], { staff: 'case', case: id });
  if (mayTake(desk, record)) {
    return [
      open,
      button(desk, say(desk, 'desk:button.claim_case', values), ['claim', id], { staff: 'claim', ...data }),
    ];
  }
  if (desk.staff.role !== 'supervisor') return [open];
  return [
    open,
    button(desk, say(desk, 'desk:button.give', values), ['assign', `${id} …`], { staff: 'assign', ...data }),
  ];
}

/** Whether a case waits in this person's queue. */
export function mayTake({ staff }: Pick<Desk, 'staff'>, { status, queue }: CaseRecord): boolean {
  if (staff.role === 'supervisor' || queue !== queueOf(staff)) return false;
  return status === 'queued' || status === 'with_sales';
}

/** `C-1001 · Ann Hill · no power`. */
export function titleOf(desk: Desk, record: CaseRecord): string {
  const { faults, questions } = record.draft;
  const [first] = faults;
  const fault = first
    ? say(desk, `common:labels.${first.label}`)
    : say(desk, questions.length > 0 ? 'desk:part.questions' : 'staff:no_fault');
  const more = faults.length - 1;
  const named = more > 0 ? say(desk, 'desk:list.and_more', { fault, n: more }) : fault;
  return say(desk, 'desk:list.entry', { ...caseValues(desk, record), fault: named });
}

/** Its priority, with whom it is, and how old it is. */
export function stateLine(desk: Desk, record: CaseRecord): string {
  return say(desk, 'desk:list.state', {
    priority: { key: `staff:priority.${record.priority}` },
    where: whereIs(desk, record),
    age: ageOf(desk, record.createdAt),
  });
}

/** With whom a case is, in words. */
export function whereIs(desk: Desk, { status, assignee, offered, queue, level }: CaseRecord): string {
  const waits = status === 'waiting_customer';
  if (waits || status === 'claimed') {
    if (assignee === desk.staff.id)
      return say(desk, waits ? 'desk:list.where.waiting' : 'desk:list.where.yours');
    const who = nameOf(desk, assignee ?? '');
    return say(desk, waits ? 'desk:list.where.with_waiting' : 'desk:list.where.with', { who });
  }
  if (status !== 'queued' && status !== 'with_sales') {
    return say(desk, 'desk:list.where.other', { status: { key: `common:status.${status}` } });
  }
  if (offered === desk.staff.id) return say(desk, 'desk:list.where.offered');
  if (offered && level !== 'pool')
    return say(desk, 'desk:list.where.offered_to', { who: nameOf(desk, offered) });
  return say(desk, queue === 'sales' ? 'desk:list.where.sales' : 'desk:list.where.technicians');
}

/** By when the customer was promised an answer, and whether that is over. */
export function dueLine(desk: Desk, record: CaseRecord): string[] {
  if (!record.promise) return [];
  const by = { instant: record.promise.dueAt };
  return [say(desk, isLate(desk, record) ? 'desk:list.late' : 'desk:list.due', { by })];
}
