/**
 * Where the bytes of customers' files lie, apart from the records: a record is read in every turn, a photo by a person
 * now and then. Under an id that nobody can guess; what it is and whose it is stands in a record of the store.
 */
export interface Shelf {
  /** Durable once it resolves. `at`: epoch ms. What is put is loose until it is kept. */
  put(id: string, bytes: Uint8Array, at: number): Promise<void>;
  get(id: string): Promise<Buffer | undefined>;
  /** A record names it: it stays. */
  keep(id: string): Promise<void>;
  /** What was put before an instant (epoch ms) and never kept. */
  loose(before: number): Promise<string[]>;
  /** No error where it is gone already. */
  remove(id: string): Promise<void>;
  close(): Promise<void>;
}

/** The ids that a shelf takes: nothing that could lead out of a folder. */
export const SHELF_ID = /^[A-Za-z0-9_-]{16,64}$/;
