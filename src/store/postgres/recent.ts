import { keep } from '../frozen.ts';
import { Lru } from '../lru.ts';
import type { Commit, CommitResult, Stored } from '../port.ts';
import { baseOf } from '../prepare.ts';

const MOST_RECORDS = 5_000;

/** Records as this instance last read or wrote them: others may have written them since, which a commit then finds. */
export class Recent {
  readonly #records = new Lru<Stored<unknown>>(MOST_RECORDS, () => 1);

  of<T>(key: string): Stored<T> | undefined {
    return this.#records.get(key) as Stored<T> | undefined;
  }

  /** Takes what was read, and gives it back in the form in which it is shared. */
  seen<T>(key: string, read: Stored<T> | undefined): Stored<T> | undefined {
    if (read === undefined) return undefined;
    const stored = { version: read.version, value: keep(read.value, () => JSON.stringify(read.value)) };
    if (stored.version >= (this.#records.get(key)?.version ?? 0)) this.#records.set(key, stored);
    return stored;
  }

  /** Takes what a commit came to: what it wrote is the newest there is, what it ran against is old. */
  settle(commit: Commit, result: CommitResult): void {
    if (!result.ok) for (const { key } of baseOf(commit)) this.#records.delete(key);
    else
      for (const { key, expectedVersion, value } of commit.writes ?? [])
        this.seen(key, { version: expectedVersion + 1, value });
  }
}
