import type { Calendar } from './calendar.ts';
import { backToQueue, type CaseRecord, type Level, type Queue } from './case.ts';
import type { DeskRules } from './rules.ts';
import type { Role, Staff } from './staff.ts';
import { type Colleague, isThere } from './team.ts';

/** Where a case waits, and who is asked first. */
export type Place = Pick<CaseRecord, 'status' | 'queue' | 'offered' | 'level'>;
/** Where it goes on: never back to the owner. */
export type NextPlace = Place & { level: Exclude<Level, 'owner'> };

export interface Routing {
  rules: DeskRules;
  calendar: Calendar;
  team: readonly Colleague[];
  at: string;
}

const ROLES: Readonly<Record<Queue, Role>> = { sales: 'sales', technicians: 'technician' };

/**
 * Where a case goes that comes to people (the terms, technical support, 2): the owner of the customer first, or who
 * stands in for them; else the queue, in which the one is asked first who speaks the language, knows the fault and has
 * least to do. What the rules send to the technicians at once passes the owner. Pure.
 */
export function routed(record: CaseRecord, queue: Queue, routing: Routing): Place {
  const direct = routing.rules.direct.includes((record.reason ?? '').split(':')[0] ?? '');
  const owner = direct ? undefined : find(routing, record.owner);
  if (owner && isThere(owner, routing.calendar, routing.at)) return placed('sales', 'owner', owner.staff.id);
  const deputy = owner && deputyOf(owner.staff, routing);
  if (deputy) return placed(queueOfRole(deputy.staff.role), 'deputy', deputy.staff.id);
  return pooled(record, queue, routing);
}

/** A case that is for sales now, whatever it came for: the customer's owner first. Pure. */
export function toSales(record: CaseRecord, routing: Routing): Place {
  return routed({ ...record, reason: 'sales' }, 'sales', routing);
}

/** The queue as a whole; who is asked first of those who are there. */
export function pooled(record: CaseRecord, queue: Queue, routing: Routing): Place & { level: 'pool' } {
  const there = routing.team.filter(
    (one) => one.staff.role === ROLES[queue] && isThere(one, routing.calendar, routing.at),
  );
  const [best] = there.sort((a, b) => compare(a, b, record));
  return placed(queue, 'pool', best?.staff.id ?? null);
}

/**
 * Where a case goes on whose promise was broken: from the owner to who stands in, then to all technicians, then to a
 * supervisor, with whom it stays. Pure.
 */
export function movedOn(record: CaseRecord, routing: Routing): NextPlace {
  const { level, assignee, offered } = record;
  const holder = find(routing, assignee ?? (level === 'pool' ? null : offered));
  const deputy = level === 'owner' && holder ? deputyOf(holder.staff, routing) : undefined;
  if (deputy) return placed(queueOfRole(deputy.staff.role), 'deputy', deputy.staff.id);
  const queue: Queue = record.reason === 'sales' ? 'sales' : 'technicians';
  if (level === 'owner' || level === 'deputy') return pooled(record, queue, routing);
  return placed(queue, 'supervisor', supervisorOf(routing) ?? offered);
}

function placed<L extends Level>(queue: Queue, level: L, offered: string | null): Place & { level: L } {
  return { ...backToQueue(queue), level, offered };
}

const queueOfRole = (role: Role): Queue => (role === 'sales' ? 'sales' : 'technicians');

function find({ team }: Routing, id: string | null): Colleague | undefined {
  return id === null ? undefined : team.find(({ staff }) => staff.id === id);
}

/** The first of a person's deputies who is there. */
function deputyOf({ deputies = [] }: Staff, routing: Routing): Colleague | undefined {
  return deputies
    .map((id) => find(routing, id))
    .find((one) => one !== undefined && isThere(one, routing.calendar, routing.at));
}

/** A supervisor who is there, else any: somebody must be answerable. */
function supervisorOf({ team, calendar, at }: Routing): string | undefined {
  const all = team.filter(({ staff }) => staff.role === 'supervisor');
  return (all.find((one) => isThere(one, calendar, at)) ?? all[0])?.staff.id;
}

/** Who is asked first: by language, by skill, by load, and else always in the same order. */
function compare(a: Colleague, b: Colleague, record: CaseRecord): number {
  return (
    languageRank(a.staff, record.locale) - languageRank(b.staff, record.locale) ||
    skillRank(a.staff, record) - skillRank(b.staff, record) ||
    a.load - b.load ||
    a.staff.id.localeCompare(b.staff.id)
  );
}

function languageRank({ languages }: Staff, locale: string): number {
  const rank = languages.indexOf(locale);
  return rank < 0 ? languages.length : rank;
}

function skillRank({ skills = [] }: Staff, { draft }: CaseRecord): number {
  return draft.faults.some(({ label }) => skills.includes(label)) ? 0 : 1;
}
