import type { ChatStore } from './store.ts';

/** How far apart the signs of one chat are kept in the store, ms. */
const KEPT_EVERY = 45_000;
/** How long this instance remembers a sign itself, ms; a later answer comes from the store. */
const REMEMBERED = 10 * 60_000;
const MOST_REMEMBERED = 10_000;

/** When each chat was last open on somebody's screen. Times are epoch ms. */
export interface Presence {
  /** Somebody reads or writes there now. */
  saw(conversation: string): void;
  /** Whether somebody did after `since`, at whichever instance; a sign elsewhere is known up to 45 s late. */
  wasSeen(conversation: string, since: number): Promise<boolean>;
}

interface Sign {
  v: 1;
  /** Epoch ms. */
  at: number;
}

const keyOf = (conversation: string): string => `directline-presence/${conversation}`;

export function createPresence(store: ChatStore, now: () => number): Presence {
  const signs = new Map<string, { at: number; keptAt: number }>();

  function forgetOld(): void {
    for (const [conversation, { at }] of signs) {
      if (now() - at > REMEMBERED) signs.delete(conversation);
    }
  }

  async function keep(conversation: string, at: number): Promise<void> {
    const key = keyOf(conversation);
    const version = (await store.get<Sign>(key))?.version ?? 0;
    // Where another instance was first, its sign is as good.
    await store.commit({ writes: [{ key, expectedVersion: version, value: { v: 1, at } satisfies Sign }] });
  }

  return {
    saw(conversation) {
      const at = now();
      const known = signs.get(conversation);
      const isDue = known === undefined || Math.abs(at - known.keptAt) >= KEPT_EVERY;
      signs.set(conversation, { at, keptAt: isDue ? at : known.keptAt });
      if (signs.size > MOST_REMEMBERED) forgetOld();
      // What is lost with the store out of reach is said again within the minute.
      if (isDue) keep(conversation, at).catch(() => undefined);
    },
    async wasSeen(conversation, since) {
      if ((signs.get(conversation)?.at ?? 0) > since) return true;
      const sign = await store.get<Sign>(keyOf(conversation));
      return sign !== undefined && sign.value.at > since;
    },
  };
}
