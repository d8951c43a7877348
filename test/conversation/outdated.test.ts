import { describe, expect, it } from 'vitest';
import type { WendyEvent } from '../../dialogs/events.ts';
import { isOfAnother, isOutdated } from '../../src/conversation/outdated.ts';
import { CASE_STATUSES, type CaseRecord, type CaseStatus } from '../../src/desk/case.ts';

const stamp = { at: '2026-03-04T03:00:00.000Z', on: '2026-03-04' };
const event = (type: 'CASE.REMINDED' | 'CASE.EXPIRED' | 'CASE.DELAYED'): WendyEvent => ({ ...stamp, type });
const holdsIn = (type: Parameters<typeof event>[0], speaks = false): CaseStatus[] =>
  CASE_STATUSES.filter((status) => !isOutdated(event(type), { status } as CaseRecord, speaks));

describe('a word of the clock that comes late (chatwoot#13673)', () => {
  it('is a reminder only while the customer is waited for, and not where they just speak', () => {
    expect(holdsIn('CASE.REMINDED')).toEqual(['waiting_customer']);
    expect(holdsIn('CASE.REMINDED', true)).toEqual([]);
  });

  it('is a close only of a case that is still closed', () => {
    expect(holdsIn('CASE.EXPIRED')).toEqual(['closed']);
  });

  it('tells of a broken promise only while nobody has taken over', () => {
    expect(holdsIn('CASE.DELAYED')).toEqual(['with_sales', 'queued']);
  });

  it('leaves what staff did as it is', () => {
    const replied: WendyEvent = { ...stamp, type: 'CASE.REPLIED', by: 'tom', name: 'Tom', text: 'x' };
    expect(isOutdated(replied, undefined, true)).toBe(false);
  });
});

describe('an event of an earlier case', () => {
  it('is known by its number', () => {
    expect(isOfAnother({ ...event('CASE.DELAYED'), case: 'C-1' }, 'C-2')).toBe(true);
    expect(isOfAnother({ ...event('CASE.DELAYED'), case: 'C-1' }, null)).toBe(true);
    expect(isOfAnother({ ...event('CASE.DELAYED'), case: 'C-1' }, 'C-1')).toBe(false);
    expect(isOfAnother(event('CASE.DELAYED'), 'C-1')).toBe(false);
  });
});
