import { hash } from 'node:crypto';

/** The longest text that is its own name, bytes of UTF-8: two of them fit into one row of an index. */
const LONGEST = 1000;
const DIGEST = 'sha256:';

/**
 * The name by which PostgreSQL knows a key or an id of any length and any characters: different texts have different
 * names. The text itself where PostgreSQL can take and index it, else a digest.
 */
export function nameOf(text: string): string {
  return isPlain(text) ? text : DIGEST + hash('sha256', JSON.stringify(text));
}

/** U+0000 and lone surrogates are no PostgreSQL text. */
function isPlain(text: string): boolean {
  if (text.length > LONGEST || text.startsWith(DIGEST)) return false;
  if (text.includes('\0') || !text.isWellFormed()) return false;
  return text.length * 3 <= LONGEST || Buffer.byteLength(text) <= LONGEST;
}
