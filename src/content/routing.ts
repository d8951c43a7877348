import { z } from 'zod';

const hours = z.number().positive().max(1_000);
const byPriority = z.strictObject({ urgent: hours, high: hours, normal: hours });

/** The form of `routing.yaml`. */
export const routingShape = z.strictObject({
  direct: z.array(z.enum(['stop', 'person', 'customer', 'sales'])),
  first_reply: byPriority,
  next_reply: byPriority,
  warn_at: z.number().min(0.1).max(0.95),
  remind_after: hours,
  close_after: hours,
  confirm_within: hours,
  reopen_days: z.int().min(0).max(365),
});

/** The rules as the desk reads them. */
export function rulesOf(routing: z.infer<typeof routingShape>) {
  return {
    direct: routing.direct,
    firstReply: routing.first_reply,
    nextReply: routing.next_reply,
    warnAt: routing.warn_at,
    remindAfter: routing.remind_after,
    closeAfter: routing.close_after,
    confirmWithin: routing.confirm_within,
    reopenDays: routing.reopen_days,
  };
}
