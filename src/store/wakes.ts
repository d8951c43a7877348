import type { Claim, Wake } from './port.ts';
import { DueList } from './sorted.ts';

interface Kept {
  wake: Wake;
  at: number;
  order: number;
  entry: number;
  free: Free;
}

/** When a wake can be claimed. */
interface Free {
  at: number;
  order: number;
  id: string;
}

/** The events that conversations wake for: by time, and by conversation in the order of commit. */
export class Wakes {
  readonly #wakes = new Map<string, Kept>();
  readonly #conversations = new Map<string, Map<string, Kept>>();
  readonly #due = new DueList<Kept>();
  readonly #free = new DueList<Free>();
  #order = 0;

  has(id: string): boolean {
    return this.#wakes.has(id);
  }

  /** Adds a wake; one of the same id is replaced and counts as new. */
  put(wake: Wake, entry: number): void {
    this.remove(wake.id);
    const order = ++this.#order;
    const free = { at: wake.dueAt, order, id: wake.id };
    const kept = { wake, at: wake.dueAt, order, entry, free };
    this.#wakes.set(wake.id, kept);
    this.#due.add(kept);
    this.#free.add(free);
    const conversation = this.#conversations.get(wake.conversation) ?? new Map<string, Kept>();
    conversation.set(wake.id, kept);
    this.#conversations.set(wake.conversation, conversation);
  }

  remove(id: string): void {
    const kept = this.#wakes.get(id);
    if (kept === undefined) return;
    this.#wakes.delete(id);
    this.#due.remove(kept);
    this.#free.remove(kept.free);
    const conversation = this.#conversations.get(kept.wake.conversation);
    conversation?.delete(id);
    if (conversation?.size === 0) this.#conversations.delete(kept.wake.conversation);
  }

  /** Wakes due at `now`, earliest first. */
  due(now: number, limit: number): { wakes: Wake[]; entry: number } {
    return result(this.#due.due(now, limit));
  }

  /** Wakes due at `now` that are not claimed, earliest first: now they are. */
  claim({ now, until, limit }: Claim): { wakes: Wake[]; entry: number } {
    const claimed = this.#free
      .due(now, Number.POSITIVE_INFINITY)
      .map(({ id }) => this.#wakes.get(id))
      .filter((kept) => kept !== undefined)
      .sort((a, b) => a.at - b.at || a.order - b.order)
      .slice(0, limit);
    for (const kept of claimed) {
      this.#free.remove(kept.free);
      kept.free.at = until;
      this.#free.add(kept.free);
    }
    return result(claimed);
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
    return this.#free.first()?.at;
  }
}

function result(kept: Kept[]): { wakes: Wake[]; entry: number } {
  return {
    wakes: kept.map(({ wake }) => wake),
    entry: kept.reduce((most, { entry }) => Math.max(most, entry), 0),
  };
}
