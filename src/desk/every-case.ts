import { setImmediate as afterOthers } from 'node:timers/promises';
import type { Store } from '../store/port.ts';
import { type CaseRecord, caseKey } from './case.ts';

/** Cases are read so many at once, and between two slices everything else has its turn. */
const SLICE = 25;
/** Ids are listed so many at once. */
const PAGE = 1_000;

/** All cases in the order of their creation, a slice at a time: a store of any size takes little memory and time. */
export async function* everyCase(store: Pick<Store, 'cases' | 'get'>): AsyncGenerator<CaseRecord[]> {
  let after: string | undefined;
  for (;;) {
    const { ids, next } = await store.cases({ limit: PAGE, ...(after === undefined ? {} : { after }) });
    for (let begin = 0; begin < ids.length; begin += SLICE) {
      const slice = ids.slice(begin, begin + SLICE);
      const found = await Promise.all(slice.map((id) => store.get<CaseRecord>(caseKey(id))));
      yield found.flatMap((stored) => (stored ? [stored.value] : []));
      await afterOthers();
    }
    if (next === null) return;
    after = next;
  }
}
