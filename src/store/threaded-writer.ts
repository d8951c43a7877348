import { createThread } from '../thread.ts';
import type { Write, Writer } from './files.ts';

/** For the thread: a file to write, or to settle those that were. */
export type Job = Write | 'settle';

export interface ThreadedWriter extends Writer {
  /** Ends the thread, when what is under way is done with. */
  close(): Promise<void>;
}

/**
 * A writer whose files are written by a thread of its own, so that a checkpoint leaves the event loop to the turns.
 * A thread that dies fails its jobs; the next one begins anew.
 */
export function createThreadedWriter(root: string): ThreadedWriter {
  const { ask, close } = createThread<Job, void>(new URL('./writer-thread.ts', import.meta.url), { root });
  let used = false;
  const order = (job: Job): Promise<void> => {
    used = true;
    return ask(job);
  };
  return {
    replace: (path, text) => order({ path, text }),
    append: (path, text, end, cut) => order({ path, text, at: { end, cut } }),
    settle: () => order('settle'),
    async close() {
      if (used) await ask('settle');
      await close();
    },
  };
}
