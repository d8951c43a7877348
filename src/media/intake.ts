import { randomBytes } from 'node:crypto';
import { type Attached, FILE_LIMITS, type GivenFile, type RefusedFile } from '../../dialogs/files.ts';
import type { Log } from '../log.ts';
import type { Shelf } from '../store/shelf.ts';
import { examine, MOST_BYTES } from './examine.ts';
import { fetchFile, type Net, type Wanted } from './fetch.ts';
import { createGate } from './gate.ts';
import { plainName } from './names.ts';
import { previewOf } from './picture.ts';
import { FileRefused } from './refused.ts';

/** A file that came with a message: its bytes, or where it lies, or why there is neither. */
export type Source = { name?: unknown } & (
  | { bytes: Buffer }
  | { wanted: Wanted }
  | { refused: RefusedFile['reason'] }
);

/** What became of a message's files: what the conversation hears, and a small copy of each picture, by its id. */
export interface Taken {
  attached: Attached;
  previews: ReadonlyMap<string, string>;
}

/** Takes files in: looked at, made anew and durable before the turn that they come with. */
export interface Intake {
  take(sources: readonly Source[], options?: { previews?: boolean }): Promise<Taken>;
}

export interface IntakeParts {
  shelf: Pick<Shelf, 'put'>;
  log: Log;
  /** Epoch ms. */
  now(): number;
  /** For tests. */
  net?: Net;
}

/** All files of a message together, ms: a channel waits for an answer 10 to 15 s. */
const PATIENCE = 6_000;
/** Pictures decoded at once, by all conversations: each may take a few hundred megabytes. */
const AT_ONCE = 2;

export function createIntake({ shelf, log, now, net }: IntakeParts): Intake {
  const decode = createGate(AT_ONCE);

  async function takeOne(source: Source, signal: AbortSignal): Promise<{ file: GivenFile; bytes: Buffer }> {
    const raw = await bytesOf(source, signal, net);
    const { bytes, known } = await decode(() => examine(raw));
    const file: GivenFile = {
      id: randomBytes(16).toString('base64url'),
      name: plainName(source.name),
      ...known,
    };
    await shelf.put(file.id, bytes, now());
    return { file, bytes };
  }

  return {
    async take(sources, { previews = false } = {}) {
      const files: GivenFile[] = [];
      const refused: RefusedFile[] = [];
      const small = new Map<string, string>();
      const signal = AbortSignal.timeout(PATIENCE);
      const work = sources.map((source, nth) =>
        nth < FILE_LIMITS.ofMessage
          ? takeOne(source, signal)
          : Promise.reject(new FileRefused('surplus', 'there are too many')),
      );
      for (const [nth, outcome] of (await Promise.allSettled(work)).entries()) {
        if (outcome.status === 'fulfilled') {
          const { file, bytes } = outcome.value;
          files.push(file);
          if (previews && file.type === 'image/jpeg')
            small.set(file.id, await decode(() => previewOf(bytes)));
          continue;
        }
        const { reason: error } = outcome;
        if (!(error instanceof FileRefused)) throw error;
        log.info('a file was not taken', { reason: error.reason, detail: error.message });
        refused.push({ name: plainName(sources[nth]?.name), number: nth + 1, reason: error.reason });
      }
      return { attached: { files, refused }, previews: small };
    },
  };
}

async function bytesOf(source: Source, signal: AbortSignal, net: Net | undefined): Promise<Buffer> {
  if ('bytes' in source) return source.bytes;
  if ('refused' in source) throw new FileRefused(source.refused, 'it came without its bytes');
  return fetchFile(source.wanted, MOST_BYTES, signal, net);
}
