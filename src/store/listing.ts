import { join } from 'node:path';
import { CaseIndex } from './case-index.ts';
import { type DocumentType, documentType, isObject, type StoreLog, type Versioned } from './documents.ts';
import type { ListedCase } from './entry.ts';
import type { Files } from './files.ts';
import type { CaseListing, CaseQuery, CasesOf } from './port.ts';
import { firstIndex } from './sorted.ts';

/** What is known of one case: its record's key, and the number of the journal entry that said so. */
export interface Listed {
  key: string;
  entry: number;
  listing: ListedCase;
}

interface ChunkDocument extends Versioned {
  cases: Listed[];
}

const CHUNK = 500;

function isListed(data: unknown): data is Listed {
  if (!isObject(data) || !('key' in data && 'entry' in data && 'listing' in data)) return false;
  const { listing } = data;
  return isObject(listing) && 'id' in listing && 'order' in listing && Number.isSafeInteger(listing.order);
}

function isChunk(data: unknown): data is ChunkDocument {
  return isObject(data) && 'cases' in data && Array.isArray(data.cases) && data.cases.every(isListed);
}

/** The list of all cases in the order of creation, kept in documents of 500 of which only changed ones are written. */
export class Listing {
  readonly #documents: DocumentType<ChunkDocument>;
  readonly #files: Files;
  readonly #folder: string;
  #cases: Listed[] = [];
  readonly #byId = new Map<string, Listed>();
  readonly #index = new CaseIndex<Listed>();
  readonly #dirty = new Set<number>();

  constructor(files: Files, root: string, log: StoreLog) {
    this.#documents = documentType(files, log, isChunk);
    this.#files = files;
    this.#folder = join(root, 'documents', 'listing');
  }

  async load(): Promise<void> {
    const names = (await this.#files.disk.list(this.#folder)).filter((name) => name.endsWith('.json'));
    for (const name of names.sort()) {
      const chunk = await this.#documents.read(join(this.#folder, name));
      for (const listed of chunk?.cases ?? []) this.#put(listed);
    }
    this.#dirty.clear();
  }

  /** The newest journal entry that the list knows of. */
  newestKnown(): number {
    return this.#cases.reduce((newest, listed) => Math.max(newest, listed.entry), 0);
  }

  all(): readonly Listed[] {
    return this.#cases;
  }

  /** The place in the order of creation for a case that is written now. */
  orderOf(id: string): number {
    return this.#byId.get(id)?.listing.order ?? (this.#cases.at(-1)?.listing.order ?? 0) + 1;
  }

  /** Takes a case's listing; one of an older journal entry than is known changes nothing. */
  put(listed: Listed): void {
    const known = this.#byId.get(listed.listing.id);
    if (known === undefined || known.entry < listed.entry) this.#put(listed);
  }

  #put(listed: Listed): void {
    const { id, order } = listed.listing;
    const place = indexOf(this.#cases, order);
    this.#index.put(listed, this.#byId.get(id));
    const replaced = this.#cases[place]?.listing.id === id ? 1 : 0;
    this.#cases.splice(place, replaced, listed);
    this.#byId.set(id, listed);
    this.#dirty.add(chunkOf(order));
  }

  /** A page of cases, and the newest journal entry among them. */
  page(query: CaseQuery): { ids: string[]; next: string | null; entry: number } {
    const after = query.after === undefined ? 0 : this.#byId.get(query.after)?.listing.order;
    const found: Listed[] = [];
    const cases = this.#index.fewest(query) ?? this.#cases;
    const from = after === undefined ? cases.length : indexOf(cases, after + 1);
    for (let at = from; at < cases.length && found.length <= query.limit; at++) {
      const listed = cases[at];
      if (listed !== undefined && matches(listed.listing, query)) found.push(listed);
    }
    const page = found.slice(0, query.limit);
    const last = found.length > query.limit ? page.at(-1) : undefined;
    return {
      ids: page.map((listed) => listed.listing.id),
      next: last?.listing.id ?? null,
      entry: page.reduce((newest, listed) => Math.max(newest, listed.entry), 0),
    };
  }

  counts({ assignees, statuses }: CasesOf): { counts: Map<string, number>; entry: number } {
    const counts = new Map<string, number>();
    let entry = 0;
    for (const assignee of new Set(assignees)) {
      for (const status of new Set(statuses)) {
        const query = { assignee, status };
        for (const listed of this.#index.fewest(query) ?? []) {
          if (!matches(listed.listing, query)) continue;
          counts.set(assignee, (counts.get(assignee) ?? 0) + 1);
          entry = Math.max(entry, listed.entry);
        }
      }
    }
    return { counts, entry };
  }

  /** The changed chunks as they are now; if writing one fails, `again` marks it for the next time. */
  takeDirty(): { write: () => Promise<void>; again: () => void }[] {
    const chunks = [...this.#dirty];
    this.#dirty.clear();
    return chunks.map((chunk) => {
      const from = indexOf(this.#cases, chunk * CHUNK);
      const until = indexOf(this.#cases, (chunk + 1) * CHUNK);
      const cases = this.#cases.slice(from, until);
      const path = join(this.#folder, `${String(chunk).padStart(8, '0')}.json`);
      return {
        write: () => this.#documents.write(path, { v: 1, cases }),
        again: () => this.#dirty.add(chunk),
      };
    });
  }
}

const indexOf = (cases: readonly Listed[], order: number): number =>
  firstIndex(cases, (listed) => listed.listing.order >= order);

const chunkOf = (order: number): number => Math.floor(order / CHUNK);

function matches(listing: CaseListing, query: Omit<CaseQuery, 'limit'>): boolean {
  return (
    (query.status === undefined || listing.status === query.status) &&
    (query.assignee === undefined || listing.assignee === query.assignee) &&
    (query.queue === undefined || listing.queue === query.queue)
  );
}
