import type { WendyEvent } from '../../dialogs/events.ts';
import type { Message } from '../../dialogs/message.ts';
import { RequestRefused } from '../errors.ts';
import { assignee, mayAssign, mayClaim, mustBe, mustEnd, mustHold, queueOf } from './access.ts';
import type { Action, ActionOf } from './action-forms.ts';
import type { Time } from './advance.ts';
import type { CaseRecord, Queue } from './case.ts';
import { answerable, type Notice, observersOf, withRole } from './notices.ts';
import { pooled, type Routing } from './routing.ts';
import type { Staff, StaffList } from './staff.ts';

/** What an action makes of a case: the record, the event that its conversation wakes for, and what staff are told. */
export interface Done {
  record: CaseRecord;
  event?: CaseEvent;
  notices: Notice[];
}
export type CaseEvent = Extract<WendyEvent, { type: `CASE.${string}` }>;

/** What an action is done with. */
export interface Acting extends Routing {
  staff: Staff;
  staffList: StaffList;
  now: Time;
}

/** Who may do what to which case, and what it does; pure. Throws RequestRefused 400, 403 or 409. */
export function act(record: CaseRecord, currentVersion: number, action: Action, acting: Acting): Done {
  if (action.version !== undefined && action.version !== currentVersion) {
    throw new RequestRefused(
      409,
      `The case has changed: it is at version ${currentVersion} now. Read it and try again.`,
      'version',
    );
  }
  return DEEDS[action.type](record, action as never, acting);
}

type Deed<T extends Action['type']> = (record: CaseRecord, action: ActionOf<T>, acting: Acting) => Done;
const DEEDS: { [T in Action['type']]: Deed<T> } = {
  claim,
  release,
  assign,
  reply,
  note,
  handoff,
  consult,
  advise,
  answer,
  resolve,
  close,
  reopen,
};

interface Did {
  to?: string;
  reason?: string;
  event?: CaseEvent;
  notices?: readonly Notice[];
}

/** The record after a deed of a person, with its line in the history. */
function done(
  record: CaseRecord,
  action: Action,
  { staff, now }: Acting,
  change: Partial<CaseRecord>,
  { to, reason, event, notices = [] }: Did = {},
): Done {
  const entry = { at: now.at, by: staff.id, did: action.type, ...(to && { to }), ...(reason && { reason }) };
  return {
    record: { ...record, ...change, history: [...record.history, entry] },
    ...(event && { event }),
    notices: notices.filter(({ to: ids }) => ids.length > 0),
  };
}

function toldBy({ staff, now: { at, on } }: Acting) {
  return { at, on, by: staff.id, name: staff.name };
}

function told(
  to: readonly string[],
  key: Message['key'],
  record: CaseRecord,
  acting: Acting,
  more = {},
): Notice {
  const values = { case: record.id, name: acting.staff.name, ...more };
  return { to: to.filter((id) => id !== acting.staff.id), message: { key, values } };
}

function claim(record: CaseRecord, action: ActionOf<'claim'>, acting: Acting): Done {
  const { staff } = acting;
  mayClaim(record, staff);
  const change = { status: 'claimed', assignee: staff.id, queue: null } as const;
  const event = { ...toldBy(acting), type: 'CASE.CLAIMED' } as const;
  // Who was asked by name hears that it is taken; a whole queue does not need to.
  const asked = record.level !== 'pool' && record.offered ? [record.offered] : [];
  const concerned = [...new Set([...asked, ...observersOf(record, staff.id)])];
  const notices = [told(concerned, 'staff:told.claimed', record, acting)];
  return done(record, action, acting, change, { event, notices });
}

function release(record: CaseRecord, action: ActionOf<'release'>, acting: Acting): Done {
  if (acting.staff.role === 'supervisor') throw new RequestRefused(403, 'A supervisor assigns cases.', 'as');
  mustHold(record, acting.staff);
  const place = pooled(record, queueOf(acting.staff), acting);
  const next = { ...record, ...place, assignee: null };
  const event = { ...toldBy(acting), type: 'CASE.RELEASED' } as const;
  const notices = [told(answerable(next, acting.staffList), 'staff:told.released', record, acting)];
  return done(record, action, acting, { ...place, assignee: null }, { event, notices });
}

function assign(record: CaseRecord, action: ActionOf<'assign'>, acting: Acting): Done {
  const to = assignee(action.to, acting.staffList);
  mayAssign(record, acting.staff);
  const change = { status: 'claimed', assignee: to.id, queue: null } as const;
  const event = { ...toldBy(acting), type: 'CASE.CLAIMED', by: to.id, name: to.name } as const;
  const notices = [
    told([to.id], 'staff:told.assigned', record, acting),
    told(
      record.assignee && record.assignee !== to.id ? [record.assignee] : [],
      'staff:told.taken',
      record,
      acting,
    ),
  ];
  return done(record, action, acting, change, { to: to.id, event, notices });
}

