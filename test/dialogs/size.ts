import { wholeNumber } from '../helpers/environment.ts';

/**
 * The size of a random test: `WENDY_RANDOM_EVENTS` for a long run, else a quick one; and the first of its seeds,
 * `WENDY_RANDOM_SEED` to run it again.
 */
export function randomSize(quick: number): { events: number; seed: number } {
  return {
    events: wholeNumber('WENDY_RANDOM_EVENTS') ?? quick,
    seed: wholeNumber('WENDY_RANDOM_SEED') ?? Math.floor(Math.random() * 1_000_000),
  };
}

/** A test of a million events takes long: ms for it. */
export function timeFor(events: number): number {
  return 240_000 + events * 20;
}
