import { calendarOf } from '../desk/calendar.ts';
import type { Days } from '../desk/calendar-types.ts';
import type { CaseRecord } from '../desk/case.ts';
import { caseWakes, caseWrite } from '../desk/case-write.ts';
import { answerable, type Notice } from '../desk/notices.ts';
import { pooled, type Routing, routed } from '../desk/routing.ts';
import { readTeam } from '../desk/team.ts';
import type { Stored } from '../store/port.ts';
import { type Desk, type Done, readCases } from './staff-desk.ts';

/** How many cases are given on at once; what is left moves on when its promise does. */
const MOST = 50;

/** What waits for somebody who is away from now on goes to who stands in at once: nobody has to wait it out. */
export async function passOn(desk: Desk, days: Days): Promise<Pick<Done, 'writes' | 'wakes'>> {
  const { parts, staff, waking } = desk;
  const { store, staffList, calendar, rules, newId } = parts;
  const lists = await Promise.all(
    (['with_sales', 'queued'] as const).map((status) => store.cases({ status, limit: 1_000 })),
  );
  const waiting = await readCases(
    desk,
    lists.flatMap(({ ids }) => ids),
  );
  const theirs = waiting.filter(({ value }) => value.offered === staff.id && value.level !== 'supervisor');
  if (theirs.length === 0) return {};
  const team = (await readTeam(store, staffList, calendar)).map((one) =>
    one.staff.id === staff.id ? { ...one, calendar: calendarOf(calendar, staff, [days]) } : one,
  );
  const routing: Routing = { rules, calendar, team, at: waking.now.at };
  const moved = theirs.slice(0, MOST).flatMap((stored) => {
    const next = placed(desk, stored, routing);
    if (next.offered === staff.id) return [];
    const written = caseWrite(stored, next, waking.now, newId);
    const notices = caseWakes(next, newsOf(desk, stored.value, next), waking.now, newId);
    return [{ write: written.write, wakes: [...written.wakes, ...notices] }];
  });
  return { writes: moved.map(({ write }) => write), wakes: moved.flatMap(({ wakes }) => wakes) };
}

function placed({ staff, waking }: Desk, { value }: Stored<CaseRecord>, routing: Routing): CaseRecord {
  const queue = value.queue ?? 'technicians';
  const place = value.level === 'pool' ? pooled(value, queue, routing) : routed(value, queue, routing);
  const entry = { at: waking.now.at, by: staff.id, did: 'away', ...(place.offered && { to: place.offered }) };
  return { ...value, ...place, history: [...value.history, entry] };
}

/** Who had it before them knows; in the pool everybody does. */
function newsOf({ parts, staff }: Desk, before: CaseRecord, next: CaseRecord): Notice[] {
  if (before.level === 'pool') return [];
  const to = answerable(next, parts.staffList).filter((id) => id !== staff.id);
  const values = { case: next.id, owner: staff.name };
  if (to.length === 0) return [];
  return [{ to, message: { key: next.level === 'pool' ? 'staff:new.normal' : 'staff:instead', values } }];
}
