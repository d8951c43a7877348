import { pipeline } from 'node:stream/promises';
import { decide } from '../../dialogs/warranty/decide.ts';
import type { Policy } from '../../dialogs/warranty/policy.ts';
import { readClaim } from '../../dialogs/warranty/read-claim.ts';
import { loadPolicy } from '../content/policy.ts';
import { ContentError } from '../errors.ts';

/** A claim has some twenty facts; a line of more bytes is none, and is not kept in memory. */
const LONGEST_LINE = 1024 * 1024;
const LINE_FEED = 0x0a;

/** Cuts bytes into lines. A line that is too long comes out as undefined. */
class Lines {
  #held: Buffer[] = [];
  #length = 0;

  /** The lines that end in this chunk. */
  *push(chunk: Buffer): Generator<Buffer | undefined> {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      this.#hold(chunk.subarray(start, end));
      yield this.#take();
      start = end + 1;
    }
    this.#hold(chunk.subarray(start));
  }

  /** The last line, where nothing ends it. */
  *end(): Generator<Buffer | undefined> {
    if (this.#length > 0) yield this.#take();
  }

  #hold(part: Buffer): void {
    this.#length += part.length;
    if (this.#length > LONGEST_LINE) this.#held = [];
    else if (part.length > 0) this.#held.push(part);
  }

  #take(): Buffer | undefined {
    const line = this.#length > LONGEST_LINE ? undefined : Buffer.concat(this.#held);
    this.#held = [];
    this.#length = 0;
    return line;
  }
}

/** The answer to one line, with its line's end; nothing for an empty line. */
function answer(line: Buffer | undefined, policy: Policy): string {
  if (!line) return written({ error: `a line takes at most ${LONGEST_LINE} bytes` });
  const text = decoded(line);
  if (text === undefined) return written({ error: 'the line is not UTF-8' });
  if (/^[ \t\r]*$/.test(text)) return '';
  const json = parsed(text);
  if (!json) return written({ error: 'the line is not JSON' });
  const read = readClaim(json.value);
  return written('error' in read ? read : decide(read.claim, policy));
}

function decoded(line: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(line);
  } catch {
    return undefined;
  }
}

function parsed(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function written(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

async function* verdicts(chunks: AsyncIterable<Buffer>, policy: Policy): AsyncGenerator<string> {
  const lines = new Lines();
  for await (const chunk of chunks) {
    const out = Array.from(lines.push(chunk), (line) => answer(line, policy)).join('');
    if (out !== '') yield out;
  }
  for (const line of lines.end()) yield answer(line, policy);
}

/** Claims in, verdicts out, a line each (the contract's `npm run -s warranty`). A reader that leaves early is no error. */
async function main(): Promise<void> {
  const policy = loadPolicy();
  try {
    await pipeline(
      process.stdin,
      (chunks: AsyncIterable<Buffer>) => verdicts(chunks, policy),
      process.stdout,
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof ContentError ? error.message : error);
  process.exitCode = 1;
}
