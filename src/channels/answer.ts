import { type ServerResponse, STATUS_CODES } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { StaffFile, StaffTable } from '../desk/api-types.ts';
import { RequestRefused } from '../errors.ts';
import type { Log } from '../log.ts';
import { errorBody, isDirectLine } from './directline/protocol.ts';
import { TooOften } from './limits.ts';

const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

const JSON_HEADERS = { ...SECURITY_HEADERS, 'Content-Type': 'application/json; charset=utf-8' };

/**
 * Answers a request with JSON, once; nothing happens where an answer has begun or the connection is gone.
 * An undefined body is sent as an empty one.
 */
export function answer(
  res: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (res.headersSent || res.destroyed) return;
  const text = body === undefined ? '' : JSON.stringify(body);
  res.removeHeader('Server');
  res.writeHead(status, {
    ...(text === '' ? SECURITY_HEADERS : JSON_HEADERS),
    'Content-Length': Buffer.byteLength(text),
    ...headers,
  });
  res.end(text);
}

const ENDINGS: Readonly<Record<string, string>> = { 'image/jpeg': 'jpg', 'application/pdf': 'pdf' };

/** Answers with a file to be saved: a browser neither shows it in place nor runs what may be in it. */
export function answerFile(res: ServerResponse, { type, name, bytes }: StaffFile): void {
  if (res.headersSent || res.destroyed) return;
  const ending = ENDINGS[type] ?? 'bin';
  const stem = name.replace(/\.[^.]{1,5}$/, '') || 'file';
  const encoded = encodeURIComponent(`${stem}.${ending}`).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16)}`,
  );
  res.removeHeader('Server');
  res.writeHead(200, {
    ...SECURITY_HEADERS,
    'Content-Security-Policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
    'Content-Type': type,
    'Content-Length': bytes.length,
    'Content-Disposition': `attachment; filename="file.${ending}"; filename*=UTF-8''${encoded}`,
  });
  res.end(bytes);
}

/**
 * Answers with a table to be saved, as fast as it is taken. Rejects where it can't be had to the end: the connection is
 * then cut, so that nobody takes a part for the whole. Who goes away before the end is no error.
 */
export async function answerTable(res: ServerResponse, { name, csv }: StaffTable): Promise<void> {
  if (res.headersSent || res.destroyed) return;
  res.removeHeader('Server');
  res.writeHead(200, {
    ...SECURITY_HEADERS,
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}"`,
  });
  try {
    await pipeline(Readable.from(csv), res);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

/** Answers with an error and leaves the connection closed, so that an unread body is never taken for a request. */
export function refuse(
  res: ServerResponse,
  refusal: RequestRefused,
  headers: Record<string, string> = {},
): void {
  const body = isDirectLine(res.req.url)
    ? errorBody(refusal)
    : { error: refusal.message, ...(refusal.field === undefined ? {} : { field: refusal.field }) };
  answer(res, refusal.status, body, { ...(res.req.complete ? {} : { Connection: 'close' }), ...headers });
}

/** Answers for an error of any kind: a refusal as it says, everything else 500 with nothing of the inside in it. */
export function answerError(res: ServerResponse, error: unknown, log: Log): void {
  if (error instanceof RequestRefused) {
    refuse(res, error, headersOf(error));
    return;
  }
  log.error('request failed', {
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  refuse(res, new RequestRefused(500, 'Something went wrong on our side. Please send it again.'));
}

function headersOf(refusal: RequestRefused): Record<string, string> {
  if (refusal instanceof TooOften) return { 'Retry-After': String(refusal.retryAfter) };
  return refusal.status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {};
}

/** The raw answer to what Node could not read as HTTP, with the headers that every answer has. */
export function rawAnswer(status: number): string {
  const headers = Object.entries(SECURITY_HEADERS).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${headers.join('')}Content-Length: 0\r\nConnection: close\r\n\r\n`;
}
