import { describe, expect, test } from 'vitest';
import { mustHold } from '../../src/desk/access.ts';
import type { CaseStatus } from '../../src/desk/case.ts';
import { caseIn, people } from './desk.ts';

const [tom] = people.filter(({ id }) => id === 'tom');

/** What tom hears who acts on a case that he does not hold. */
function heard(status: CaseStatus, holder: string | null): string {
  try {
    if (tom) mustHold(caseIn(status, holder), tom);
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing';
}

describe('who acts on a case that they do not hold hears where it is and what to do', () => {
  test.each<[CaseStatus, string | null, string]>([
    ['queued', null, 'The case is queued and waits in the queue of technicians. Claim it first.'],
    ['with_sales', null, 'The case is with_sales and waits in the queue of sales. Claim it first.'],
    ['claimed', 'li', 'The case is with li and is claimed.'],
    ['resolved', null, 'The case is resolved and waits in no queue. Reopen it first.'],
    ['closed', 'tom', 'The case is with tom and is closed. Reopen it first.'],
    ['open', null, 'The case is open and waits in no queue.'],
    ['claimed', 'tom', 'nothing'],
  ])('%s, held by %s', (status, holder, words) => {
    expect(heard(status, holder)).toBe(words);
  });
});
