import type { WendyEvent } from '../../../dialogs/events.ts';
import type { GivenFile } from '../../../dialogs/files.ts';
import type { Message } from '../../../dialogs/message.ts';
import type { Policy } from '../../../dialogs/warranty/policy.ts';
import type { Action, ActionOf, ActionType } from '../action-forms.ts';
import type { Time } from '../advance.ts';
import type { CaseRecord } from '../case.ts';
import type { Notice } from '../notices.ts';
import type { Routing } from '../routing.ts';
import type { Staff, StaffList } from '../staff.ts';

/** What an action makes of a case: the record, the event that its conversation wakes for, and what staff are told. */
export interface Done {
  record: CaseRecord;
  event?: CaseEvent;
  notices: Notice[];
  /** Of a merge: the case that goes on. */
  into?: CaseRecord;
}
export type CaseEvent = Extract<WendyEvent, { type: `CASE.${string}` }>;

/** What an action is done with. */
export interface Acting extends Routing {
  staff: Staff;
  staffList: StaffList;
  policy: Policy;
  now: Time;
  /** The files that came with it, taken in already. */
  files?: readonly GivenFile[] | undefined;
  /** Of a merge: the case that it names, as it stands. */
  into?: CaseRecord | undefined;
}

export type Deed<T extends ActionType> = (record: CaseRecord, action: ActionOf<T>, acting: Acting) => Done;

interface Did {
  to?: string;
  reason?: string;
  event?: CaseEvent;
  notices?: readonly Notice[];
}

/** The record after a deed of a person, with its line in the history. */
export function done(
  record: CaseRecord,
  action: Action,
  { staff, now }: Acting,
  change: Partial<CaseRecord>,
  { to, reason, event, notices = [] }: Did = {},
): Done {
  const more = moreOf(action);
  const entry = {
    ...{ at: now.at, by: staff.id, did: action.type },
    ...(to && { to }),
    ...(reason && { reason }),
    ...(more && { more }),
  };
  return {
    record: { ...record, ...change, history: [...record.history, entry] },
    ...(event && { event }),
    notices: notices.filter(({ to: ids }) => ids.length > 0),
  };
}

/** When and by whom, as every event of a deed says it. */
export function toldBy({ staff, now: { at, on } }: Acting) {
  return { at, on, by: staff.id, name: staff.name };
}

/** What others are told of a deed; who did it knows. */
export function told(
  to: readonly string[],
  key: Message['key'],
  record: CaseRecord,
  acting: Acting,
  more = {},
): Notice {
  const values = { case: record.id, name: acting.staff.name, ...more };
  return { to: to.filter((id) => id !== acting.staff.id), message: { key, values } };
}

/** What an action took besides what the history names itself. */
function moreOf(action: Action): Record<string, string | boolean> | undefined {
  if (action.type === 'answer') return { questionId: action.questionId };
  if (action.type === 'confirm') return { unitId: action.unitId };
  if (action.type === 'merge') return { into: action.into };
  if (action.type !== 'decide') return undefined;
  const { unitId, clause, excluded } = action;
  return { unitId, clause, excluded };
}
