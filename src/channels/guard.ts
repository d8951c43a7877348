import type { IncomingMessage } from 'node:http';
import { RequestRefused } from '../errors.ts';
import { isDirectLine, isUpload } from './directline/protocol.ts';
import { remembering } from './remembering.ts';

/** Largest body, in bytes, of a JSON request. */
export const BODY_LIMIT = 256 * 1024;

/** Largest body, in bytes, of an upload; one that is larger is read to its end up to the second, to be told why not. */
export const UPLOAD_LIMIT = 40 * 1024 * 1024;
export const UPLOAD_READ_LIMIT = UPLOAD_LIMIT + 4 * 1024 * 1024;

const HOST = /^(?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9.])?)(?::\d{1,5})?$/;
const MULTIPART_TYPE = /^multipart\/form-data\s*;/i;
const JSON_TYPE = /^application\/json\s*(?:;\s*charset="?utf-8"?\s*)?$/i;

/**
 * Refuses, by its head alone, what must reach no parser: restify dies of an odd `Host` and of a false gzip body.
 * Throws `RequestRefused`.
 */
export function guardHead(req: IncomingMessage): void {
  checkHost(hostsOf(req.rawHeaders));
  checkTarget(req.url ?? '');
  const encoding = req.headers['content-encoding'];
  if (encoding !== undefined && encoding.trim().toLowerCase() !== 'identity') {
    throw new RequestRefused(415, 'Send the body as it is, without Content-Encoding.');
  }
  if (!hasBody(req)) return;
  const upload = isUpload(req.url);
  if (!(upload ? MULTIPART_TYPE : JSON_TYPE).test(req.headers['content-type'] ?? '')) {
    const type = upload ? 'multipart/form-data' : 'application/json in UTF-8';
    throw new RequestRefused(415, `Send the body as ${type}.`);
  }
  const length = Number(req.headers['content-length'] ?? 0);
  if (length > (upload ? UPLOAD_READ_LIMIT : BODY_LIMIT)) throw tooLarge(upload ? UPLOAD_LIMIT : BODY_LIMIT);
}

/** The refusal of a body over the limit. */
export function tooLarge(limit = BODY_LIMIT): RequestRefused {
  return new RequestRefused(413, `The body may have at most ${limit} bytes.`);
}

/** Whether a request comes with a body that has something in it. */
export function hasContent({ headers }: IncomingMessage): boolean {
  const { 'content-length': length, 'transfer-encoding': chunked } = headers;
  return chunked !== undefined || (length !== undefined && length !== '0');
}

/** Direct Line asks for tokens with an empty body; elsewhere a POST without one is none. */
function hasBody(req: IncomingMessage): boolean {
  return hasContent(req) || (req.method === 'POST' && !isDirectLine(req.url));
}

/** All of them: Node keeps but the first. */
function hostsOf(raw: readonly string[]): string[] {
  return raw.filter((_, at) => at % 2 === 1 && raw[at - 1]?.toLowerCase() === 'host');
}

function checkHost([host, second]: readonly string[] = []): void {
  if (host === undefined || second !== undefined || !isHost(host)) {
    throw new RequestRefused(400, 'The Host header is not valid.');
  }
}

const isHost = remembering((host: string): boolean => HOST.test(host) && URL.canParse(`http://${host}`));

function checkTarget(target: string): void {
  const problem = problemOf(target);
  if (problem !== '') throw new RequestRefused(400, problem);
}

const problemOf = remembering((target: string): string => {
  if (!target.startsWith('/') || target.length > 4096 || !URL.canParse(`http://localhost${target}`)) {
    return 'The address is not valid.';
  }
  try {
    decodeURIComponent(target);
    return '';
  } catch {
    return 'The address has a percent sign that stands for no character.';
  }
});
