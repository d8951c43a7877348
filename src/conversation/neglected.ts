import { isAbandoned } from '../desk/advance.ts';
import { type CaseRecord, type CaseStatus, caseInbox, caseKey } from '../desk/case.ts';
import type { CaseInboxEvent } from '../desk/notices.ts';
import { isClockless } from '../desk/promise.ts';
import type { Wake } from '../store/port.ts';
import { nowOf, type Parts } from './parts.ts';

/** How many cases are looked at in one go. */
const PAGE = 200;
const LOOKED_AT: readonly CaseStatus[] = ['with_sales', 'queued', 'claimed', 'waiting_customer', 'resolved'];

/**
 * The list of staff changes with a start, and so does the program: the cases of who is on the list no more, and those
 * whose clock an older program did not set, are woken, so that their own turn mends it. Resolves with how many there were.
 */
export async function wakeNeglected(
  parts: Pick<Parts, 'store' | 'staffList' | 'clock' | 'calendar' | 'newId'>,
): Promise<number> {
  const { store, staffList, newId } = parts;
  let woken = 0;
  for (const status of LOOKED_AT) {
    for (let after: string | null | undefined; after !== null; ) {
      const page = await store.cases({ status, limit: PAGE, ...(after === undefined ? {} : { after }) });
      const records = await Promise.all(page.ids.map((id) => store.get<CaseRecord>(caseKey(id))));
      const wakes = records.flatMap((stored): Wake[] => {
        if (!stored || !(isAbandoned(stored.value, staffList) || isClockless(stored.value))) return [];
        const event: CaseInboxEvent = { type: 'CASE.DUE' };
        const conversation = caseInbox(stored.value.id);
        return [{ id: newId(), conversation, dueAt: nowOf(parts).ms, event }];
      });
      if (wakes.length > 0) await store.commit({ wakes });
      woken += wakes.length;
      after = page.next;
    }
  }
  return woken;
}
