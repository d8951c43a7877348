import { uploadKey } from '../desk/uploads.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/port.ts';
import type { Shelf } from '../store/shelf.ts';

/** How long a file may lie without a record, ms: far longer than any turn takes that came with it. */
const GRACE = 60 * 60 * 1000;
const EVERY = 10 * 60 * 1000;

export interface Sweeper {
  /** Looks now, then every ten minutes. */
  start(): void;
  /** One look; resolves when it is over. */
  sweep(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A file is put on the shelf before the turn that takes it. Where that turn never was (a crash between the two, a
 * message that was handled before, a case that took no more), no record names it, and after an hour it goes; what a
 * record names is kept, and not looked at again.
 */
export function createSweeper({
  store,
  shelf,
  clock,
  log,
}: {
  store: Pick<Store, 'get'>;
  shelf: Shelf;
  clock: { now(): Date };
  log: Log;
}): Sweeper {
  let timer: NodeJS.Timeout | undefined;
  let looking = Promise.resolve();

  async function look(): Promise<void> {
    for (const id of await shelf.loose(clock.now().getTime() - GRACE)) {
      try {
        if (await store.get(uploadKey(id))) await shelf.keep(id);
        else await shelf.remove(id);
      } catch (error) {
        log.warn('a file was left as it is', { id, error: String(error) });
      }
    }
  }

  const sweep = (): Promise<void> => {
    looking = looking
      .then(look)
      .catch((error: unknown) => log.error('files were not swept', { error: String(error) }));
    return looking;
  };
  return {
    start: () => {
      void sweep();
      timer = setInterval(() => void sweep(), EVERY).unref();
    },
    sweep,
    stop: () => {
      clearInterval(timer);
      return looking;
    },
  };
}
