import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { EmbeddedOptions } from '../../src/store/open.ts';

/** A folder of its own for one test, removed after it. */
export async function temporaryFolder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'wendy-store-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** A log that keeps its warnings. */
export function listeningLog(): { log: EmbeddedOptions['log']; warnings: string[] } {
  const warnings: string[] = [];
  return {
    warnings,
    log: {
      info() {},
      warn: (message, fields) => void warnings.push(`${message} ${JSON.stringify(fields ?? {})}`),
    },
  };
}

/** No lock: for stores that a test leaves as a crash would, or that have no real folder. */
export const noLock = async () => ({ onLost() {}, async release() {} });

/** Paths of all files below a folder. */
export async function filesBelow(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
