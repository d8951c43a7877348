import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Resting } from '../../dialogs/converse.ts';
import type { WendyEvent } from '../../dialogs/events.ts';
import { stamped, wendy } from './conversation.ts';
import { checkStep, isReasked } from './promises.ts';
import { eventFor } from './sample.ts';

const RUNS = 1_000;

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) frozen(inner);
  }
  return value;
}

/** As stored and read again: what a restart between two events does. */
function restarted(resting: Resting): Resting {
  return frozen(JSON.parse(JSON.stringify(resting)) as Resting);
}

describe('a conversation of random events', () => {
  it('keeps every promise at every step, through restarts, and never changes what it is given', () => {
    let steps = 0;
    const places = new Set<string>();
    fc.assert(
      fc.property(fc.array(fc.nat(3 * 5_000), { maxLength: 40 }), (numbers) => {
        const first = restarted(wendy.first());
        let resting = first;
        let reasked = false;
        const events: WendyEvent[] = [];
        const done: unknown[] = [];
        for (const number of numbers) {
          const event = frozen(stamped(eventFor(resting, number), events.length));
          const made = wendy.converse(resting, [event]);
          const step = { before: resting, event, after: made.resting, commands: made.commands };
          reasked = isReasked(step, reasked);
          checkStep(step, reasked);
          events.push(event);
          done.push(...made.commands);
          resting = restarted(made.resting);
          places.add(wendy.path(resting));
        }
        steps += events.length;
        expect(wendy.converse(first, events)).toEqual({ resting, commands: done });
      }),
      { numRuns: RUNS },
    );
    console.info(`random conversations: ${RUNS}, ${steps} events, ${places.size} places reached`);
  });
});
