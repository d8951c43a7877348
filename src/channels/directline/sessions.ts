import type { ChatStore } from './store.ts';

/** A conversation that was started here. */
export interface Session {
  v: 1;
  user: string;
  /** Rises when its tokens are revoked. */
  generation: number;
  /** ISO. */
  startedAt: string;
}

export interface Sessions {
  find(conversation: string): Promise<Session | undefined>;
  /** Whether it is new; one that was started before stays as it is. */
  start(conversation: string, user: string): Promise<boolean>;
  /** No token issued so far opens this conversation any more. */
  revoke(conversation: string): Promise<void>;
}

const keyOf = (conversation: string): string => `directline/${conversation}`;

/** Keeps the sessions in the store; `now` is epoch ms. */
export function createSessions(store: ChatStore, now: () => number): Sessions {
  const get = (conversation: string) => store.get<Session>(keyOf(conversation));
  return {
    find: async (conversation) => (await get(conversation))?.value,
    async start(conversation, user) {
      if (await get(conversation)) return false;
      const value: Session = { v: 1, user, generation: 0, startedAt: new Date(now()).toISOString() };
      const { ok } = await store.commit({
        writes: [{ key: keyOf(conversation), expectedVersion: 0, value }],
      });
      return ok;
    },
    async revoke(conversation) {
      const stored = await get(conversation);
      if (!stored) return;
      const value: Session = { ...stored.value, generation: stored.value.generation + 1 };
      // Where another one was first, it revoked them too.
      await store.commit({
        writes: [{ key: keyOf(conversation), expectedVersion: stored.version, value }],
      });
    },
  };
}