function reply(record: CaseRecord, action: ActionOf<'reply'>, acting: Acting): Done {
  mustHold(record, acting.staff);
  const event = { ...toldBy(acting), type: 'CASE.REPLIED', text: action.text } as const;
  return done(record, action, acting, { status: 'waiting_customer', level: 'owner' }, { event });
}

function note(record: CaseRecord, action: ActionOf<'note'>, acting: Acting): Done {
  const entry = { at: acting.now.at, by: acting.staff.id, text: action.text };
  return done(record, action, acting, { notes: [...record.notes, entry] });
}

function handoff(record: CaseRecord, action: ActionOf<'handoff'>, acting: Acting): Done {
  const { staff, staffList } = acting;
  mustHold(record, staff);
  const queue: Queue = action.to;
  const place = pooled(record, queue, acting);
  const observers = staff.role === 'sales' ? [...new Set([...record.observers, staff.id])] : record.observers;
  const change = { ...place, assignee: null, observers, promise: null };
  const event = { ...toldBy(acting), type: 'CASE.HANDED', to: queue } as const;
  const to = answerable({ ...record, ...change }, staffList);
  const notices = [told(to, 'staff:told.handed', record, acting, { reason: action.reason })];
  return done(record, action, acting, change, { to: queue, reason: action.reason, event, notices });
}

function consult(record: CaseRecord, action: ActionOf<'consult'>, acting: Acting): Done {
  const { staff, staffList, now } = acting;
  mustBe('sales', staff, 'Sales consult the technicians.');
  mustHold(record, staff);
  const id = `K${record.consults.length + 1}`;
  const asked = { id, by: staff.id, at: now.at, text: action.text, answers: [] };
  const event = { ...toldBy(acting), type: 'CASE.CONSULTED' } as const;
  const more = { words: action.text };
  const notices = [told(withRole(staffList, 'technician'), 'staff:told.consulted', record, acting, more)];
  return done(record, action, acting, { consults: [...record.consults, asked] }, { event, notices });
}

function advise(record: CaseRecord, action: ActionOf<'advise'>, acting: Acting): Done {
  const { staff, now } = acting;
  mustBe('technician', staff, 'Technicians advise sales.');
  const last = record.consults.at(-1);
  if (!last) throw new RequestRefused(409, 'Nobody has consulted the technicians about this case.', 'status');
  const answers = [...last.answers, { by: staff.id, at: now.at, text: action.text }];
  const to = [...new Set([last.by, ...(record.assignee ? [record.assignee] : [])])];
  const notices = [told(to, 'staff:told.advised', record, acting, { words: action.text })];
  return done(
    record,
    action,
    acting,
    { consults: [...record.consults.slice(0, -1), { ...last, answers }] },
    { notices },
  );
}

function answer(record: CaseRecord, action: ActionOf<'answer'>, acting: Acting): Done {
  mustHold(record, acting.staff);
  const asked = record.draft.questions.find(({ id }) => id === action.questionId);
  if (!asked) {
    const id = JSON.stringify(action.questionId.slice(0, 100));
    throw new RequestRefused(400, `questionId: the case has no question ${id}.`, 'questionId');
  }
  const questions = record.draft.questions.map((one) =>
    one.id === asked.id ? { ...one, answer: action.text } : one,
  );
  const open = questions.filter((one) => one.answer === null).length;
  const event = {
    ...toldBy(acting),
    type: 'CASE.ANSWERED' as const,
    ...{ question: asked.text, text: action.text, open },
  };
  const change = open === 0 ? ({ status: 'waiting_customer', level: 'owner' } as const) : {};
  return done(record, action, acting, { ...change, draft: { ...record.draft, questions } }, { event });
}

function resolve(record: CaseRecord, action: ActionOf<'resolve'>, acting: Acting): Done {
  mustEnd(record, acting.staff, ['claimed', 'waiting_customer']);
  return done(
    record,
    action,
    acting,
    { status: 'resolved', queue: null },
    {
      event: { ...toldBy(acting), type: 'CASE.RESOLVED' },
      notices: [told(observersOf(record), 'staff:told.resolved', record, acting)],
    },
  );
}

function close(record: CaseRecord, action: ActionOf<'close'>, acting: Acting): Done {
  mustEnd(record, acting.staff, ['claimed', 'waiting_customer', 'resolved']);
  return done(
    record,
    action,
    acting,
    { status: 'closed', queue: null },
    {
      event: { ...toldBy(acting), type: 'CASE.CLOSED' },
      notices: [told(observersOf(record), 'staff:told.closed', record, acting)],
    },
  );
}

function reopen(record: CaseRecord, action: ActionOf<'reopen'>, acting: Acting): Done {
  mustEnd(record, acting.staff, ['resolved', 'closed']);
  const held = record.assignee !== null;
  const change = held ? ({ status: 'claimed', queue: null } as const) : pooled(record, 'technicians', acting);
  const event = { ...toldBy(acting), type: 'CASE.REOPENED', held } as const;
  const to = answerable({ ...record, ...change }, acting.staffList);
  return done(record, action, acting, change, {
    event,
    notices: [told(to, 'staff:told.reopened', record, acting)],
  });
}
