import { join } from 'node:path';
import { type DocumentType, documentType, isObject, type StoreLog, type Versioned } from './documents.ts';
import type { Entry, EntryTexts } from './entry.ts';
import type { Files } from './files.ts';
import { keep } from './frozen.ts';
import { Listing } from './listing.ts';
import { Outbox } from './outbox.ts';
import type { OutboxRow, Wake } from './port.ts';
import { Records } from './records.ts';
import { Streams } from './streams.ts';
import { Wakes } from './wakes.ts';

/** Bounds on what stays in memory of what no checkpoint waits for. */
export interface MemoryLimits {
  /** Characters of JSON text of all unchanged records. */
  records: number;
  /** Indexed rows of all unchanged streams. */
  streamRows: number;
}

/** A document that holds all of something, up to and with a journal entry. */
interface Whole<T> extends Versioned {
  upTo: number;
  all: T;
}

type Place = 'outbox' | 'wakes' | 'sequences';

function isWhole<T>(check: (all: unknown) => all is T): (data: unknown) => data is Whole<T> {
  return (data): data is Whole<T> =>
    isObject(data) && 'upTo' in data && Number.isSafeInteger(data.upTo) && 'all' in data && check(data.all);
}

const isList = <T>(all: unknown): all is T[] => Array.isArray(all) && all.every(isObject);
const isNumbers = (all: unknown): all is Record<string, number> =>
  isObject(all) && Object.values(all).every(Number.isSafeInteger);

/** All that is in memory, and the one function by which an entry changes it, at a commit and at start alike. */
export class Memory {
  readonly records: Records;
  readonly streams: Streams;
  readonly listing: Listing;
  readonly outbox = new Outbox();
  readonly wakes = new Wakes();
  readonly sequences = new Map<string, number>();
  readonly #folder: string;
  readonly #documents: {
    outbox: DocumentType<Whole<OutboxRow[]>>;
    wakes: DocumentType<Whole<Wake[]>>;
    sequences: DocumentType<Whole<Record<string, number>>>;
  };
  readonly #upTo = { outbox: 0, wakes: 0, sequences: 0 };

  constructor(files: Files, root: string, log: StoreLog, limits: MemoryLimits) {
    this.records = new Records(files, root, log, limits.records);
    this.streams = new Streams(files, root, log, limits.streamRows);
    this.listing = new Listing(files, root, log);
    this.#folder = join(root, 'documents', 'store');
    this.#documents = {
      outbox: documentType(files, log, isWhole(isList<OutboxRow>)),
      wakes: documentType(files, log, isWhole(isList<Wake>)),
      sequences: documentType(files, log, isWhole(isNumbers)),
    };
  }

  /** Reads what the last checkpoint left, and returns the documents that were not there. */
  async load(): Promise<string[]> {
    await this.listing.load();
    const outbox = await this.#documents.outbox.read(this.#path('outbox'));
    for (const row of outbox?.all ?? [])
      this.outbox.put(
        keep(row, () => JSON.stringify(row)),
        0,
      );
    const wakes = await this.#documents.wakes.read(this.#path('wakes'));
    for (const wake of wakes?.all ?? [])
      this.wakes.put(
        keep(wake, () => JSON.stringify(wake)),
        0,
      );
    const sequences =
      (await this.#documents.sequences.read(this.#path('sequences'))) ??
      (await this.#documents.sequences.read(this.#path('sequences', '-copy')));
    for (const [name, number] of Object.entries(sequences?.all ?? {})) this.sequences.set(name, number);
    const read = { outbox, wakes, sequences };
    this.#upTo.outbox = outbox?.upTo ?? 0;
    this.#upTo.wakes = wakes?.upTo ?? 0;
    this.#upTo.sequences = sequences?.upTo ?? 0;
    return Object.entries(read).flatMap(([name, document]) => (document === undefined ? [name] : []));
  }

  /** The newest journal entry that a document knows of. */
  newestKnown(): number {
    return Math.max(this.listing.newestKnown(), this.#upTo.outbox, this.#upTo.wakes, this.#upTo.sequences);
  }

  /** Applies an entry; what a document has of it already is passed over. */
  apply(entry: Entry, texts: EntryTexts, number: number): void {
    for (const [at, { key, version, value, listing }] of (entry.writes ?? []).entries()) {
      const json = texts.values[at] ?? 'null';
      this.records.put(key, {
        version,
        value: keep(value, () => json),
        size: json.length,
        entry: number,
        listing,
      });
      if (listing !== undefined) this.listing.put({ key, entry: number, listing });
    }
    for (const [at, row] of (entry.appends ?? []).entries())
      this.streams.put(row, texts.rows[at] ?? 'null', number);
    if (number > this.#upTo.outbox) this.#applyOutbox(entry, number);
    if (number > this.#upTo.wakes) this.#applyWakes(entry, number);
    if (entry.sequence !== undefined && number > this.#upTo.sequences)
      this.sequences.set(entry.sequence.name, entry.sequence.number);
  }

  #applyOutbox(entry: Entry, number: number): void {
    for (const row of entry.outbox ?? [])
      this.outbox.put(
        keep(row, () => JSON.stringify(row)),
        number,
      );
    for (const id of entry.sent ?? []) this.outbox.remove(id);
  }

  #applyWakes(entry: Entry, number: number): void {
    for (const id of entry.woken ?? []) this.wakes.remove(id);
    for (const wake of entry.wakes ?? [])
      this.wakes.put(
        keep(wake, () => JSON.stringify(wake)),
        number,
      );
  }

  /** Takes outbox, wakes and sequences as they are now, after entry `upTo`, and returns what writes them. */
  takeWhole(upTo: number): (() => Promise<void>)[] {
    const outbox = { v: 1 as const, upTo, all: this.outbox.all() };
    const wakes = { v: 1 as const, upTo, all: this.wakes.all() };
    const sequences = { v: 1 as const, upTo, all: Object.fromEntries(this.sequences) };
    return [
      () => this.#documents.outbox.write(this.#path('outbox'), outbox),
      () => this.#documents.wakes.write(this.#path('wakes'), wakes),
      () => this.#documents.sequences.write(this.#path('sequences'), sequences),
      () => this.#documents.sequences.write(this.#path('sequences', '-copy'), sequences),
    ];
  }

  #path(place: Place, copy = ''): string {
    return join(this.#folder, `${place}${copy}.json`);
  }
}
