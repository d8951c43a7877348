import { RequestRefused } from '../errors.ts';
import type { CaseRecord, CaseStatus, Queue } from './case.ts';
import type { Staff, StaffList } from './staff.ts';

/** The queue that a staff member takes from. */
export function queueOf(staff: Staff): Queue {
  return staff.role === 'sales' ? 'sales' : 'technicians';
}

/** A technician or sales, of their own queue. Throws RequestRefused 403 or 409. */
export function mayClaim(record: CaseRecord, staff: Staff): void {
  if (staff.role === 'supervisor') {
    throw new RequestRefused(403, 'A supervisor assigns cases instead of claiming them.', 'as');
  }
  if (record.status !== 'queued' && record.status !== 'with_sales') {
    throw new RequestRefused(409, holderText(record), 'status');
  }
  if (record.queue !== queueOf(staff)) {
    throw new RequestRefused(403, `The case waits in the queue of ${record.queue}.`, 'as');
  }
}

/** Who has it, in words. */
export function holderText(record: CaseRecord): string {
  if (record.assignee) return `The case is with ${record.assignee} and is ${record.status}.`;
  return `The case is ${record.status} and waits in no queue.`;
}

/** The assignee. Throws RequestRefused 409. */
export function mustHold(record: CaseRecord, staff: Staff): void {
  if (record.assignee !== null && record.assignee !== staff.id) {
    throw new RequestRefused(409, holderText(record), 'as');
  }
  if (record.assignee === null || (record.status !== 'claimed' && record.status !== 'waiting_customer')) {
    throw new RequestRefused(409, `${holderText(record)} Claim it first.`, 'status');
  }
}

/** The assignee, or a supervisor for any case that is not over. */
export function mayAssign(record: CaseRecord, staff: Staff): void {
  if (staff.role !== 'supervisor') mustHold(record, staff);
  else if (record.status === 'resolved' || record.status === 'closed') {
    throw new RequestRefused(409, `The case is ${record.status}: reopen it first.`, 'status');
  }
}

/** Whom a case is assigned to. Throws RequestRefused 400. */
export function assignee(id: string, staffList: StaffList): Staff {
  const to = staffList.byId(id);
  if (!to)
    throw new RequestRefused(400, `to: there is no staff member ${JSON.stringify(id.slice(0, 100))}.`, 'to');
  return to;
}

/** The assignee or a supervisor, from these states. Throws RequestRefused 409. */
export function mustEnd(record: CaseRecord, staff: Staff, from: readonly CaseStatus[]): void {
  if (!from.includes(record.status)) throw new RequestRefused(409, `The case is ${record.status}.`, 'status');
  if (staff.role === 'supervisor' || record.assignee === staff.id) return;
  throw new RequestRefused(409, `${holderText(record)} Only who holds it or a supervisor may.`, 'as');
}

/** Throws RequestRefused 403 where the role is another. */
export function mustBe(role: Staff['role'], staff: Staff, what: string): void {
  if (staff.role !== role) throw new RequestRefused(403, what, 'as');
}
