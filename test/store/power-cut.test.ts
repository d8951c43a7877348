import { expect, it } from 'vitest';
import { openEmbeddedStore } from '../../src/store/open.ts';
import type { Commit, Store } from '../../src/store/port.ts';
import { noLock } from './helpers.ts';
import { Reference, viewOf } from './reference.ts';
import { SimDisk } from './sim-disk.ts';
import { commitOf, randomStep, seeded } from './workload.ts';

const COMMITS = 24;
const OPTIONS = {
  dir: '/data',
  log: { info() {}, warn() {} },
  lock: noLock,
  checkpointBytes: 1500,
  streamMemory: 12,
};

/** All commits that were tried, by tag, and the tags of those that were acknowledged. */
interface History {
  tried: Map<string, Commit>;
  acknowledged: Set<string>;
}

const emptyDisk = (random: () => number, cutAt?: number) =>
  new SimDisk(random, cutAt, new Map([['/', new Map()]]));

/** Commits in three lanes at once until done or the power goes; each lane writes what it alone reads. */
async function work(store: Store, random: () => number, known: Reference, history: History): Promise<void> {
  let begun = 0;
  const versions = new Map([...known.records].map(([key, { version }]) => [key, version]));
  const lane = async (): Promise<void> => {
    while (begun++ < COMMITS) {
      const tag = `t${history.tried.size}`;
      const commit = commitOf(
        randomStep(random),
        tag,
        (key) => versions.get(key) ?? 0,
        () => false,
      );
      for (const { key, expectedVersion } of commit.writes ?? []) versions.set(key, expectedVersion + 1);
      history.tried.set(tag, commit);
      expect(await store.commit(structuredClone(commit))).toEqual({ ok: true });
      history.acknowledged.add(tag);
    }
  };
  const ends = await Promise.allSettled([lane(), lane(), lane()]);
  const lost = ends.find((end) => end.status === 'rejected');
  if (lost !== undefined) {
    expect(store.healthy()).toBe(false);
    throw lost.reason;
  }
  await store.close();
}

/** What the store holds must be whole commits: all acknowledged ones, and no part of any other. */
async function verify(store: Store, history: History): Promise<Reference> {
  const survived = (await store.rows<string>('log/all')).map(({ row }) => row);
  for (const tag of history.acknowledged) expect(survived).toContain(tag);
  const expected = new Reference();
  for (const tag of survived) {
    const commit = history.tried.get(tag) ?? {};
    expect(expected.conflict(commit)).toBeUndefined();
    expected.apply(commit);
  }
  expect(await viewOf(store, expected, 10)).toEqual(expected.view(10));
  return expected;
}

/** Runs the workload, cuts the power at one operation, starts again, checks; true while the cut came in time. */
async function cutOnceAt(operation: number, seed: number): Promise<boolean> {
  const random = seeded(seed + operation * 1009);
  const history: History = { tried: new Map(), acknowledged: new Set() };
  const disk = emptyDisk(random, operation);
  const ended = await openEmbeddedStore({ ...OPTIONS, disk })
    .then((store) => work(store, seeded(seed), new Reference(), history))
    .then(
      () => true,
      () => false,
    );
  const restored = disk.afterCut();
  const store = await openEmbeddedStore({ ...OPTIONS, disk: restored });
  await verify(store, history);
  await store.close();
  return !ended;
}

it('loses nothing acknowledged and nothing by halves, whatever file operation the power is cut at', async () => {
  for (const seed of [1, 2, 3]) {
    let operation = 1;
    while (await cutOnceAt(operation, seed)) operation++;
    expect(operation).toBeGreaterThan(200);
  }
});

it('comes through one cut after the other, also while it starts', async () => {
  for (let seed = 1; seed <= 60; seed++) {
    const random = seeded(seed);
    const history: History = { tried: new Map(), acknowledged: new Set() };
    let disk = emptyDisk(random, Math.ceil(random() * 300));
    for (let life = 0; life < 6; life++) {
      const ran = await openEmbeddedStore({ ...OPTIONS, disk })
        .then(async (store) => work(store, random, await verify(store, history), history))
        .then(
          () => 'ended',
          (error: unknown) => error,
        );
      if (ran !== 'ended') expect(String(ran)).toMatch(/PowerCut|cannot write|Error$/);
      disk = disk.afterCut(Math.ceil(random() * 300));
    }
    const store = await openEmbeddedStore({ ...OPTIONS, disk: disk.afterCut() });
    await verify(store, history);
    await store.close();
  }
});
