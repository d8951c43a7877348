import type { Claim, OutboxRow } from './port.ts';
import { DueList } from './sorted.ts';

interface Kept {
  row: OutboxRow;
  order: number;
  entry: number;
  /** Nobody is given it to send until then. */
  claimedUntil?: number;
}

interface Head {
  at: number;
  order: number;
  conversation: string;
}

/** What waits to be sent: in the order of commit, and by conversation. */
export class Outbox {
  readonly #rows = new Map<string, Kept>();
  readonly #conversations = new Map<string, Map<string, Kept>>();
  /** When the first row of each conversation is due, or its claim ends; no later row of it goes before. */
  readonly #heads = new DueList<Head>();
  readonly #headOf = new Map<string, Head>();
  #order = 0;

  /** Adds a row at the end, or replaces the one of this id in its place. */
  put(row: OutboxRow, entry: number): void {
    const known = this.#rows.get(row.id);
    if (known !== undefined && known.row.conversation !== row.conversation) this.remove(row.id);
    else if (known !== undefined) {
      known.row = row;
      known.entry = entry;
      delete known.claimedUntil;
      this.#moveHead(row.conversation);
      return;
    }
    const kept = { row, order: ++this.#order, entry };
    this.#rows.set(row.id, kept);
    const conversation = this.#conversations.get(row.conversation) ?? new Map<string, Kept>();
    conversation.set(row.id, kept);
    this.#conversations.set(row.conversation, conversation);
    this.#moveHead(row.conversation);
  }

  remove(id: string): void {
    const kept = this.#rows.get(id);
    if (kept === undefined) return;
    this.#rows.delete(id);
    const conversation = this.#conversations.get(kept.row.conversation);
    conversation?.delete(id);
    if (conversation?.size === 0) this.#conversations.delete(kept.row.conversation);
    this.#moveHead(kept.row.conversation);
  }

  #moveHead(conversation: string): void {
    const old = this.#headOf.get(conversation);
    const first = this.#conversations.get(conversation)?.values().next().value;
    if (old !== undefined) this.#heads.remove(old);
    if (first === undefined) {
      this.#headOf.delete(conversation);
      return;
    }
    const head = { at: first.claimedUntil ?? first.row.notBefore, order: first.order, conversation };
    this.#heads.add(head);
    this.#headOf.set(conversation, head);
  }

  /** Rows that may go at `now`, oldest first; a row that must wait holds back the later ones of its conversation. */
  ready(now: number, limit: number): { rows: OutboxRow[]; entry: number } {
    const held = new Set<string>();
    const rows: OutboxRow[] = [];
    let newest = 0;
    for (const { row, entry } of this.#rows.values()) {
      if (rows.length >= limit) break;
      if (held.has(row.conversation)) continue;
      if (row.notBefore > now) {
        held.add(row.conversation);
        continue;
      }
      rows.push(row);
      newest = Math.max(newest, entry);
    }
    return { rows, entry: newest };
  }

  /** The first row of each conversation, or of one, where it may go and is not claimed: now it is. */
  claim({ now, until, limit, conversation }: Claim): { rows: OutboxRow[]; entry: number } {
    const conversations =
      conversation === undefined
        ? this.#heads.due(now, Number.POSITIVE_INFINITY).map((head) => head.conversation)
        : [conversation];
    const free = conversations
      .map((id) => this.#conversations.get(id)?.values().next().value)
      .filter((kept) => kept !== undefined)
      .filter(({ row, claimedUntil }) => (claimedUntil ?? row.notBefore) <= now)
      .sort((a, b) => a.order - b.order)
      .slice(0, limit);
    for (const kept of free) {
      kept.claimedUntil = until;
      this.#moveHead(kept.row.conversation);
    }
    return {
      rows: free.map(({ row }) => row),
      entry: free.reduce((most, { entry }) => Math.max(most, entry), 0),
    };
  }

  of(conversation: string): { rows: OutboxRow[]; entry: number } {
    const kept = [...(this.#conversations.get(conversation)?.values() ?? [])];
    return {
      rows: kept.map(({ row }) => row),
      entry: kept.reduce((most, { entry }) => Math.max(most, entry), 0),
    };
  }

  all(): OutboxRow[] {
    return [...this.#rows.values()].map(({ row }) => row);
  }

  nextDue(): number | undefined {
    return this.#heads.first()?.at;
  }
}
