/**
 * Things that can be read again from disk: when their weights pass `limit`, the longest unused leave.
 * What someone holds stays, so that all that one commit builds on can be in memory together.
 */
export class Lru<T> {
  readonly #limit: number;
  readonly #weigh: (key: string, value: T) => number;
  readonly #items = new Map<string, { value: T; weight: number }>();
  readonly #held = new Map<string, number>();
  #weight = 0;

  constructor(limit: number, weigh: (key: string, value: T) => number) {
    this.#limit = limit;
    this.#weigh = weigh;
  }

  /** The value, now the latest used. */
  get(key: string): T | undefined {
    const item = this.#items.get(key);
    if (item === undefined) return undefined;
    this.#items.delete(key);
    this.#items.set(key, item);
    return item.value;
  }

  set(key: string, value: T): void {
    this.delete(key);
    const weight = this.#weigh(key, value);
    this.#items.set(key, { value, weight });
    this.#weight += weight;
    for (const oldest of this.#items.keys()) {
      if (this.#weight <= this.#limit) break;
      if (oldest !== key && !this.#held.has(oldest)) this.delete(oldest);
    }
  }

  delete(key: string): void {
    const item = this.#items.get(key);
    if (item === undefined) return;
    this.#items.delete(key);
    this.#weight -= item.weight;
  }

  hold(key: string): void {
    this.#held.set(key, (this.#held.get(key) ?? 0) + 1);
  }

  letGo(key: string): void {
    const holders = (this.#held.get(key) ?? 1) - 1;
    if (holders > 0) this.#held.set(key, holders);
    else this.#held.delete(key);
  }
}
