import type { Log } from '../log.ts';

export interface Waker {
  /** Wakes conversations and cases that have something in their inbox; returns at once. */
  wake(ids: readonly string[]): void;
  /** Wakes no more; resolves when none is under way. What is left in an inbox is taken after the next start. */
  stop(): Promise<void>;
}

/** Wakes what a commit concerned, and keeps count of it for an orderly end. */
export function createWaker(turn: (id: string) => Promise<void>, log: Log): Waker {
  const running = new Set<Promise<void>>();
  let stopped = false;
  return {
    wake: (ids) => {
      if (stopped) return;
      for (const id of new Set(ids)) {
        const run = turn(id)
          .catch((error: unknown) => log.error('a wake failed', { conversation: id, error: String(error) }))
          .finally(() => running.delete(run));
        running.add(run);
      }
    },
    stop: async () => {
      stopped = true;
      await Promise.all(running);
    },
  };
}
