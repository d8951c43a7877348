import { createHash, randomUUID } from 'node:crypto';
import { link, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { isMissing } from './disk.ts';
import { isObject } from './documents.ts';
import type { ProcessIdentity } from './process-identity.ts';

/** A lock file as it was read. `mark` names exactly this one; `beat` changes with each sign of life. */
export interface FoundLock {
  mark: string;
  beat: number;
  /** Undefined where the file holds no lock that can be read. */
  holder: ProcessIdentity | undefined;
  nonce: string | undefined;
}

function parseHolder(text: string): (ProcessIdentity & { nonce: string }) | undefined {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(data) || !('pid' in data && 'nonce' in data)) return undefined;
  const { pid, nonce } = data;
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid < 1 || typeof nonce !== 'string')
    return undefined;
  const text_ = (name: string): string | null => {
    const value: unknown = Reflect.get(data, name);
    return typeof value === 'string' ? value : null;
  };
  return { pid, nonce, start: text_('start'), boot: text_('boot'), namespace: text_('namespace') };
}

/** Reads a lock file; undefined where there is none. */
export async function readLock(path: string): Promise<FoundLock | undefined> {
  try {
    const [text, { ino, mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    const parsed = parseHolder(text);
    const mark = createHash('sha256').update(`${ino} ${text}`).digest('hex').slice(0, 16);
    if (parsed === undefined) return { mark, beat: mtimeMs, holder: undefined, nonce: undefined };
    const { nonce, ...holder } = parsed;
    return { mark, beat: mtimeMs, holder, nonce };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** A lock file written whole beside its place, ready to be put there in one step. */
export interface DraftLock {
  nonce: string;
  /** Puts it in place where no file is; false where there is one. */
  place(path: string): Promise<boolean>;
  /** Puts it in place of whatever is there. */
  replace(path: string): Promise<void>;
  discard(): Promise<void>;
}

export async function draftLock(path: string, own: ProcessIdentity): Promise<DraftLock> {
  const nonce = randomUUID();
  const draft = `${path}.${nonce}`;
  await writeFile(draft, `${JSON.stringify({ v: 1, ...own, nonce })}\n`, { flag: 'wx' });
  return {
    nonce,
    async place(target) {
      try {
        await link(draft, target);
        return true;
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
        throw error;
      }
    },
    replace: (target) => rename(draft, target),
    discard: () => unlinkIfThere(draft),
  };
}

export async function unlinkIfThere(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}
