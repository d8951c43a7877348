import { RequestRefused } from '../../errors.ts';

/** Where Direct Line 3.0 is served. */
export const BASE = '/v3/directline';

/** The channel that a conversation on the web page sees. */
export const CHANNEL = 'webchat';

/** Wendy, as the other side of every conversation here. */
export const BOT = { id: 'wendy', name: 'Wendy' } as const;

/** A refusal with the protocol's own error code. */
export class ProtocolRefused extends RequestRefused {
  readonly errorCode: string;

  constructor(status: number, errorCode: string, message: string) {
    super(status, message);
    this.errorCode = errorCode;
  }
}

const CODES: Readonly<Record<number, string>> = {
  400: 'BadArgument',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  408: 'RequestTimeout',
  413: 'MessageSizeTooBig',
  415: 'UnsupportedMediaType',
  429: 'TooManyRequests',
};

/** Whether a request is for Direct Line, by its target. */
export function isDirectLine(target: string | undefined): boolean {
  return target?.startsWith(`${BASE}/`) === true;
}

/** Whether a request is an upload of files. */
export function isUpload(target: string | undefined): boolean {
  const [path] = (target ?? '').split('?', 1);
  return isDirectLine(path) && path?.endsWith('/upload') === true;
}

/** The body of an error as Direct Line 3.0 has it. */
export function errorBody(refusal: RequestRefused): { error: { code: string; message: string } } {
  const code =
    refusal instanceof ProtocolRefused ? refusal.errorCode : (CODES[refusal.status] ?? 'ServiceError');
  return { error: { code, message: refusal.message } };
}
