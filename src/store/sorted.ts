/** Something due at a time; `order` decides between equal times. */
export interface Due {
  at: number;
  order: number;
}

/** A list kept in the order of `at`, then `order`; finding is binary, adding and removing move memory only. */
export class DueList<T extends Due> {
  readonly #items: T[] = [];

  add(item: T): void {
    this.#items.splice(this.#place(item), 0, item);
  }

  /** Removes the item of the same `at` and `order`. */
  remove(item: Due): void {
    const place = this.#place(item);
    const found = this.#items[place];
    if (found !== undefined && found.at === item.at && found.order === item.order)
      this.#items.splice(place, 1);
  }

  first(): T | undefined {
    return this.#items[0];
  }

  /** The items due at `now`, earliest first, `limit` at most. */
  due(now: number, limit: number): T[] {
    const end = this.#place({ at: now, order: Number.POSITIVE_INFINITY });
    return this.#items.slice(0, Math.min(end, limit));
  }

  #place(item: Due): number {
    return firstIndex(
      this.#items,
      (other) => other.at > item.at || (other.at === item.at && other.order >= item.order),
    );
  }
}

/** Index of the first item for which `test` holds; all before it must fail it. The length where none does. */
export function firstIndex<T>(items: readonly T[], test: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (test(items[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}
