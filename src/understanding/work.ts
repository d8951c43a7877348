import { setImmediate as others } from 'node:timers/promises';

/** Long work in pieces: at each `yield` others may have their turn. */
export type Work<T> = Generator<void, T, void>;

/** Does all of it at once. */
export function workOff<T>(work: Work<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** Does it piece by piece, and lets everything else that waits go first each time. Undefined once `stopped` says so. */
export async function workAside<T>(work: Work<T>, stopped: () => boolean): Promise<T | undefined> {
  for (;;) {
    if (stopped()) return undefined;
    const step = work.next();
    if (step.done) return step.value;
    await others();
  }
}
