import { type CaseRecord, reachedIn } from '../desk/case.ts';
import type { Waking } from './waking.ts';

/** A conversation whose case became part of another goes on with that one. */
export function followed(waking: Waking): Waking {
  let { caseId } = waking.record;
  const events = waking.inbox.events.map((event) => {
    if (event.type !== 'CASE.MERGED' || !event.moved) return event;
    const { moved: _moved, ...known } = event;
    if (event.from !== caseId) return known;
    caseId = event.into;
    return { ...event, case: event.into };
  });
  return { ...waking, record: { ...waking.record, caseId }, inbox: { ...waking.inbox, events } };
}

/** The customer is reached where they wrote last. */
export function reachedHere(
  current: CaseRecord | undefined,
  { id, inbound }: Waking,
): CaseRecord | undefined {
  return current && inbound?.kind === 'message' ? reachedIn(current, id) : current;
}
