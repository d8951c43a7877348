import type { Message } from '../../dialogs/message.ts';
import type { CaseRecord, Queue } from './case.ts';
import type { Role, StaffList } from './staff.ts';

/** What staff members are told of a case. */
export interface Notice {
  to: readonly string[];
  message: Message;
}

/** What waits in a case's inbox: its clock, and what staff are to be told. */
export type CaseInboxEvent = { type: 'CASE.DUE' } | { type: 'CASE.NOTICES'; notices: readonly Notice[] };

const ROLES: Readonly<Record<Queue, Role>> = { sales: 'sales', technicians: 'technician' };

/** Who must do something about a case: who holds it, else who is asked first, else all whose queue it waits in. */
export function answerable(record: CaseRecord, staffList: StaffList): string[] {
  const { assignee, offered, level, queue } = record;
  if (assignee && staffList.byId(assignee)) return [assignee];
  if (offered && level !== 'pool' && staffList.byId(offered)) return [offered];
  const inQueue = queue === null ? [] : withRole(staffList, ROLES[queue]);
  return inQueue.length > 0 ? inQueue : withRole(staffList, 'supervisor');
}

/** The ids of all with a role. */
export function withRole(staffList: StaffList, role: Role): string[] {
  return staffList.all.filter((staff) => staff.role === role).map(({ id }) => id);
}

/** Those who only watch: they handed the case on, and nobody else tells them. */
export function observersOf({ observers, assignee }: CaseRecord, but?: string): string[] {
  return observers.filter((id) => id !== assignee && id !== but);
}
