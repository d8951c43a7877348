import { join } from 'node:path';
import { type DocumentType, documentType, isObject, type StoreLog, type Versioned } from './documents.ts';
import type { ListedCase } from './entry.ts';
import { type Files, pathOf } from './files.ts';
import { keep } from './frozen.ts';
import { Lru } from './lru.ts';

/** A record in memory; version 0 says that it is known to be absent. */
export interface KeptRecord {
  version: number;
  value: unknown;
  /** Length of its JSON text, for the memory bound. */
  size: number;
  /** Number of the journal entry that wrote it; 0 where it came from its document. */
  entry: number;
  listing: ListedCase | undefined;
}

export interface RecordDocument extends Versioned {
  key: string;
  version: number;
  listing?: ListedCase;
  value: unknown;
}

function isRecordDocument(data: unknown): data is RecordDocument {
  if (!isObject(data) || !('key' in data && 'version' in data && 'value' in data)) return false;
  return typeof data.key === 'string' && Number.isSafeInteger(data.version) && Number(data.version) >= 1;
}

/**
 * Records in use. Changed ones stay until a checkpoint has written their documents; unchanged ones
 * leave, longest unused first, when their texts pass `limit` characters.
 */
export class Records {
  readonly documents: DocumentType<RecordDocument>;
  readonly #root: string;
  readonly #dirty = new Map<string, KeptRecord>();
  /** Unchanged ones. */
  readonly clean: Lru<KeptRecord>;
  readonly #loading = new Map<string, Promise<KeptRecord>>();

  constructor(files: Files, root: string, log: StoreLog, limit: number) {
    this.documents = documentType(files, log, isRecordDocument);
    this.#root = root;
    this.clean = new Lru<KeptRecord>(limit, (key, record) => record.size + key.length + 100);
  }

  /** The record if it is in memory. */
  peek(key: string): KeptRecord | undefined {
    return this.#dirty.get(key) ?? this.clean.get(key);
  }

  /** Brings a record into memory; callers at the same time share one read. */
  load(key: string): Promise<KeptRecord> {
    let loading = this.#loading.get(key);
    if (loading === undefined) {
      loading = this.#read(key).finally(() => this.#loading.delete(key));
      this.#loading.set(key, loading);
    }
    return loading;
  }

  async #read(key: string): Promise<KeptRecord> {
    const record = this.peek(key) ?? (await this.readDocument(key));
    const newer = this.peek(key);
    if (newer !== undefined) return newer;
    this.clean.set(key, record);
    return record;
  }

  /** What a record's document says, whatever memory holds; version 0 where there is none. */
  async readDocument(key: string): Promise<KeptRecord> {
    const document = await this.documents.read(this.path(key));
    return fromDocument(document?.key === key ? document : undefined);
  }

  /** Takes a written record; it stays in memory until `writeOut` has written it. */
  put(key: string, record: KeptRecord): void {
    this.clean.delete(key);
    this.#dirty.set(key, record);
  }

  /** Writes the document of a record that is durable in the journal. */
  async writeOut(key: string, record: KeptRecord): Promise<void> {
    const { version, value, listing } = record;
    const listed = listing === undefined ? {} : { listing };
    await this.documents.write(this.path(key), { v: 1, key, version, ...listed, value });
    this.#written(key, record);
  }

  /** The record of the written version, if it is still the newest, need not stay any more. */
  #written(key: string, record: KeptRecord): void {
    if (this.#dirty.get(key) !== record) return;
    this.#dirty.delete(key);
    this.clean.set(key, record);
  }

  dirty(): [string, KeptRecord][] {
    return [...this.#dirty];
  }

  path(key: string): string {
    return pathOf(join(this.#root, 'documents'), key, '.json');
  }
}

function fromDocument(document: RecordDocument | undefined): KeptRecord {
  if (document === undefined) return { version: 0, value: undefined, size: 0, entry: 0, listing: undefined };
  const { version, value, listing } = document;
  const json = JSON.stringify(value);
  return { version, value: keep(value, () => json), size: json.length, entry: 0, listing };
}
