/** The thread that writes checkpoints: writes together what came together, and answers it at once. */
import { workerData } from 'node:worker_threads';
import { serveThread, type Told, toldOf } from '../thread.ts';
import { openWriter, type Write } from './files.ts';
import { syncDisk } from './sync-disk.ts';
import type { Job } from './threaded-writer.ts';

const writer = openWriter(syncDisk, (workerData as { root: string }).root);

serveThread<Job, void>(async (asked, tell) => {
  const writes = asked.filter((one): one is { number: number; job: Write } => one.job !== 'settle');
  const errors = await writer.writeAll(writes.map(({ job }) => job));
  const told: Told<void>[] = writes.map(({ number }, at) => {
    const error = errors[at];
    return error ? { number, error: error.message } : { number, result: undefined };
  });
  // To settle is asked for by who has been answered for what it wrote.
  for (const { number, job } of asked) {
    if (job === 'settle') told.push(await toldOf(number, writer.settle()));
  }
  tell(told);
});
