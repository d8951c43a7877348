import { createMemory } from './memory.ts';

/** What opens a conversation for half an hour, and by what it is opened again. */
export interface Pass {
  conversationId: string;
  token: string;
  resume: string;
}

/** The server does not open the kept conversation any more. */
export class Refused extends Error {}

/** This browser's key to its conversation. */
export interface Session {
  /** Whether there is a conversation to come back to. */
  readonly known: boolean;
  /** A token: of the kept conversation, else of a new one. Throws `Refused`, and other errors worth another try. */
  pass(): Promise<Pass>;
  /** Keeps the key to the conversation of the last token: it was started. */
  keep(): void;
  /** Leaves the kept conversation to itself; the next one is new. */
  leave(): void;
  /** Ends the conversation for all browsers. */
  forget(): Promise<void>;
}

const memory = createMemory('wendy.chat', 'for good');

export function createSession(domain: string): Session {
  let kept = memory.get();
  let latest = kept;

  async function pass(): Promise<Pass> {
    const response = await post(
      `${domain}/tokens/generate`,
      kept === undefined ? undefined : { resume: kept },
    );
    if (kept && (response.status === 403 || response.status === 404)) throw new Refused();
    if (!response.ok) throw new Error(`no token: ${response.status}`);
    const given = (await response.json()) as Pass;
    latest = given.resume;
    return given;
  }

  function leave(): void {
    kept = undefined;
    memory.set(undefined);
  }

  return {
    get known() {
      return kept !== undefined;
    },
    pass,
    keep: () => {
      kept = latest;
      memory.set(kept);
    },
    leave,
    async forget() {
      if (kept) {
        const { token } = await pass();
        await post(`${domain}/tokens/revoke`, undefined, token);
      }
      leave();
    },
  };
}

function post(url: string, body?: object, token?: string): Promise<Response> {
  const headers = new Headers();
  if (body) headers.set('Content-Type', 'application/json');
  if (token) headers.set('Authorization', `Bearer ${token}`);
  return fetch(url, { method: 'POST', headers, ...(body && { body: JSON.stringify(body) }) });
}
