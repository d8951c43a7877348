import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Resting } from '../../dialogs/converse.ts';
import { type Bare, turn, wendy } from './conversation.ts';
import { eventFor, naturalAnswer } from './sample.ts';

/** The questions that a conversation may still take: some by itself, some a kind of unit, some a fault. */
function most({ context: { draft, pending } }: Resting): number {
  const groups = new Set(draft.units.map((unit) => unit.group)).size;
  return 60 + 25 * (groups + pending.length) + 20 * (draft.faults.length + pending.length);
}

function questionsUntilTheEnd(from: Resting, next: (resting: Resting) => Bare): number {
  let resting = from;
  let count = 0;
  while (wendy.question(resting) !== null && count <= most(from)) {
    resting = turn(resting, next(resting), count).resting;
    count += 1;
  }
  return count;
}

function wander(numbers: readonly number[]): Resting {
  return numbers.reduce((now, number, nth) => turn(now, eventFor(now, number), nth).resting, wendy.first());
}

const anyWalk = fc.array(fc.nat(3 * 5_000), { maxLength: 40, size: 'max' });

describe('from wherever a conversation got', () => {
  it('the natural way on ends with people or with a solved case, without going in circles', () => {
    fc.assert(
      fc.property(anyWalk, (numbers) => {
        const resting = wander(numbers);
        expect(questionsUntilTheEnd(resting, (now) => naturalAnswer(now))).toBeLessThanOrEqual(most(resting));
      }),
      { numRuns: 1_000 },
    );
  });

  it('skipping all that can be skipped ends there too', () => {
    const skipping = (resting: Resting): Bare => {
      const skipped = turn(resting, { type: 'SKIP' }).resting;
      const stays = JSON.stringify(skipped.context.at) === JSON.stringify(resting.context.at);
      return stays ? naturalAnswer(resting) : { type: 'SKIP' };
    };
    fc.assert(
      fc.property(anyWalk, (numbers) => {
        const resting = wander(numbers);
        expect(questionsUntilTheEnd(resting, skipping)).toBeLessThanOrEqual(most(resting));
      }),
      { numRuns: 500 },
    );
  });

  it('one word fetches a person', () => {
    fc.assert(
      fc.property(anyWalk, (numbers) => {
        const before = wander(numbers);
        const { resting } = turn(before, { type: 'PERSON' });
        if (before.context.at.stop !== 'case.held') expect(resting.context.submitted).not.toBeNull();
      }),
      { numRuns: 500 },
    );
  });
});
