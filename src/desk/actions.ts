import { z } from 'zod';
import type { WendyEvent } from '../../dialogs/events.ts';
import { RequestRefused } from '../errors.ts';
import type { CaseRecord, CaseStatus, Queue } from './case.ts';
import type { Staff, StaffList } from './staff.ts';

const text = z
  .string()
  .max(20_000)
  .refine((words) => words.trim() !== '', 'is empty');
const version = z.int().min(1);
const attachments = z.array(z.never()).max(0, 'files cannot be attached in this version').optional();

/** What each action takes besides `as`, by the contract. */
const ACTIONS = {
  claim: z.strictObject({ version }),
  release: z.strictObject({ version: version.optional() }),
  assign: z.strictObject({ version, to: z.string() }),
  reply: z.strictObject({ version: version.optional(), text, attachments }),
  note: z.strictObject({ version: version.optional(), text, attachments }),
  resolve: z.strictObject({ version: version.optional() }),
  close: z.strictObject({ version: version.optional() }),
  reopen: z.strictObject({ version: version.optional() }),
};

export type ActionType = keyof typeof ACTIONS;
export type Action = { [T in ActionType]: { type: T } & z.infer<(typeof ACTIONS)[T]> }[ActionType];

/** What an action makes of a case: the record, and the event that its conversation wakes for. */
export interface Done {
  record: CaseRecord;
  event?: CaseEvent;
}
export type CaseEvent = Extract<WendyEvent, { type: `CASE.${string}` }>;

export function isActionType(type: string): type is ActionType {
  return Object.hasOwn(ACTIONS, type);
}

/** Reads the body of an action. Throws RequestRefused 400 that names the field. */
export function readAction(body: unknown): Action {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new RequestRefused(400, 'An action is a JSON object with a type.');
  }
  const { type, as: _as, ...rest } = body as Record<string, unknown>;
  if (typeof type !== 'string' || !isActionType(type)) {
    throw new RequestRefused(400, `type takes ${Object.keys(ACTIONS).join(', ')}.`, 'type');
  }
  const result = ACTIONS[type].safeParse(rest);
  if (result.success) return { type, ...result.data } as Action;
  const issue = result.error.issues[0];
  const field = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path.join('.');
  throw new RequestRefused(400, `${field ?? 'the action'}: ${issue?.message}`, field);
}

/** Who may do what to which case, and what it does; pure. Throws RequestRefused 400, 403 or 409. */
export function act(
  record: CaseRecord,
  currentVersion: number,
  action: Action,
  staff: Staff,
  staffList: StaffList,
  now: { at: string; on: string },
): Done {
  if (action.version !== undefined && action.version !== currentVersion) {
    throw new RequestRefused(
      409,
      `The case has changed: it is at version ${currentVersion} now. Read it and try again.`,
      'version',
    );
  }
  const did = (change: Partial<CaseRecord>, event?: CaseEvent): Done => ({
    record: {
      ...record,
      ...change,
      history: [
        ...record.history,
        { at: now.at, by: staff.id, did: action.type, ...(action.type === 'assign' && { to: action.to }) },
      ],
    },
    ...(event ? { event } : {}),
  });
  const told = { ...now, by: staff.id, name: staff.name };
  switch (action.type) {
    case 'claim':
      mayClaim(record, staff);
      return did({ status: 'claimed', assignee: staff.id, queue: null }, { ...told, type: 'CASE.CLAIMED' });
    case 'release':
      if (staff.role === 'supervisor') throw new RequestRefused(403, 'A supervisor assigns cases.', 'as');
      mustHold(record, staff);
      return did({ ...backToQueue(queueOf(staff)), assignee: null }, { ...told, type: 'CASE.RELEASED' });
    case 'assign': {
      const to = assignee(action.to, staffList);
      mayAssign(record, staff);
      return did(
        { status: 'claimed', assignee: to.id, queue: null },
        { ...told, type: 'CASE.CLAIMED', by: to.id, name: to.name },
      );
    }
    case 'reply':
      mustHold(record, staff);
      return did({ status: 'waiting_customer' }, { ...told, type: 'CASE.REPLIED', text: action.text });
    case 'note':
      return did({ notes: [...record.notes, { at: now.at, by: staff.id, text: action.text }] });
    case 'resolve':
      mustEnd(record, staff, ['claimed', 'waiting_customer']);
      return did({ status: 'resolved', queue: null }, { ...told, type: 'CASE.RESOLVED' });
    case 'close':
      mustEnd(record, staff, ['claimed', 'waiting_customer', 'resolved']);
      return did({ status: 'closed', queue: null }, { ...told, type: 'CASE.CLOSED' });
    case 'reopen': {
      mustEnd(record, staff, ['resolved', 'closed']);
      const held = record.assignee !== null;
      const change = held ? { status: 'claimed' as const, queue: null } : backToQueue('technicians');
      return did(change, { ...told, type: 'CASE.REOPENED', held });
    }
  }
}

/** The queue that a staff member takes from. */
export function queueOf(staff: Staff): Queue {
  return staff.role === 'sales' ? 'sales' : 'technicians';
}

/** Where a case waits when nobody holds it. */
export function backToQueue(queue: Queue): { status: CaseStatus; queue: Queue } {
  return { status: queue === 'sales' ? 'with_sales' : 'queued', queue };
}

function mayClaim(record: CaseRecord, staff: Staff): void {
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

function holderText(record: CaseRecord): string {
  if (record.assignee) return `The case is with ${record.assignee} and is ${record.status}.`;
  return `The case is ${record.status} and waits in no queue.`;
}

function mustHold(record: CaseRecord, staff: Staff): void {
  if (record.assignee !== null && record.assignee !== staff.id) {
    throw new RequestRefused(409, holderText(record), 'as');
  }
  if (record.assignee === null || (record.status !== 'claimed' && record.status !== 'waiting_customer')) {
    throw new RequestRefused(409, `${holderText(record)} Claim it first.`, 'status');
  }
}

function mayAssign(record: CaseRecord, staff: Staff): void {
  if (staff.role !== 'supervisor') mustHold(record, staff);
  else if (record.status === 'resolved' || record.status === 'closed') {
    throw new RequestRefused(409, `The case is ${record.status}: reopen it first.`, 'status');
  }
}

function assignee(id: string, staffList: StaffList): Staff {
  const to = staffList.byId(id);
  if (!to)
    throw new RequestRefused(400, `to: there is no staff member ${JSON.stringify(id.slice(0, 100))}.`, 'to');
  return to;
}

function mustEnd(record: CaseRecord, staff: Staff, from: readonly CaseStatus[]): void {
  if (!from.includes(record.status)) throw new RequestRefused(409, `The case is ${record.status}.`, 'status');
  if (staff.role === 'supervisor' || record.assignee === staff.id) return;
  throw new RequestRefused(409, `${holderText(record)} Only who holds it or a supervisor may.`, 'as');
}
