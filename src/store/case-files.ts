import { join } from 'node:path';
import type { StoreLog } from './documents.ts';
import { type Files, pathOf } from './files.ts';
import type { Memory } from './memory.ts';

/**
 * Compares the list of cases with the case documents: a case that the list lost is listed again from its
 * document, one whose document is gone is named.
 */
export async function checkCaseFiles(
  files: Files,
  root: string,
  memory: Memory,
  log: StoreLog,
): Promise<void> {
  const documents = join(root, 'documents');
  const unlisted = await caseFiles(files, join(documents, 'case'));
  for (const { key } of memory.listing.all()) {
    const found = unlisted.delete(pathOf(documents, key, '.json'));
    if (!found && memory.records.peek(key) === undefined)
      log.warn('document of a listed case is missing', { key, path: pathOf(documents, key, '.json') });
  }
  let added = 0;
  for (const path of unlisted) {
    const document = await memory.records.documents.read(path);
    if (document?.listing === undefined) continue;
    memory.listing.put({ key: document.key, entry: 0, listing: document.listing });
    added++;
  }
  if (added > 0) log.warn('cases listed again from their documents', { cases: added });
}

async function caseFiles(files: Files, folder: string): Promise<Set<string>> {
  const paths = new Set<string>();
  for (const shard of await files.disk.list(folder)) {
    const names = await files.disk.list(join(folder, shard));
    for (const name of names) if (name.endsWith('.json')) paths.add(join(folder, shard, name));
  }
  return paths;
}
