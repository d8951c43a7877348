import { mkdir, readdir, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StoreLocked } from './errors.ts';
import { type DraftLock, draftLock, type FoundLock, readLock, unlinkIfThere } from './lock-file.ts';
import { livenessOf, ownIdentity, type ProcessIdentity } from './process-identity.ts';

/** A held data directory. */
export interface Lock {
  /** Calls back once if another process has taken the directory: nothing may be written any more. */
  onLost(lost: (reason: string) => void): void;
  release(): Promise<void>;
}

export interface LockTiming {
  /** How long to wait for a holder that lives, in ms. */
  waitMs: number;
  /** A holder that only its heartbeat can prove alive counts as dead after this long without one, in ms. */
  silentMs: number;
  beatMs: number;
  pollMs: number;
}

const TIMING: LockTiming = { waitMs: 5000, silentMs: 3000, beatMs: 1000, pollMs: 100 };

/** Judges found locks; remembers when each was first seen, to see its heartbeat advance or stand still. */
class Watch {
  readonly #own: ProcessIdentity;
  readonly #silentMs: number;
  readonly #seen = new Map<string, { beat: number; since: number }>();

  constructor(own: ProcessIdentity, silentMs: number) {
    this.#own = own;
    this.#silentMs = silentMs;
  }

  async judge(found: FoundLock): Promise<'alive' | 'dead' | 'unknown'> {
    if (found.holder === undefined) return 'dead';
    const liveness = await livenessOf(found.holder, this.#own);
    if (liveness !== 'unknown') return liveness;
    const seen = this.#seen.get(found.mark);
    if (seen === undefined) {
      this.#seen.set(found.mark, { beat: found.beat, since: performance.now() });
      return 'unknown';
    }
    if (seen.beat !== found.beat) return 'alive';
    return performance.now() - seen.since > this.#silentMs ? 'dead' : 'unknown';
  }
}

/**
 * Takes the data directory `dir` (made where missing). A lock that a dead process left, or one that can't be
 * read, is taken over at once; for a live holder it waits, then rejects with `StoreLocked`.
 */
export async function acquireLock(dir: string, timing: LockTiming = TIMING): Promise<Lock> {
  await mkdir(dir, { recursive: true });
  const path = join(dir, 'lock');
  const own = await ownIdentity();
  const watch = new Watch(own, timing.silentMs);
  const draft = await draftLock(path, own);
  const began = performance.now();
  try {
    while (!(await draft.place(path))) {
      const found = await readLock(path);
      if (found === undefined) continue;
      const verdict = await watch.judge(found);
      if (verdict === 'dead' && (await takeOver(path, found, draft, own, watch))) break;
      if (verdict === 'alive' && performance.now() - began > timing.waitMs)
        throw new StoreLocked(dir, `process ${found.holder?.pid}`);
      await sleep(timing.pollMs);
    }
  } finally {
    await draft.discard();
  }
  return hold(path, own, draft.nonce, timing);
}

/**
 * Replaces a dead holder's lock. Whoever wants to must first place a claim on exactly that lock; claims are
 * numbered and only the winner removes them, so that of several live processes one alone gets to replace it.
 */
async function takeOver(
  path: string,
  stale: FoundLock,
  draft: DraftLock,
  own: ProcessIdentity,
  watch: Watch,
): Promise<boolean> {
  const claims = `${path}.claim-${stale.mark}-`;
  const claim = await draftLock(path, own);
  try {
    for (let number = 0; ; number++) {
      if (await claim.place(`${claims}${number}`)) {
        const won = (await readLock(path))?.mark === stale.mark;
        if (won) await draft.replace(path);
        await (won ? removeAll(claims) : unlinkIfThere(`${claims}${number}`));
        return won;
      }
      const other = await readLock(`${claims}${number}`);
      if (other === undefined || (await watch.judge(other)) !== 'dead') return false;
    }
  } finally {
    await claim.discard();
  }
}

async function removeAll(prefix: string): Promise<void> {
  const names = await readdir(dirname(prefix));
  for (const name of names)
    if (name.startsWith(basename(prefix))) await unlinkIfThere(join(dirname(prefix), name));
}

function hold(path: string, own: ProcessIdentity, nonce: string, timing: LockTiming): Lock {
  let held = nonce;
  let tell: ((reason: string) => void) | undefined;
  let beating: Promise<void> = Promise.resolve();

  /** Shows a sign of life; a lock file that someone removed is put back. */
  async function beat(): Promise<void> {
    const found = await readLock(path);
    if (found === undefined) held = await placeAgain(path, own, held);
    else if (found.nonce === held) await utimes(path, new Date(), new Date());
    else {
      clearInterval(timer);
      tell?.('another process took the data directory');
    }
  }

  const timer = setInterval(() => {
    // A beat that fails is made up for by the next one.
    beating = beating.then(beat).catch(() => undefined);
  }, timing.beatMs);
  timer.unref();

  return {
    onLost(lost) {
      tell = lost;
    },
    async release() {
      clearInterval(timer);
      await beating;
      if ((await readLock(path))?.nonce === held) await unlinkIfThere(path);
    },
  };
}

async function placeAgain(path: string, own: ProcessIdentity, held: string): Promise<string> {
  const draft = await draftLock(path, own);
  try {
    return (await draft.place(path)) ? draft.nonce : held;
  } finally {
    await draft.discard();
  }
}
