import type { IncomingMessage } from 'node:http';
import { RequestRefused } from '../errors.ts';
import { gathered } from './gather.ts';
import { BODY_LIMIT, tooLarge } from './guard.ts';

/** How deep JSON may be nested: deeper is no activity, and would exhaust the stack of whoever walks it. */
const DEPTH_LIMIT = 64;

/**
 * Reads a JSON body. Throws `RequestRefused`: 413 over `limit` bytes (chunked bodies too), 408 when it does not come
 * within `timeout` ms, 400 when it is not UTF-8, not JSON, nested too deeply or cut off.
 */
export async function readJson(req: IncomingMessage, timeout: number, limit = BODY_LIMIT): Promise<unknown> {
  const bytes = await readBytes(req, timeout, limit);
  await gathered();
  return parseJson(bytes);
}

/** Parses JSON that came from outside. Throws `RequestRefused` (400) as `readJson`. */
export function parseJson(bytes: Buffer): unknown {
  const text = decode(bytes);
  checkDepth(text);
  try {
    return JSON.parse(text);
  } catch {
    throw new RequestRefused(400, 'The body is not valid JSON.');
  }
}

/** Reads a body of at most `limit` bytes. Throws `RequestRefused` (413, 408, 400 where it is cut off) as `readJson`. */
export function readBytes(req: IncomingMessage, timeout: number, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(
      () => settle(new RequestRefused(408, 'The body took too long to come.')),
      timeout,
    );
    const settle = (error?: Error): void => {
      clearTimeout(timer);
      req.off('data', onData).off('end', onEnd).off('error', onCut).off('close', onCut);
      if (error === undefined) resolve(Buffer.concat(chunks));
      else {
        req.pause();
        reject(error);
      }
    };
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > limit) settle(tooLarge(limit));
      else chunks.push(chunk);
    };
    const onEnd = (): void => settle();
    const onCut = (): void => settle(new RequestRefused(400, 'The body was cut off.'));
    req.on('data', onData).on('end', onEnd).on('error', onCut).on('close', onCut);
  });
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new RequestRefused(400, 'The body is not valid UTF-8.');
  }
}

/** Counts brackets outside of strings; whether they match is JSON.parse's to say. */
function checkDepth(text: string): void {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (quoted) {
      if (code === BACKSLASH) i++;
      else if (code === QUOTE) quoted = false;
    } else if (code === QUOTE) quoted = true;
    else if (code === BRACE || code === BRACKET) {
      if (++depth > DEPTH_LIMIT) throw new RequestRefused(400, 'The body is nested too deeply.');
    } else if (code === BRACE + 2 || code === BRACKET + 2) depth--;
  }
}

const QUOTE = 34;
const BACKSLASH = 92;
const BRACKET = 91;
const BRACE = 123;
