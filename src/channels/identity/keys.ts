import { createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';

/** A key of the channels' token issuer. */
export interface ChannelKey {
  key: KeyObject;
  /** The channels that the key may sign for; empty: any. */
  endorsements: readonly string[];
}

/** The issuer's keys, as its metadata names them. */
export interface ChannelKeys {
  /** Rises with each change of the keys: what was checked by those of before is to be checked again. */
  readonly generation: number;
  /** Undefined where the issuer has no such key. Throws `KeysUnavailable` where nobody can tell. */
  find(kid: string): Promise<ChannelKey | undefined>;
}

/** The issuer's keys can't be had: whether a token is good nobody can tell at the moment. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

export interface KeysOptions {
  metadataUrl: string;
  /** How long one fetch may take, in ms. */
  timeout: number;
  /** Epoch ms. */
  now(): number;
}

/** In ms. Keys are asked for anew each day; old ones serve for three more where that fails. */
const FRESH = 24 * 3_600_000;
const USABLE = 4 * FRESH;
/** The least time between two fetches that unknown keys cause, whoever makes them up; in ms. */
const ROLL_OVER = 60_000;
const LARGEST = 1_000_000;
const SMALLEST_KEY = 2048;

const metadataSchema = z.object({ jwks_uri: z.string() });
const keySetSchema = z.object({ keys: z.array(z.unknown()) });
const keySchema = z.object({
  kty: z.literal('RSA'),
  kid: z.string().min(1),
  n: z.string(),
  e: z.string(),
  endorsements: z.array(z.string()).optional(),
});

/** Fetches and keeps the keys; nothing is fetched before the first token, and never twice at once. */
export function createChannelKeys({ metadataUrl, timeout, now }: KeysOptions): ChannelKeys {
  let keys: ReadonlyMap<string, ChannelKey> | undefined;
  let generation = 0;
  let loadedAt = 0;
  let askedAt = 0;
  let loading: Promise<void> | undefined;

  async function load(): Promise<void> {
    askedAt = now();
    const signal = AbortSignal.timeout(timeout);
    const { jwks_uri } = metadataSchema.parse(await fetchJson(metadataUrl, signal));
    if (isPlain(jwks_uri) && !isPlain(metadataUrl)) throw new Error('the keys would come unencrypted');
    const found = readKeys(await fetchJson(jwks_uri, signal));
    if (found.size === 0) throw new Error('there are no keys in it');
    keys = found;
    loadedAt = now();
    generation++;
  }

  function refresh(): Promise<void> {
    loading ??= load().finally(() => {
      loading = undefined;
    });
    return loading;
  }

  return {
    get generation() {
      return generation;
    },
    async find(kid) {
      const age = now() - loadedAt;
      const due = keys === undefined || age > FRESH || !keys.has(kid);
      if (!due || (keys !== undefined && now() - askedAt < ROLL_OVER)) return keys?.get(kid);
      try {
        await refresh();
      } catch (error) {
        const known = age < USABLE ? keys?.get(kid) : undefined;
        if (known === undefined) throw new KeysUnavailable(String(error));
      }
      return keys?.get(kid);
    },
  };
}

function isPlain(url: string): boolean {
  return new URL(url).protocol !== 'https:';
}

/** An answer that went over a redirect to an unencrypted address is none. */
async function fetchJson(url: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(url, { signal, headers: { Accept: 'application/json' } });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  if (isPlain(response.url) && !isPlain(url)) throw new Error('a redirect to an unencrypted address');
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > LARGEST) throw new Error('too much for a list of keys');
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString());
}

function readKeys(body: unknown): Map<string, ChannelKey> {
  const found = new Map<string, ChannelKey>();
  for (const entry of keySetSchema.parse(body).keys) {
    const { data } = keySchema.safeParse(entry);
    const key = data && readKey(data);
    if (data && key) found.set(data.kid, { key, endorsements: data.endorsements ?? [] });
  }
  return found;
}

/** Undefined where it is no key, or one that is too short to be safe. */
function readKey({ kty, n, e }: { kty: string; n: string; e: string }): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: { kty, n, e }, format: 'jwk' });
    return (key.asymmetricKeyDetails?.modulusLength ?? 0) >= SMALLEST_KEY ? key : undefined;
  } catch {
    return undefined;
  }
}
