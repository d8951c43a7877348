import { expect, it } from 'vitest';
import { StoreFailed } from '../../src/store/errors.ts';
import { openEmbeddedStore } from '../../src/store/open.ts';
import type { Commit, Store } from '../../src/store/port.ts';
import { noLock } from './helpers.ts';
import { Reference, viewOf } from './reference.ts';
import { PowerCut, SimDisk } from './sim-disk.ts';
import { commitOf, randomStep, seeded } from './workload.ts';

const COMMITS = 24;
const OPTIONS = {
  dir: '/data',
  log: { info() {}, warn() {} },
  lock: noLock,
  checkpointBytes: 1500,
  journalRoom: 700,
  streamMemory: 12,
};

/** All commits that were tried, by tag, and the tags of those that were acknowledged. */
interface History {
  tried: Map<string, Commit>;
  acknowledged: Set<string>;
  /** Those that met a conflict: nothing of them may ever be seen. */
  refused: Set<string>;
}

const emptyDisk = (random: () => number, cutAt?: number) =>
  new SimDisk(random, cutAt, new Map([['/', new Map()]]));

/** Commits in three lanes at once until done or the power goes. A conflict with another lane writes nothing. */
async function work(store: Store, random: () => number, history: History): Promise<void> {
  let begun = 0;
  const lane = async (): Promise<void> => {
    while (begun++ < COMMITS) {
      const tag = `t${history.tried.size}`;
      const step = randomStep(random);
      history.tried.set(tag, {});
      const { writes = [] } = commitOf(
        step,
        tag,
        () => 0,
        () => false,
      );
      const versions = new Map<string, number>();
      for (const { key } of writes) versions.set(key, (await store.get(key))?.version ?? 0);
      const due = new Set((await store.wakes({ now: 20, limit: 100 })).map(({ id }) => id));
      const commit = commitOf(
        step,
        tag,
        (key) => versions.get(key) ?? 0,
        (id) => due.has(id),
      );
      history.tried.set(tag, commit);
      const result = await store.commit(structuredClone(commit));
      if (result.ok) history.acknowledged.add(tag);
      else history.refused.add(tag);
    }
  };
  const ends = await Promise.allSettled([lane(), lane(), lane()]);
  const lost = ends.find((end) => end.status === 'rejected');
  if (lost !== undefined) throw lost.reason;
  await store.close();
}

/** What the store holds must be whole commits: all acknowledged ones, and no part of any other. */
async function verify(store: Store, history: History): Promise<void> {
  const survived = (await store.rows<string>('log/all')).map(({ row }) => row);
  for (const tag of history.acknowledged) expect(survived).toContain(tag);
  for (const tag of history.refused) expect(survived).not.toContain(tag);
  const expected = new Reference();
  for (const tag of survived) {
    const commit = history.tried.get(tag) ?? {};
    expect(expected.conflict(commit)).toBeUndefined();
    expected.apply(commit);
  }
  expect(await viewOf(store, expected, 10)).toEqual(expected.view(10));
}

/** One life of the store on a disk: whether it ended in good order. Only the cut may end it otherwise. */
async function live(disk: SimDisk, random: () => number, history: History): Promise<boolean> {
  try {
    const store = await openEmbeddedStore({ ...OPTIONS, disk });
    await verify(store, history);
    await work(store, random, history);
    return true;
  } catch (error) {
    const cause = error instanceof StoreFailed ? error.cause : error;
    if (!(cause instanceof PowerCut)) throw error;
    return false;
  }
}

async function checkAfterCut(disk: SimDisk, history: History): Promise<void> {
  const store = await openEmbeddedStore({ ...OPTIONS, disk: disk.afterCut() });
  await verify(store, history);
  await store.close();
}

const newHistory = (): History => ({ tried: new Map(), acknowledged: new Set(), refused: new Set() });

it('loses nothing acknowledged and nothing by halves, whatever file operation the power is cut at', async () => {
  for (const seed of [1, 2, 3]) {
    let ended = false;
    let operation = 0;
    while (!ended) {
      operation++;
      const history = newHistory();
      const disk = emptyDisk(seeded(seed + operation * 1009), operation);
      ended = await live(disk, seeded(seed), history);
      await checkAfterCut(disk, history);
    }
    expect(operation).toBeGreaterThan(200);
  }
});

it('comes through one cut after the other, also while it starts', async () => {
  for (let seed = 1; seed <= 60; seed++) {
    const random = seeded(seed);
    const history = newHistory();
    let disk = emptyDisk(random, Math.ceil(random() * 300));
    for (let life = 0; life < 6; life++) {
      await live(disk, random, history);
      disk = disk.afterCut(Math.ceil(random() * 300));
    }
    await checkAfterCut(disk, history);
  }
});
