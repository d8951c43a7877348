import type { Wake } from './port.ts';
import { DueList } from './sorted.ts';

interface Kept {
  wake: Wake;
  at: number;
  order: number;
  entry: number;
}

/** The events that conversations wake for: by time, and by conversation in the order of commit. */
export class Wakes {
  readonly #wakes = new Map<string, Kept>();
  readonly #conversations = new Map<string, Map<string, Kept>>();
  readonly #due = new DueList<Kept>();
  #order = 0;

  has(id: string): boolean {
    return this.#wakes.has(id);
  }

  /** Adds a wake; one of the same id is replaced and counts as new. */
  put(wake: Wake, entry: number): void {
    this.remove(wake.id);
    const kept = { wake, at: wake.dueAt, order: ++this.#order, entry };
    this.#wakes.set(wake.id, kept);
    this.#due.add(kept);
    const conversation = this.#conversations.get(wake.conversation) ?? new Map<string, Kept>();
    conversation.set(wake.id, kept);
    this.#conversations.set(wake.conversation, conversation);
  }

  remove(id: string): void {
    const kept = this.#wakes.get(id);
    if (kept === undefined) return;
    this.#wakes.delete(id);
    this.#due.remove(kept);
    const conversation = this.#conversations.get(kept.wake.conversation);
    conversation?.delete(id);
    if (conversation?.size === 0) this.#conversations.delete(kept.wake.conversation);
  }

  /** Wakes due at `now`, earliest first. */
  due(now: number, limit: number): { wakes: Wake[]; entry: number } {
    return result(this.#due.due(now, limit));
  }

  /** Wakes of one conversation due at `now`, in the order of commit. */
  of(conversation: string, now: number): { wakes: Wake[]; entry: number } {
    const all = [...(this.#conversations.get(conversation)?.values() ?? [])];
    return result(all.filter(({ at }) => at <= now));
  }

  /** In the order of commit. */
  all(): Wake[] {
    return [...this.#wakes.values()].map(({ wake }) => wake);
  }

  nextDue(): number | undefined {
    return this.#due.first()?.at;
  }
}

function result(kept: Kept[]): { wakes: Wake[]; entry: number } {
  return {
    wakes: kept.map(({ wake }) => wake),
    entry: kept.reduce((most, { entry }) => Math.max(most, entry), 0),
  };
}
