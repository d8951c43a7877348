import type { Store } from '../store/port.ts';
import { type Calendar, calendarOf, isOpen, onDuty } from './calendar.ts';
import type { Staff, StaffList } from './staff.ts';

/** What is stored of a staff member: where they talk with Wendy, and what changes from day to day. */
export interface StaffRecord {
  v: 1;
  /** The conversation they wrote in last; null while they never did. */
  conversation: string | null;
  /** Days on which they are not at work, as they said it themselves; ISO dates, both included. */
  away?: { from: string; to: string } | null;
  /** When they were invited by mail to write to Wendy. */
  invitedAt?: string;
}

export const staffKey = (id: string): string => `staff/${id}`;

/** A staff member as routing sees them. */
export interface Colleague {
  staff: Staff;
  calendar: Calendar;
  /** Cases in their hands. */
  load: number;
}

/** Everybody with their hours, absences and load, at this moment. */
export async function readTeam(
  store: Pick<Store, 'get' | 'caseCounts'>,
  staffList: StaffList,
  calendar: Calendar,
): Promise<Colleague[]> {
  const assignees = staffList.all.map(({ id }) => id);
  const [records, loads] = await Promise.all([
    Promise.all(assignees.map((id) => store.get<StaffRecord>(staffKey(id)))),
    store.caseCounts({ assignees, statuses: ['claimed', 'waiting_customer'] }),
  ]);
  return staffList.all.map((staff, nth) => {
    const away = records[nth]?.value.away;
    const own = calendarOf(calendar, staff, away ? [away] : []);
    return { staff, calendar: own, load: loads.get(staff.id) ?? 0 };
  });
}

/** Whether somebody works when the company does next: now, or at its next opening. */
export function isThere(colleague: Colleague, company: Calendar, at: string): boolean {
  const now = onDuty(company, at);
  const moment = now.open ? at : now.opensAt;
  return moment !== null && isOpen(colleague.calendar, moment);
}
