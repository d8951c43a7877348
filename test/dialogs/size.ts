import { wholeNumber } from '../helpers/environment.ts';

/** The first seed of a quick run: the same every time, so that it fails for what was changed and for nothing else. */
const QUICK_SEED = 20_261_123;

/**
 * The size of a random test: `WENDY_RANDOM_EVENTS` for a long run, else a quick one; and the first of its seeds,
 * `WENDY_RANDOM_SEED` to look elsewhere.
 */
export function randomSize(quick: number): { events: number; seed: number } {
  return {
    events: wholeNumber('WENDY_RANDOM_EVENTS') ?? quick,
    seed: wholeNumber('WENDY_RANDOM_SEED') ?? QUICK_SEED,
  };
}

/** A test of a million events takes long: ms for it. */
export function timeFor(events: number): number {
  return 240_000 + events * 20;
}
