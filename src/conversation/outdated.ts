import type { WendyEvent } from '../../dialogs/events.ts';
import type { CaseRecord } from '../desk/case.ts';

/**
 * Whether a word of a case's clock holds no more when its turn comes: a person has taken over, or the customer has just
 * answered what they would be reminded of. `speaks`: the customer says something in this turn.
 */
export function isOutdated({ type }: WendyEvent, current: CaseRecord | undefined, speaks: boolean): boolean {
  const status = current?.status;
  if (type === 'CASE.REMINDED') return speaks || status !== 'waiting_customer';
  if (type === 'CASE.EXPIRED') return status !== 'closed';
  return type === 'CASE.DELAYED' && status !== 'with_sales' && status !== 'queued';
}

/** Whether an event is of another case than the one that is talked about: it is said, and changes nothing of the talk. */
export function isOfAnother(event: WendyEvent, caseId: string | null): boolean {
  return event.case !== undefined && event.case !== caseId && event.type !== 'CASE.MERGED';
}
