import { randomBytes } from 'node:crypto';
import type { ChatStore } from './store.ts';

/** A key that tokens are signed with; `secret` is base64, `madeAt` epoch ms. */
export interface Key {
  kid: string;
  secret: string;
  madeAt: number;
}

/** The keys of all instances on the same data. */
export interface KeyRing {
  /** The one to sign with; a new one takes its place after 30 days. */
  current(): Promise<Key>;
  find(kid: string): Promise<Key | undefined>;
}

interface KeysRecord {
  v: 1;
  /** The newest is the last. */
  keys: Key[];
}

const RECORD = 'directline-keys/tokens';
const DAY = 86_400_000;
const RENEW_AFTER = 30 * DAY;
/** What was signed on a key's last day is good for 30 days more; a day is for clocks that differ. */
const KEEP_FOR = 61 * DAY;
/** A key id that nobody knows makes the record be read anew, at most so often, in ms. */
const LOOK_AGAIN = 1_000;

/** Keeps the keys as one record of the store, made by whichever instance is first. `now` is epoch ms. */
export function createKeyRing(store: ChatStore, now: () => number): KeyRing {
  let known: readonly Key[] = [];
  let lookedAt = Number.NEGATIVE_INFINITY;

  async function look(): Promise<number> {
    const stored = await store.get<KeysRecord>(RECORD);
    known = stored?.value.keys ?? [];
    lookedAt = now();
    return stored?.version ?? 0;
  }

  async function renew(): Promise<void> {
    const expectedVersion = await look();
    if (isFresh(known.at(-1))) return;
    const key = newKey(now());
    const keys = [...known.filter(({ madeAt }) => madeAt + KEEP_FOR > now()), key];
    const value: KeysRecord = { v: 1, keys };
    const { ok } = await store.commit({ writes: [{ key: RECORD, expectedVersion, value }] });
    if (ok) known = keys;
    else await look();
  }

  const isFresh = (key: Key | undefined): key is Key => key !== undefined && key.madeAt + RENEW_AFTER > now();
  const among = (kid: string): Key | undefined =>
    known.find((key) => key.kid === kid && key.madeAt + KEEP_FOR > now());

  return {
    async current() {
      if (!isFresh(known.at(-1))) await renew();
      const key = known.at(-1);
      if (key === undefined) throw new Error('no key to sign tokens with could be kept');
      return key;
    },
    async find(kid) {
      if (among(kid) === undefined && now() - lookedAt >= LOOK_AGAIN) await look();
      return among(kid);
    },
  };
}

function newKey(madeAt: number): Key {
  return { kid: randomBytes(9).toString('base64url'), secret: randomBytes(32).toString('base64'), madeAt };
}
