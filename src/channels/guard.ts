import type { IncomingMessage } from 'node:http';
import { RequestRefused } from '../errors.ts';
import { remembering } from '../remembering.ts';
import { isDirectLine, isUpload } from './directline/protocol.ts';

/** Largest body, in bytes, of a JSON request. */
export const BODY_LIMIT = 256 * 1024;

/** Largest body, in bytes, of an upload; one that is larger is read to its end up to the second, to be told why not. */
export const UPLOAD_LIMIT = 40 * 1024 * 1024;
export const UPLOAD_READ_LIMIT = UPLOAD_LIMIT + 4 * 1024 * 1024;

/** Largest body, in bytes, of a staff action: 8 MB of files in base64, and the words. */
export const ACTION_LIMIT = 12 * 1024 * 1024;

/** Where mail is handed in, and the largest one, in bytes. */
export const MAIL_PATH = '/api/mail';
export const MAIL_LIMIT = 15 * 1024 * 1024;

const ACTION = /^\/api\/staff\/cases\/[^/?]+\/actions(?:\?|$)/;
const HOST = /^(?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9.])?)(?::\d{1,5})?$/;
const MULTIPART_TYPE = /^multipart\/form-data\s*;/i;
const MAIL_TYPE = /^message\/rfc822\s*(?:;.*)?$/i;
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
  const { type, name, most, read = most } = bodyAt(req.url ?? '');
  if (!type.test(req.headers['content-type'] ?? '')) {
    throw new RequestRefused(415, `Send the body as ${name}.`);
  }
  if (Number(req.headers['content-length'] ?? 0) > read) throw tooLarge(most);
}

/** What body an address takes; `read`: of how many bytes one is refused by its head, where that is later. */
function bodyAt(url: string): { type: RegExp; name: string; most: number; read?: number } {
  if (isUpload(url)) {
    return { type: MULTIPART_TYPE, name: 'multipart/form-data', most: UPLOAD_LIMIT, read: UPLOAD_READ_LIMIT };
  }
  if (url.split('?', 1)[0] === MAIL_PATH) {
    return { type: MAIL_TYPE, name: 'message/rfc822', most: MAIL_LIMIT };
  }
  const most = ACTION.test(url) ? ACTION_LIMIT : BODY_LIMIT;
  return { type: JSON_TYPE, name: 'application/json in UTF-8', most };
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
