import { assignee, mayAssign, mayClaim, mustHold, queueOf } from '../access.ts';
import type { Queue } from '../case.ts';
import { answerable, observersOf } from '../notices.ts';
import { pooled, toSales } from '../routing.ts';
import { type Deed, done, told, toldBy } from './deed.ts';

/** Takes a case from one's own queue. */
export const claim: Deed<'claim'> = (record, action, acting) => {
  const { staff } = acting;
  mayClaim(record, staff);
  const change = { status: 'claimed', assignee: staff.id, queue: null } as const;
  const event = { ...toldBy(acting), type: 'CASE.CLAIMED' } as const;
  // Who was asked by name hears that it is taken; a whole queue does not need to.
  const asked = record.level !== 'pool' && record.offered ? [record.offered] : [];
  const concerned = [...new Set([...asked, ...observersOf(record, staff.id)])];
  const notices = [told(concerned, 'staff:told.claimed', record, acting)];
  return done(record, action, acting, change, { event, notices });
};

/** Puts one's own case back into one's queue. */
export const release: Deed<'release'> = (record, action, acting) => {
  mustHold(record, acting.staff);
  const place = pooled(record, queueOf(acting.staff), acting);
  const next = { ...record, ...place, assignee: null };
  const event = { ...toldBy(acting), type: 'CASE.RELEASED' } as const;
  const notices = [told(answerable(next, acting.staffList), 'staff:told.released', record, acting)];
  return done(record, action, acting, { ...place, assignee: null }, { event, notices });
};

/** Gives a case to a person, whoever had it. */
export const assign: Deed<'assign'> = (record, action, acting) => {
  const to = assignee(action.to, acting.staffList);
  mayAssign(record, acting.staff);
  const change = { status: 'claimed', assignee: to.id, queue: null } as const;
  const event = { ...toldBy(acting), type: 'CASE.CLAIMED', by: to.id, name: to.name } as const;
  const before = record.assignee && record.assignee !== to.id ? [record.assignee] : [];
  const notices = [
    told([to.id], 'staff:told.assigned', record, acting),
    told(before, 'staff:told.taken', record, acting),
  ];
  return done(record, action, acting, change, { to: to.id, event, notices });
};

/** Gives a case to a queue; sales who hand it over stay informed. */
export const handoff: Deed<'handoff'> = (record, action, acting) => {
  const { staff, staffList } = acting;
  mustHold(record, staff);
  const queue: Queue = action.to;
  const owners = queue === 'sales' ? toSales(record, acting) : undefined;
  const place = owners && owners.offered !== staff.id ? owners : pooled(record, queue, acting);
  const observers = staff.role === 'sales' ? [...new Set([...record.observers, staff.id])] : record.observers;
  const change = { ...place, assignee: null, observers, promise: null };
  const event = { ...toldBy(acting), type: 'CASE.HANDED', to: queue } as const;
  const to = answerable({ ...record, ...change }, staffList);
  const notices = [told(to, 'staff:told.handed', record, acting, { reason: action.reason })];
  return done(record, action, acting, change, { to: queue, reason: action.reason, event, notices });
};
