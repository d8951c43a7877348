import { Worker } from 'node:worker_threads';
import type { Writer } from './files.ts';

/** One write, for the thread. */
export type Job =
  | { do: 'replace'; path: string; text: string | Uint8Array }
  | { do: 'append'; path: string; text: string; end: number; cut: boolean }
  | { do: 'settle' };

/** A list of jobs to the thread, and its answer: an error's message for each job, or null. */
export interface Order {
  number: number;
  jobs: Job[];
}
export interface Answer {
  number: number;
  errors: (string | null)[];
}

interface Waiting {
  job: Job;
  resolve(): void;
  reject(error: Error): void;
}

export interface ThreadedWriter extends Writer {
  /** Ends the thread, when what is under way is done with. */
  close(): Promise<void>;
}

/**
 * A writer whose files are written by a thread of its own, so that a checkpoint leaves the event loop to the turns.
 * What is asked for in one go is sent over together. A thread that dies fails its jobs; the next one begins anew.
 */
export function createThreadedWriter(root: string): ThreadedWriter {
  let thread: Worker | undefined;
  let number = 0;
  let gathered: Waiting[] = [];
  const sent = new Map<number, Waiting[]>();

  function start(): Worker {
    const worker = new Worker(new URL('./writer-thread.ts', import.meta.url), { workerData: { root } });
    worker.on('message', ({ number: answered, errors }: Answer) => {
      const done = sent.get(answered) ?? [];
      sent.delete(answered);
      if (sent.size === 0) worker.unref();
      for (const [at, { resolve, reject }] of done.entries()) {
        const error = errors[at];
        if (error === null) resolve();
        else reject(new Error(error ?? 'the writing thread gave no answer'));
      }
    });
    worker.on('error', (error) => giveUp(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', () => giveUp(new Error('the writing thread ended')));
    return worker;
  }

  function giveUp(error: Error): void {
    thread = undefined;
    const lost = [...sent.values()].flat();
    sent.clear();
    for (const { reject } of lost) reject(error);
  }

  function send(): void {
    const waiting = gathered;
    gathered = [];
    number += 1;
    thread ??= start();
    sent.set(number, waiting);
    thread.ref();
    thread.postMessage({ number, jobs: waiting.map(({ job }) => job) } satisfies Order);
  }

  function ask(job: Job): Promise<void> {
    return new Promise((resolve, reject) => {
      gathered.push({ job, resolve, reject });
      if (gathered.length === 1) queueMicrotask(send);
    });
  }

  return {
    replace: (path, text) => ask({ do: 'replace', path, text }),
    append: (path, text, end, cut) => ask({ do: 'append', path, text, end, cut }),
    settle: () => ask({ do: 'settle' }),
    async close() {
      if (thread) await ask({ do: 'settle' });
      await thread?.terminate();
    },
  };
}
