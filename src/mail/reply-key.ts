import { randomBytes } from 'node:crypto';

/** What the key asks of the store: a part of its port. */
export interface KeyStore {
  get<T>(key: string): Promise<{ version: number; value: T } | undefined>;
  commit(commit: {
    writes: { key: string; expectedVersion: number; value: unknown }[];
  }): Promise<{ ok: boolean }>;
}

interface KeyRecord {
  v: 1;
  /** Base64. */
  secret: string;
}

const RECORD = 'mail-keys/reply';

/** The secret of the addresses that mails are answered to. */
export type ReplyKey = () => Promise<string>;

/**
 * One secret for all instances on the same data, made by whichever is first and kept for good: a mail may be answered
 * months later.
 */
export function createReplyKey(store: KeyStore): ReplyKey {
  let known: string | undefined;
  return async () => {
    known ??= (await read(store)) ?? (await make(store));
    return known;
  };
}

const read = async (store: KeyStore): Promise<string | undefined> =>
  (await store.get<KeyRecord>(RECORD))?.value.secret;

async function make(store: KeyStore): Promise<string> {
  const value: KeyRecord = { v: 1, secret: randomBytes(32).toString('base64') };
  const { ok } = await store.commit({ writes: [{ key: RECORD, expectedVersion: 0, value }] });
  const secret = ok ? value.secret : await read(store);
  if (secret === undefined) throw new Error('no key for the addresses of mails could be kept');
  return secret;
}
