import type { Log } from '../log.ts';
import type { Store } from '../store/port.ts';
import type { LearnedPhrase, Learner } from '../understanding/understanding.ts';

export const LEARNED_KEY = 'learned/phrases';

/** A phrase as it was added: by whom, and when. */
export interface LearnedEntry extends LearnedPhrase {
  by: string;
  at: string;
}

/** All phrases that support leads added and that may not stand in the files yet, in the order of their adding. */
export interface LearnedRecord {
  v: 1;
  phrases: readonly LearnedEntry[];
}

/** How often an instance looks what another one was taught, ms. */
const NOW_AND_THEN = 2_000;

/** Keeps what is understood up with what support leads have taught, on whichever instance. */
export interface Tutor {
  /** Takes over what is new; whether there was something. Words like the new ones follow a moment later. */
  look(): Promise<boolean>;
  /** Resolves when all that was ever learned is understood, and words like it. */
  catchUp(): Promise<void>;
  /** Looks now and then, until it is stopped. */
  start(): void;
  stop(): void;
}

export function createTutor({ store, learner, log }: { store: Store; learner: Learner; log: Log }): Tutor {
  let known = 0;
  let lesson = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function look(): Promise<boolean> {
    const stored = await store.get<LearnedRecord>(LEARNED_KEY);
    if (!stored || stored.version <= known) return false;
    known = stored.version;
    lesson = learner.learn(stored.value.phrases);
    return true;
  }

  function later(): void {
    if (stopped) return;
    timer = setTimeout(() => {
      look()
        .catch((error: unknown) => log.warn('learned phrases could not be read', { error: String(error) }))
        .then(later);
    }, NOW_AND_THEN);
  }

  return {
    look,
    catchUp: async () => {
      await look();
      await lesson;
    },
    start: later,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
