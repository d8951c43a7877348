import type { WendyEvent } from '../../dialogs/events.ts';
import { isActionType, readAction } from '../desk/action-forms.ts';
import { advanced } from '../desk/advance.ts';
import { type CaseRecord, caseKey } from '../desk/case.ts';
import { caseWrite, customerWakes } from '../desk/case-write.ts';
import { prepareAction } from '../desk/service.ts';
import { readTeam } from '../desk/team.ts';
import { RequestRefused } from '../errors.ts';
import type { Stored, Wake } from '../store/port.ts';
import { nowOf, type Parts } from './parts.ts';
import type { Act, Deed } from './recorded-deeds.ts';

/** What came of a deed that is done once more: events for conversations, and why it can not be done any more. */
export interface Redone {
  woken: { conversation: string; event: WendyEvent }[];
  refused: string[];
}

/**
 * Does once more what staff or the clock did, in the store of `parts`. `zoneOf`: where a conversation's customer is.
 * What the desk refuses by now is named.
 */
export async function redo(
  parts: Parts,
  deed: Deed,
  zoneOf: (conversation: string) => string | undefined,
): Promise<Redone> {
  const stored = await parts.store.get<CaseRecord>(caseKey(deed.case));
  if (!stored) return refusal(deed, 'there is no such case');
  if (deed.by === 'wendy') return strike(parts, deed, stored, zoneOf(stored.value.conversation));
  try {
    return await actAgain(parts, deed, stored);
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error;
    return refusal(deed, error.message);
  }
}

function refusal({ by, acts, case: id }: Deed, why: string): Redone {
  const did = [...new Set(acts.map((act) => act.did))].join(', ');
  return { woken: [], refused: [`${by} ${did} ${id}: ${why}`] };
}

async function actAgain(parts: Parts, deed: Deed, { version }: Stored<CaseRecord>): Promise<Redone> {
  const staff = parts.staffList.byId(deed.by);
  if (!staff) return refusal(deed, 'is not on the list of staff');
  if (!deed.acts.every(({ did }) => isActionType(did))) return refusal(deed, 'is nothing that staff can do');
  const [first, ...others] = deed.acts.map((act) => readAction({ type: act.did, version, ...takenBy(act) }));
  if (!first) return { woken: [], refused: [] };
  const now = instantOf(parts, deed.at);
  const prepared = await prepareAction(parts, deed.case, [first, ...others], staff, now, deed.files);
  await parts.store.commit({ writes: prepared.writes, appends: prepared.appends });
  return { woken: prepared.wakes.map(eventOf), refused: [] };
}

/** Which actions take what the history calls by these names; in the others it only says what came of them. */
const TAKES: Readonly<Record<'to' | 'reason', readonly string[]>> = {
  to: ['assign', 'handoff'],
  reason: ['handoff', 'decide'],
};

function takenBy({ did, to, reason, text, more }: Act): object {
  return {
    ...(to && TAKES.to.includes(did) && { to }),
    ...(reason && TAKES.reason.includes(did) && { reason }),
    ...(text !== undefined && { text }),
    ...more,
  };
}

/** What the clock did is due at the instant at which it did it, whatever today's hours say. */
async function strike(
  parts: Parts,
  { at, acts }: Deed,
  stored: Stored<CaseRecord>,
  customerZone: string | undefined,
): Promise<Redone> {
  const { store, staffList, calendar, rules, newId } = parts;
  const now = instantOf(parts, at);
  const team = await readTeam(store, staffList, calendar);
  const left = acts.find(({ did }) => did === 'abandoned')?.to;
  const byId = (id: string) => (id === left ? undefined : staffList.byId(id));
  const { record, events } = advanced(dueFor(stored.value, acts, at), {
    ...{ rules, calendar, team, at, now, customerZone },
    staffList: { ...staffList, byId },
  });
  await store.commit({ writes: [caseWrite(stored, { ...record, alarm: null }, now, newId).write] });
  const wakes = events.flatMap((event) => customerWakes(record, event, now, newId));
  return { woken: wakes.map(eventOf), refused: [] };
}

function dueFor(record: CaseRecord, acts: readonly Act[], at: string): CaseRecord {
  const did = (what: string): boolean => acts.some((act) => act.did === what);
  const { promise, waiting, ended } = record;
  return {
    ...record,
    promise: promise && {
      ...promise,
      ...(did('promise_broken') && { dueAt: earlier(promise.dueAt, at) }),
      ...(did('warned') && { warnAt: earlier(promise.warnAt, at) }),
    },
    waiting: waiting && {
      ...waiting,
      ...(did('remind') && { remindAt: earlier(waiting.remindAt, at) }),
      ...(did('close') && { closeAt: at }),
    },
    ended: ended && { ...ended, ...(did('close') && { closeAt: at }) },
  };
}

function earlier(one: string, other: string): string {
  return Date.parse(one) < Date.parse(other) ? one : other;
}

function eventOf({ conversation, event }: Wake): Redone['woken'][number] {
  return { conversation, event: event as WendyEvent };
}

/** An instant that is over, as turns and deeds know theirs. */
export function instantOf({ calendar }: Pick<Parts, 'calendar'>, at: string) {
  return nowOf({ calendar, clock: { now: () => new Date(at) } });
}
