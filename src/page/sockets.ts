import { createMemory } from './memory.ts';

/** Says of the page's WebSockets whether this network lets them through. */
export interface SocketWatch {
  readonly blocked: boolean;
}

const memory = createMemory('wendy.sockets', 'for this tab');
const PATIENCE = 8_000;

/**
 * Watches every WebSocket that is opened from now on. One that does not open although the server answers otherwise is
 * held up on the way: `onBlocked` is called, once. A page that is loaded again remembers it.
 */
export function watchSockets(alive: string, onBlocked: () => void): SocketWatch {
  let blocked = memory.get() === 'blocked';
  let opened = false;
  let failures = 0;

  async function failed(): Promise<void> {
    failures++;
    if (blocked || (opened && failures < 3)) return;
    const answer = await fetch(alive, { cache: 'no-store' }).catch(() => undefined);
    if (!answer?.ok || blocked) return;
    blocked = true;
    memory.set('blocked');
    onBlocked();
  }

  globalThis.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      const timer = setTimeout(() => void failed(), PATIENCE);
      const refused = (): void => {
        clearTimeout(timer);
        void failed();
      };
      this.addEventListener('close', refused);
      this.addEventListener('open', () => {
        opened = true;
        failures = 0;
        clearTimeout(timer);
        this.removeEventListener('close', refused);
      });
    }
  };

  return {
    get blocked() {
      return blocked;
    },
  };
}
