import type { Priority } from './case.ts';

type ByPriority = Readonly<Record<Priority, number>>;

/** Who gets what and by when, as `routing.yaml` says it. Times are business hours, days are calendar days. */
export interface DeskRules {
  /** Why a case came to people that goes to the technicians at once, past the customer's owner. */
  direct: readonly string[];
  /** Within how many business hours a person answers first, and then each time. */
  firstReply: ByPriority;
  nextReply: ByPriority;
  /** At what part of that time staff are warned, 0 to 1. */
  warnAt: number;
  /** Business hours of the customer's silence until a reminder, and from there until the case is closed. */
  remindAfter: number;
  closeAfter: number;
  /** Business hours until a solved case is closed without the customer's word. */
  confirmWithin: number;
  /** Days in which a case that is over comes back to the same people. */
  reopenDays: number;
}
