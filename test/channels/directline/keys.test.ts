import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createKeyRing } from '../../../src/channels/directline/keys.ts';
import { createTokens, newHolder } from '../../../src/channels/directline/tokens.ts';
import { silentLog } from '../../../src/log.ts';
import { openStore } from '../../../src/store/choose.ts';
import type { Store } from '../../../src/store/port.ts';

const DAY = 86_400_000;

async function open(): Promise<Store> {
  const dir = await mkdtemp(join(tmpdir(), 'wendy-keys-'));
  const store = await openStore({ dir, databaseUrl: undefined, log: silentLog });
  onTestFinished(async () => {
    await store.close();
    await rm(dir, { recursive: true, force: true });
  });
  return store;
}

test('of many instances that start at once one makes the key, and all use it', async () => {
  const store = await open();
  const rings = Array.from({ length: 20 }, () => createKeyRing(store, () => 0));
  const keys = await Promise.all(rings.map((ring) => ring.current()));
  expect(new Set(keys.map(({ kid, secret }) => `${kid} ${secret}`)).size).toBe(1);
});

test('a new key takes over after 30 days, and what the old one signed stays good until it ends', async () => {
  const store = await open();
  let now = 0;
  const tokens = createTokens(
    createKeyRing(store, () => now),
    () => now,
  );
  const other = createTokens(
    createKeyRing(store, () => now),
    () => now,
  );
  await tokens.issue('talk', newHolder());
  now = 29 * DAY;
  const old = await tokens.issue('resume', newHolder());
  now = 31 * DAY;
  const fresh = await tokens.issue('resume', newHolder());
  const kidOf = (token: string): unknown =>
    JSON.parse(Buffer.from(token.split('.', 1)[0] ?? '', 'base64url').toString()).kid;
  expect(kidOf(fresh)).not.toBe(kidOf(old));
  for (const reader of [tokens, other]) {
    expect((await reader.read(old)).kind).toBe('good');
    expect((await reader.read(fresh)).kind).toBe('good');
  }
  now = 59 * DAY;
  expect((await tokens.read(old)).kind).toBe('expired');
  now = 200 * DAY;
  await tokens.issue('talk', newHolder());
  expect((await tokens.read(old)).kind).toBe('invalid');
});
