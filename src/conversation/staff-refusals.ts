import { type CaseRecord, isHeld } from '../desk/case.ts';
import type { RequestRefused } from '../errors.ts';
import { caseValues, type Desk, nameOf, say } from './staff-desk.ts';
import { whereIs } from './staff-lists.ts';

/** Why the desk did not do it, in the person's language: from how the case stands, as far as that explains it. */
export function refusalText(desk: Desk, verb: string, record: CaseRecord, error: RequestRefused): string {
  const values = caseValues(desk, record);
  const { field } = error;
  if (field === 'text' || field === 'reason') return say(desk, 'desk:refused.empty', values);
  if (field === 'version') return say(desk, 'desk:refused.changed', values);
  return byRole(desk, verb, error) ?? byState(desk, verb, record) ?? other(desk, record, error);
}

function byRole(desk: Desk, verb: string, { status }: RequestRefused): string | undefined {
  if (status !== 403) return undefined;
  const { role } = desk.staff;
  if (verb === 'consult') return say(desk, 'desk:refused.only_sales');
  if (verb === 'advise' || verb === 'decide' || verb === 'confirm')
    return say(desk, 'desk:refused.only_technician');
  return role === 'supervisor' ? say(desk, 'desk:refused.supervisor') : undefined;
}

const OPENS: readonly string[] = ['reopen'];
const HOLDS: readonly string[] = [
  ...[
    'release',
    'assign',
    'reply',
    'handoff',
    'consult',
    'answer',
    'decide',
    'confirm',
    'merge',
    'resolve',
    'close',
  ],
];

function byState(desk: Desk, verb: string, record: CaseRecord): string | undefined {
  const values = caseValues(desk, record);
  const { status, assignee } = record;
  const over = status === 'resolved' || status === 'closed';
  if (OPENS.includes(verb)) {
    if (!over) return say(desk, 'desk:refused.not_over', values);
    return assignee && assignee !== desk.staff.id ? taken(desk, record, assignee) : undefined;
  }
  if (verb === 'advise' && record.consults.length === 0) return say(desk, 'desk:refused.no_consult', values);
  if (over) {
    const named = say(desk, `common:status.${status}`);
    return say(desk, 'desk:refused.over', { ...values, status: named });
  }
  const theirs = takenText(desk, record);
  if (theirs) return theirs;
  if (verb === 'claim') {
    const where = whereIs(desk, record);
    const waits = status === 'queued' || status === 'with_sales';
    if (waits) return say(desk, 'desk:refused.other_queue', { ...values, where });
    return say(desk, 'desk:refused.not_waiting', { ...values, status: where });
  }
  return HOLDS.includes(verb) && !isHeld(record) ? say(desk, 'desk:refused.free', values) : undefined;
}

/** Who has the case, where somebody else holds it. */
export function takenText(desk: Desk, record: CaseRecord): string | undefined {
  const { assignee } = record;
  const theirs = isHeld(record) && assignee !== null && assignee !== desk.staff.id;
  return theirs ? taken(desk, record, assignee) : undefined;
}

function taken(desk: Desk, record: CaseRecord, assignee: string): string {
  return say(desk, 'desk:refused.taken', { ...caseValues(desk, record), who: nameOf(desk, assignee) });
}

function other(desk: Desk, record: CaseRecord, { message }: RequestRefused): string {
  return say(desk, 'desk:refused.other', { ...caseValues(desk, record), reason: message });
}
