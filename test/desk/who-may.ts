import type { ActionType } from '../../src/desk/action-forms.ts';
import type { CaseStatus } from '../../src/desk/case.ts';
import type { Role, Staff } from '../../src/desk/staff.ts';

/**
 * The contract's table of staff actions once more, as the tests read it and apart from the code: whose work each is,
 * what they must be to the case, and in which states it can be.
 */
interface Rule {
  roles: readonly Role[];
  /** `judge`: holds it, or is a technician while sales hold it. */
  must: 'take from own queue' | 'hold' | 'hold or supervise' | 'judge' | 'see';
  from: readonly CaseStatus[];
}

const ALL: readonly Role[] = ['sales', 'technician', 'supervisor'];
const HELD: readonly CaseStatus[] = ['claimed', 'waiting_customer'];
const PEOPLES: readonly CaseStatus[] = ['with_sales', 'queued', ...HELD];
const ANY: readonly CaseStatus[] = ['open', ...PEOPLES, 'resolved', 'closed'];

export const RULES: Readonly<Record<ActionType, Rule>> = {
  claim: { roles: ['sales', 'technician'], must: 'take from own queue', from: ['with_sales', 'queued'] },
  release: { roles: ['sales', 'technician'], must: 'hold', from: HELD },
  assign: { roles: ALL, must: 'hold or supervise', from: ['open', ...PEOPLES] },
  reply: { roles: ALL, must: 'hold', from: HELD },
  note: { roles: ALL, must: 'see', from: ANY },
  handoff: { roles: ALL, must: 'hold', from: HELD },
  consult: { roles: ['sales'], must: 'hold', from: HELD },
  advise: { roles: ['technician'], must: 'see', from: ANY },
  answer: { roles: ALL, must: 'hold', from: HELD },
  decide: { roles: ['technician'], must: 'judge', from: HELD },
  confirm: { roles: ['technician'], must: 'judge', from: HELD },
  merge: { roles: ALL, must: 'hold or supervise', from: PEOPLES },
  resolve: { roles: ALL, must: 'hold or supervise', from: HELD },
  close: { roles: ALL, must: 'hold or supervise', from: [...HELD, 'resolved'] },
  reopen: { roles: ALL, must: 'hold or supervise', from: ['resolved', 'closed'] },
};

export interface Situation {
  status: CaseStatus;
  holder: Staff | null;
  merged: boolean;
}

/** What a well-formed action of a person must answer: 200, 403 or 409. */
export function expectedOf(type: ActionType, { status, holder, merged }: Situation, staff: Staff): number {
  const { roles, must, from } = RULES[type];
  if (!roles.includes(staff.role)) return 403;
  if (merged || !from.includes(status)) return 409;
  const holds = holder?.id === staff.id;
  if (must === 'take from own queue') {
    return (status === 'with_sales') === (staff.role === 'sales') ? 200 : 403;
  }
  if (must === 'hold') return holds ? 200 : 409;
  if (must === 'hold or supervise') return holds || staff.role === 'supervisor' ? 200 : 409;
  if (must === 'judge') return holds || holder?.role === 'sales' ? 200 : 409;
  return 200;
}
