import { dirname } from 'node:path';
import type { Disk, RoomyFile } from '../../src/store/disk.ts';

/** Thrown by every operation from the power cut on. */
export class PowerCut extends Error {}

type Change = { write: Buffer; at: number } | { length: number };

interface SimFile {
  /** What programs see. */
  content: Buffer;
  /** What is on the platters, and what was done since. */
  durable: Buffer;
  unsynced: Change[];
}

type NameChange = { name: string; file: SimFile | undefined };

function missing(path: string): Error {
  return Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' });
}

function changed(content: Buffer, change: Change): Buffer {
  if ('length' in change) {
    const cut = Buffer.alloc(change.length);
    content.copy(cut);
    return cut;
  }
  const next = Buffer.alloc(Math.max(content.length, change.at + change.write.length));
  content.copy(next);
  change.write.copy(next, change.at);
  return next;
}

/**
 * A disk in memory. The operation numbered `cutAt` does its work or not, as `random` (0 to 1) decides, and then
 * the power is gone; `afterCut` gives what a new start finds: of what was not synced, any prefix, the last write torn or with
 * blocks of it missing.
 */
export class SimDisk implements Disk {
  operations = 0;
  readonly #cutAt: number;
  readonly #random: () => number;
  readonly #folders: Map<
    string,
    { names: Map<string, SimFile>; durable: Map<string, SimFile>; unsynced: NameChange[] }
  >;
  #dead = false;

  constructor(
    random: () => number,
    cutAt = Number.POSITIVE_INFINITY,
    folders: SimDisk['content'] = new Map(),
  ) {
    this.#random = random;
    this.#cutAt = cutAt;
    this.#folders = new Map();
    for (const [path, files] of folders) {
      const names = new Map<string, SimFile>();
      for (const [name, content] of files) names.set(name, { content, durable: content, unsynced: [] });
      this.#folders.set(path, { names, durable: new Map(names), unsynced: [] });
    }
  }

  get content(): Map<string, Map<string, Buffer>> {
    const files = (names: Map<string, SimFile>) =>
      new Map([...names].map(([name, file]): [string, Buffer] => [name, file.content]));
    return new Map([...this.#folders].map(([path, { names }]) => [path, files(names)]));
  }

  /** The disk after the power came back, to be cut again at operation `cutAt`. */
  afterCut(cutAt?: number): SimDisk {
    const survived: SimDisk['content'] = new Map();
    for (const [path, folder] of this.#folders) {
      const names = folder.durable;
      const kept = Math.floor(this.#random() * (folder.unsynced.length + 1));
      for (const { name, file } of folder.unsynced.slice(0, kept)) {
        if (file === undefined) names.delete(name);
        else names.set(name, file);
      }
      survived.set(path, new Map([...names].map(([name, file]) => [name, this.#survivor(file)])));
    }
    return new SimDisk(this.#random, cutAt, survived);
  }

  #survivor({ durable, unsynced }: SimFile): Buffer {
    const kept = Math.floor(this.#random() * (unsynced.length + 1));
    const whole = unsynced.slice(0, kept).reduce(changed, durable);
    const torn = unsynced[kept];
    if (torn === undefined || 'length' in torn) return whole;
    if (this.#random() < 0.5) {
      const length = Math.floor(this.#random() * (torn.write.length + 1));
      return changed(whole, { write: torn.write.subarray(0, length), at: torn.at });
    }
    const holes = Buffer.from(torn.write);
    for (let block = 0; block < holes.length; block += 64)
      if (this.#random() < 0.5) holes.fill(0, block, Math.min(block + 64, holes.length));
    return changed(whole, { write: holes, at: torn.at });
  }

  /** Counts an operation; when its turn to be the last has come, it may still take effect. */
  async #step<T>(work: () => T): Promise<T> {
    await Promise.resolve();
    if (this.#dead) throw new PowerCut();
    this.operations++;
    if (this.operations < this.#cutAt) return work();
    this.#dead = true;
    if (this.#random() < 0.5) work();
    throw new PowerCut();
  }

  #folder(path: string) {
    const folder = this.#folders.get(path);
    if (folder === undefined) throw missing(path);
    return folder;
  }

  #file(path: string): SimFile {
    const file = this.#folder(dirname(path)).names.get(path);
    if (file === undefined) throw missing(path);
    return file;
  }

  #name(path: string, file: SimFile | undefined): void {
    const folder = this.#folder(dirname(path));
    if (file === undefined) folder.names.delete(path);
    else folder.names.set(path, file);
    folder.unsynced.push({ name: path, file });
  }

  #change(file: SimFile, change: Change): void {
    file.content = changed(file.content, change);
    file.unsynced.push(change);
  }

  #sync(file: SimFile): void {
    file.durable = file.content;
    file.unsynced = [];
  }

  async open(path: string, how: { content: 'fresh' | 'keep'; synced: boolean }): Promise<RoomyFile> {
    const file = await this.#step(() => {
      let opened = this.#folder(dirname(path)).names.get(path);
      if (opened === undefined) {
        opened = { content: Buffer.alloc(0), durable: Buffer.alloc(0), unsynced: [] };
        this.#name(path, opened);
      } else if (how.content === 'fresh') this.#change(opened, { length: 0 });
      return opened;
    });
    let end = file.content.length;
    const write = (data: Uint8Array) => {
      this.#change(file, { write: Buffer.from(data), at: end });
      end += data.length;
    };
    return {
      append: async (data) => {
        await this.#step(() => write(data));
        // The cut may also come in the middle of a synced write: then it is an unsynced one.
        if (how.synced) await this.#step(() => this.#sync(file));
      },
      reserve: (bytes) =>
        this.#step(() => {
          const from = file.content.length;
          if (end + bytes > from) this.#change(file, { write: Buffer.alloc(end + bytes - from), at: from });
        }),
      truncate: (length) =>
        this.#step(() => {
          this.#change(file, { length });
          end = length;
        }),
      sync: () => this.#step(() => this.#sync(file)),
      close: async () => {},
    };
  }

  readFile(path: string): Promise<Buffer> {
    return this.#step(() => this.#file(path).content);
  }

  readAt(path: string, offset: number, length: number): Promise<Buffer> {
    return this.#step(() => this.#file(path).content.subarray(offset, offset + length));
  }

  list(path: string): Promise<string[]> {
    const base = (name: string) => name.slice(path.length + 1);
    return this.#step(() => [
      ...[...(this.#folders.get(path)?.names.keys() ?? [])].map(base),
      ...[...this.#folders.keys()].filter((folder) => dirname(folder) === path && folder !== path).map(base),
    ]);
  }

  rename(from: string, to: string): Promise<void> {
    return this.#step(() => {
      const file = this.#file(from);
      this.#name(to, file);
      this.#name(from, undefined);
    });
  }

  remove(path: string): Promise<void> {
    return this.#step(() => {
      if (this.#folder(dirname(path)).names.has(path)) this.#name(path, undefined);
    });
  }

  makeFolder(path: string): Promise<void> {
    return this.#step(() => {
      if (!this.#folders.has(path))
        this.#folders.set(path, { names: new Map(), durable: new Map(), unsynced: [] });
    });
  }

  syncFolder(path: string): Promise<void> {
    return this.#step(() => {
      const folder = this.#folder(path);
      folder.durable = new Map(folder.names);
      folder.unsynced = [];
    });
  }
}
