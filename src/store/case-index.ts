import type { CaseListing, CaseQuery } from './port.ts';
import { firstIndex } from './sorted.ts';

/** A case as it stands in the order of creation. */
interface Placed {
  listing: CaseListing & { order: number };
}

const FIELDS = ['status', 'assignee', 'queue'] as const;

/** Cases by what the list can be asked for, each in the order of creation: a query looks at few, however many there are. */
export class CaseIndex<T extends Placed> {
  readonly #having = new Map<string, T[]>();

  /** Takes a case in, in place of what it was. */
  put(placed: T, before: T | undefined): void {
    for (const field of FIELDS) {
      const name = nameOf(field, placed.listing[field]);
      const was = before && nameOf(field, before.listing[field]);
      if (before && was !== undefined && was !== name) this.#remove(was, before);
      if (name !== undefined) this.#insert(name, placed);
    }
  }

  /** The fewest cases among which all are that fit; undefined where the query names nothing. */
  fewest(query: Omit<CaseQuery, 'limit'>): readonly T[] | undefined {
    const names = FIELDS.flatMap((field) => nameOf(field, query[field]) ?? []);
    const lists = names.map((name) => this.#having.get(name) ?? []);
    return lists.sort((a, b) => a.length - b.length)[0];
  }

  #insert(name: string, placed: T): void {
    const list = this.#having.get(name) ?? [];
    this.#having.set(name, list);
    const place = placeOf(list, placed);
    list.splice(place, isSame(list[place], placed) ? 1 : 0, placed);
  }

  #remove(name: string, placed: T): void {
    const list = this.#having.get(name) ?? [];
    const place = placeOf(list, placed);
    if (isSame(list[place], placed)) list.splice(place, 1);
    if (list.length === 0) this.#having.delete(name);
  }
}

function nameOf(field: string, value: string | null | undefined): string | undefined {
  return value === null || value === undefined ? undefined : `${field} ${value}`;
}

const placeOf = (list: readonly Placed[], { listing: { order } }: Placed): number =>
  firstIndex(list, (one) => one.listing.order >= order);

const isSame = (one: Placed | undefined, { listing: { id } }: Placed): boolean => one?.listing.id === id;
