import { parentPort, Worker } from 'node:worker_threads';

/** What is asked of a thread, and its answer by the same number. */
export interface Asked<Job> {
  number: number;
  job: Job;
}
export type Told<Result> = { number: number } & ({ result: Result } | { error: string });

/** Work that is done beside the event loop. */
export interface Thread<Job, Result> {
  /** Rejects with what the thread could not do, and where it died. */
  ask(job: Job): Promise<Result>;
  /** Ends it at once; what is under way is lost. */
  close(): Promise<void>;
}

interface Waiting<Result> {
  resolve(result: Result): void;
  reject(error: Error): void;
}

/**
 * A thread that runs the file at `url`, begun with the first job and anew where it died. What is asked in one go is
 * sent over together. It keeps the program running only while it works.
 */
export function createThread<Job, Result>(url: URL, workerData: unknown): Thread<Job, Result> {
  let worker: Worker | undefined;
  let number = 0;
  let gathered: Asked<Job>[] = [];
  const waiting = new Map<number, Waiting<Result>>();

  function start(): Worker {
    const begun = new Worker(url, { workerData });
    begun.on('message', (told: Told<Result>[]) => {
      for (const one of told) answered(one);
      if (waiting.size === 0) begun.unref();
    });
    begun.on('error', (error) => giveUp(error instanceof Error ? error : new Error(String(error))));
    begun.on('exit', () => giveUp(new Error('the thread ended')));
    return begun;
  }

  function answered(told: Told<Result>): void {
    const { resolve, reject } = waiting.get(told.number) ?? {};
    waiting.delete(told.number);
    if ('error' in told) reject?.(new Error(told.error));
    else resolve?.(told.result);
  }

  function giveUp(error: Error): void {
    worker = undefined;
    const lost = [...waiting.values()];
    waiting.clear();
    for (const { reject } of lost) reject(error);
  }

  function send(): void {
    worker ??= start();
    worker.ref();
    worker.postMessage(gathered);
    gathered = [];
  }

  return {
    ask: (job) =>
      new Promise((resolve, reject) => {
        number += 1;
        waiting.set(number, { resolve, reject });
        gathered.push({ number, job });
        if (gathered.length === 1) queueMicrotask(send);
      }),
    close: async () => void (await worker?.terminate()),
  };
}

/** The thread's own side: `serve` is given what came in one go, and tells what became of it when it knows. */
export function serveThread<Job, Result>(
  serve: (asked: readonly Asked<Job>[], tell: (told: Told<Result>[]) => void) => void,
): void {
  parentPort?.on('message', (asked: Asked<Job>[]) => serve(asked, (told) => parentPort?.postMessage(told)));
}

/** An attempt as an answer. */
export async function toldOf<Result>(number: number, attempt: Promise<Result>): Promise<Told<Result>> {
  try {
    return { number, result: await attempt };
  } catch (error) {
    return { number, error: error instanceof Error ? error.message : String(error) };
  }
}
