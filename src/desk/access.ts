import { RequestRefused } from '../errors.ts';
import type { ActionType } from './action-forms.ts';
import { type CaseRecord, type CaseStatus, isHeld, type Queue } from './case.ts';
import type { Role, Staff, StaffList } from './staff.ts';

const ALL: readonly Role[] = ['sales', 'technician', 'supervisor'];

/** Whose work an action is, whatever the case (the contract, staff actions); whether it is theirs, the deed looks. */
const ROLES: Readonly<Record<ActionType, readonly Role[]>> = {
  claim: ['sales', 'technician'],
  release: ['sales', 'technician'],
  assign: ALL,
  reply: ALL,
  note: ALL,
  handoff: ALL,
  consult: ['sales'],
  advise: ['technician'],
  answer: ALL,
  decide: ['technician'],
  confirm: ['technician'],
  merge: ALL,
  resolve: ALL,
  close: ALL,
  reopen: ALL,
};

/** Throws RequestRefused 403 where the action is another role's. */
export function mustHaveRole(type: ActionType, { role }: Staff): void {
  const roles = ROLES[type];
  if (roles.includes(role)) return;
  throw new RequestRefused(403, `${type} is for ${roles.join(' and ')}.`, 'as');
}

/** Throws RequestRefused 409 for a case that has become part of another. */
export function mustBeWhole({ id, mergedInto }: CaseRecord): void {
  if (mergedInto === null) return;
  throw new RequestRefused(409, `${id} is part of ${mergedInto} now: act on that one.`, 'status');
}

/** The queue that a staff member takes from. */
export function queueOf(staff: Staff): Queue {
  return staff.role === 'sales' ? 'sales' : 'technicians';
}

/** A technician or sales, of their own queue. Throws RequestRefused 403 or 409. */
export function mayClaim(record: CaseRecord, staff: Staff): void {
  if (!isWaiting(record.status)) {
    throw new RequestRefused(409, holderText(record), 'status');
  }
  if (record.queue !== queueOf(staff)) {
    throw new RequestRefused(403, `The case waits in the queue of ${record.queue}.`, 'as');
  }
}

/** Who has it, in words. */
export function holderText({ assignee, queue, status }: CaseRecord): string {
  if (assignee) return `The case is with ${assignee} and is ${status}.`;
  if (queue && isWaiting(status)) return `The case is ${status} and waits in the queue of ${queue}.`;
  return `The case is ${status} and waits in no queue.`;
}

function isWaiting(status: CaseStatus): boolean {
  return status === 'queued' || status === 'with_sales';
}

/** The assignee. Throws RequestRefused 409. */
export function mustHold(record: CaseRecord, staff: Staff): void {
  if (record.assignee !== null && record.assignee !== staff.id) {
    throw new RequestRefused(409, holderText(record), 'as');
  }
  if (record.assignee === null || (record.status !== 'claimed' && record.status !== 'waiting_customer')) {
    throw new RequestRefused(409, `${holderText(record)}${mend(record)}`, 'status');
  }
}

/** What brings a case that nobody holds into somebody's hands; nothing while Wendy has it. */
function mend({ status }: CaseRecord): string {
  if (isWaiting(status)) return ' Claim it first.';
  return status === 'resolved' || status === 'closed' ? ' Reopen it first.' : '';
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

/**
 * A technician, of a case that people have: the one who holds it, or any while sales hold it and stay the customer's
 * voice. Throws RequestRefused 409.
 */
export function mayJudge(record: CaseRecord, staff: Staff, staffList: StaffList): void {
  const holder = record.assignee === null ? undefined : staffList.byId(record.assignee);
  if (holder?.role !== 'sales') mustHold(record, staff);
  else if (!isHeld(record)) throw new RequestRefused(409, `${holderText(record)} Nobody holds it.`, 'status');
}

/** The assignee, or a supervisor, of a case that people have and that is not over. Throws RequestRefused 409. */
export function mayMerge(record: CaseRecord, staff: Staff): void {
  if (staff.role !== 'supervisor') mustHold(record, staff);
  else if (!isWithPeople(record)) throw new RequestRefused(409, `The case is ${record.status}.`, 'status');
}

/** Whether people have it, to take or in hand: no more with the bot, not over. */
export function isWithPeople({ status }: CaseRecord): boolean {
  return !['open', 'resolved', 'closed'].includes(status);
}
