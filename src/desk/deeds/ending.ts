import { mustEnd } from '../access.ts';
import { answerable, observersOf } from '../notices.ts';
import { pooled } from '../routing.ts';
import { type Deed, done, told, toldBy } from './deed.ts';

/** It is solved; the customer is asked whether they agree. */
export const resolve: Deed<'resolve'> = (record, action, acting) => {
  mustEnd(record, acting.staff, ['claimed', 'waiting_customer']);
  const change = { status: 'resolved', queue: null } as const;
  return done(record, action, acting, change, {
    event: { ...toldBy(acting), type: 'CASE.RESOLVED' },
    notices: [told(observersOf(record), 'staff:told.resolved', record, acting)],
  });
};

/** It is over, solved or not. */
export const close: Deed<'close'> = (record, action, acting) => {
  mustEnd(record, acting.staff, ['claimed', 'waiting_customer', 'resolved']);
  const change = { status: 'closed', queue: null } as const;
  return done(record, action, acting, change, {
    event: { ...toldBy(acting), type: 'CASE.CLOSED' },
    notices: [told(observersOf(record), 'staff:told.closed', record, acting)],
  });
};

/** Back to whoever had it; to the queue where nobody did, or they work here no more. */
export const reopen: Deed<'reopen'> = (record, action, acting) => {
  mustEnd(record, acting.staff, ['resolved', 'closed']);
  const held = record.assignee !== null && acting.staffList.byId(record.assignee) !== undefined;
  const queue = record.reason === 'sales' ? 'sales' : 'technicians';
  const change = held
    ? ({ status: 'claimed', queue: null } as const)
    : { ...pooled(record, queue, acting), assignee: null };
  const event = { ...toldBy(acting), type: 'CASE.REOPENED', held } as const;
  const to = answerable({ ...record, ...change }, acting.staffList);
  return done(record, action, acting, change, {
    event,
    notices: [told(to, 'staff:told.reopened', record, acting)],
  });
};
