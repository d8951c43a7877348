import { RequestRefused } from '../../errors.ts';
import { holderText, isWithPeople, mayMerge } from '../access.ts';
import { isSameCustomer, joined } from '../joined.ts';
import { answerable } from '../notices.ts';
import { type Deed, done, told, toldBy } from './deed.ts';

/**
 * A duplicate becomes part of another case of the same customer. Cases of two customers are never one, whoever asks:
 * each would read what the other told.
 */
export const merge: Deed<'merge'> = (record, action, acting) => {
  const { into, staff, staffList, now } = acting;
  mayMerge(record, staff);
  if (action.into === record.id) throw new RequestRefused(409, 'A case is no duplicate of itself.', 'into');
  if (!into) {
    const id = JSON.stringify(action.into.slice(0, 100));
    throw new RequestRefused(400, `into: there is no case ${id}.`, 'into');
  }
  if (into.mergedInto !== null) {
    throw new RequestRefused(409, `${into.id} is part of ${into.mergedInto} itself: name that one.`, 'into');
  }
  if (!isWithPeople(into)) {
    throw new RequestRefused(409, `${into.id}: ${holderText(into)} It takes nothing in.`, 'into');
  }
  if (!isSameCustomer(record, into)) {
    throw new RequestRefused(409, `${into.id} is another customer's.`, 'into');
  }
  const entry = { at: now.at, by: staff.id, did: 'take_in', to: record.id };
  const whole = joined(record, into);
  const next = { ...whole, history: [...whole.history, entry] };
  const change = {
    status: 'closed',
    queue: null,
    offered: null,
    promise: null,
    mergedInto: into.id,
  } as const;
  const event = { ...toldBy(acting), type: 'CASE.MERGED', from: record.id, into: into.id } as const;
  const to = [...new Set([...answerable(record, staffList), ...answerable(next, staffList)])];
  const notices = [told(to, 'staff:told.merged', record, acting, { into: into.id })];
  return { ...done(record, action, acting, change, { to: into.id, event, notices }), into: next };
};
