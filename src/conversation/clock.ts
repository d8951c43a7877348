import type { Log } from '../log.ts';
import type { Store } from '../store/port.ts';

/** The longest sleep, ms: a clock that was set back or forth is noticed within it. */
const LONGEST_SLEEP = 1_000;
const SHORTEST_SLEEP = 20;
const AT_ONCE = 500;
/** How long other instances leave a wake to this one, ms; a turn that failed is tried again after it. */
const CLAIM = 5_000;

export interface Alarm {
  start(): void;
  /** Something becomes due at `at`, epoch ms: it may be sooner than the clock would look. */
  reschedule(at: number): void;
  /** Whether it has looked within the last seconds. */
  alive(): boolean;
  stop(): Promise<void>;
}

/** Wakes conversations whose time has come, and sends what had to wait. The times stand in the store, not in memory. */
export function createAlarm(parts: {
  store: Store;
  clock: { now(): Date };
  log: Log;
  wake(conversation: string): Promise<void>;
  deliver(conversations: readonly string[]): void;
}): Alarm {
  const { store, clock, log } = parts;
  let timer: NodeJS.Timeout | undefined;
  /** When the timer rings, by `performance.now()`; undefined while the clock looks. */
  let ringsAt: number | undefined;
  let looking: Promise<void> = Promise.resolve();
  let lookedAt = performance.now();
  let stopped = true;

  async function look(): Promise<void> {
    const now = clock.now().getTime();
    const wakes = await store.claimWakes({ now, until: now + CLAIM, limit: AT_ONCE });
    const conversations = [...new Set(wakes.map((wake) => wake.conversation))];
    await Promise.all(
      conversations.map((id) =>
        parts
          .wake(id)
          .catch((error: unknown) => log.error('a wake failed', { conversation: id, error: String(error) })),
      ),
    );
    const rows = await store.outbox({ now, limit: AT_ONCE });
    parts.deliver(rows.map((row) => row.conversation));
    lookedAt = performance.now();
  }

  function schedule(wait: number): void {
    clearTimeout(timer);
    if (stopped) return;
    ringsAt = performance.now() + wait;
    timer = setTimeout(() => {
      ringsAt = undefined;
      looking = look()
        .then(() => store.nextDue())
        .then(waitUntil, (error: unknown) => {
          log.error('the clock stumbled', { error: String(error) });
          return LONGEST_SLEEP;
        })
        .then(schedule);
    }, wait);
  }

  function waitUntil(due: number | undefined): number {
    const wait = due === undefined ? LONGEST_SLEEP : due - clock.now().getTime();
    return Math.min(Math.max(wait, SHORTEST_SLEEP), LONGEST_SLEEP);
  }

  return {
    start: () => {
      stopped = false;
      lookedAt = performance.now();
      schedule(0);
    },
    reschedule: (at) => {
      const wait = waitUntil(at);
      // While it looks, what comes next is asked of the store.
      if (ringsAt !== undefined && performance.now() + wait < ringsAt) schedule(wait);
    },
    alive: () => !stopped && performance.now() - lookedAt < 10 * LONGEST_SLEEP,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await looking;
    },
  };
}
