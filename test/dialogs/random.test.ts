import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Resting } from '../../dialogs/converse.ts';
import type { WendyEvent } from '../../dialogs/events.ts';
import { stamped, wendy } from './conversation.ts';
import { checkStep, reaskedAfter, same } from './promises.ts';
import { eventFor } from './sample.ts';
import { randomSize, timeFor } from './size.ts';

const { events: EVENTS, seed: SEED } = randomSize(25_000);
/** The walks of one seed; a long run takes many seeds. */
const CHUNK = 1_000;
const step = fc.nat(15_000);
/** Half are short, as the shortest that fails is the one to read; half go deep, some as far as a second case. */
const walk = fc.oneof(
  { weight: 5, arbitrary: fc.array(step, { maxLength: 40 }) },
  { weight: 4, arbitrary: fc.array(step, { maxLength: 40, size: 'max' }) },
  { weight: 1, arbitrary: fc.array(step, { minLength: 60, maxLength: 150, size: 'max' }) },
);

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

/** But for what the turn before had on the screen: in one turn nothing was shown in between. */
function unshown({ v, context: { listShown: _shown, ...context } }: Resting): Resting {
  return { v, context };
}

/** A failure names the events that led to it: the numbers that fast-check prints say little. */
function checkAmong(events: readonly WendyEvent[], check: () => void): void {
  try {
    check();
  } catch (cause) {
    const told = events.map(({ at: _at, on: _on, ...event }) => JSON.stringify(event)).join('\n');
    throw new Error(`${cause instanceof Error ? cause.message : cause}, after\n${told}`, { cause });
  }
}

describe('a conversation of random events', () => {
  it('keeps every promise at every step, through restarts, and never changes what it is given', {
    timeout: timeFor(EVENTS),
  }, () => {
    const places = new Set<string>();
    let steps = 0;
    let walks = 0;
    let seeds = 0;
    const property = fc.property(walk, (numbers) => {
      steps += takeWalk(numbers, places);
      walks += 1;
    });
    for (; steps < EVENTS; seeds++) fc.assert(property, { numRuns: CHUNK, seed: SEED + seeds });
    console.info(
      `random events: ${steps} in ${walks} conversations, ${places.size} places; seeds ${SEED} to ${SEED + seeds - 1}`,
    );
  });
});

/** One conversation, event by event, through a restart after each; then all of it in one turn. Gives its length. */
function takeWalk(numbers: readonly number[], places: Set<string>): number {
  const first = restarted(wendy.first());
  let resting = first;
  let chosen: ReadonlySet<string> = new Set();
  const events: WendyEvent[] = [];
  const done: unknown[] = [];
  for (const number of numbers) {
    const event = frozen(stamped(eventFor(resting, number), events.length));
    const made = wendy.converse(resting, [event]);
    const step = { before: resting, event, after: made.resting, commands: made.commands };
    chosen = reaskedAfter(step, chosen);
    events.push(event);
    checkAmong(events, () => checkStep(step, chosen));
    done.push(...made.commands);
    resting = restarted(made.resting);
    places.add(wendy.path(resting));
  }
  const again = wendy.converse(first, events);
  const atOnce = { resting: unshown(again.resting), commands: again.commands };
  const apart = { resting: unshown(resting), commands: done };
  if (!same(atOnce, apart)) expect(atOnce).toEqual(apart);
  return events.length;
}
