import { type Adapter, Low } from 'lowdb';
import { isMissing } from './disk.ts';
import { StoreFormatUnknown } from './errors.ts';
import type { Files } from './files.ts';

/** What every document bears: the version of its format. */
export interface Versioned {
  v: 1;
}

export interface StoreLog {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
}

/** lowdb's adapter over our durable files: written whole, synced, renamed; one that can't be read is set aside. */
class DocumentAdapter<T extends Versioned> implements Adapter<T> {
  readonly #files: Files;
  readonly #path: string;
  readonly #check: (data: unknown) => data is T;
  readonly #log: StoreLog;

  constructor(files: Files, path: string, check: (data: unknown) => data is T, log: StoreLog) {
    this.#files = files;
    this.#path = path;
    this.#check = check;
    this.#log = log;
  }

  async read(): Promise<T | null> {
    let text: string;
    try {
      text = (await this.#files.disk.readFile(this.#path)).toString('utf8');
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
    const data = parse(text);
    const version = isObject(data) && 'v' in data ? data.v : undefined;
    if (typeof version === 'number' && version > 1) throw new StoreFormatUnknown(this.#path, version);
    if (version === 1 && this.#check(data)) return data;
    const aside = await this.#files.setAside(this.#path);
    this.#log.warn('damaged document set aside', { path: this.#path, aside });
    return null;
  }

  /** The name is durable after `files.settle()`, once for all documents of a folder. */
  async write(data: T): Promise<void> {
    await this.#files.replace(this.#path, `${JSON.stringify(data, null, 2)}\n`);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One document: `check` says whether parsed JSON has the right shape. */
export interface DocumentType<T extends Versioned> {
  /** Undefined where it is missing or was damaged (then it was set aside and named in the log). */
  read(path: string): Promise<T | undefined>;
  write(path: string, data: T): Promise<void>;
}

export function documentType<T extends Versioned>(
  files: Files,
  log: StoreLog,
  check: (data: unknown) => data is T,
): DocumentType<T> {
  const low = (path: string) =>
    new Low<T | null>(new DocumentAdapter(files, path, check, log) as Adapter<T | null>, null);
  return {
    async read(path) {
      const document = low(path);
      await document.read();
      return document.data ?? undefined;
    },
    async write(path, data) {
      const document = low(path);
      document.data = data;
      await document.write();
    },
  };
}
