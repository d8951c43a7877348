/** The thread that writes checkpoints: takes lists of jobs, in order, and answers each list with what became of each. */
import { parentPort, workerData } from 'node:worker_threads';
import { openWriter, type Writer } from './files.ts';
import { syncDisk } from './sync-disk.ts';
import type { Answer, Job, Order } from './threaded-writer.ts';

const writer = openWriter(syncDisk, (workerData as { root: string }).root);

parentPort?.on('message', async ({ number, jobs }: Order) => {
  const errors: Answer['errors'] = [];
  for (const job of jobs) errors.push(await outcomeOf(job, writer));
  parentPort?.postMessage({ number, errors } satisfies Answer);
});

async function outcomeOf(job: Job, to: Writer): Promise<string | null> {
  try {
    if (job.do === 'replace') await to.replace(job.path, job.text);
    else if (job.do === 'append') await to.append(job.path, job.text, job.end, job.cut);
    else await to.settle();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
