import type { SendOutcome } from '../conversation/types.ts';

/** Failures before anything was written to the far end: it certainly took nothing. */
const NOT_WRITTEN = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'EMFILE',
  'CONNECT_TIMEOUT',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** What Bot Framework and Teams document of a send that never gets through as it is; all else of a 4xx is `refused`. */
const REASONS: Readonly<Record<string, 'blocked' | 'not_in_roster' | 'disabled' | 'gone'>> = {
  '403 ConversationBlockedByUser': 'blocked',
  '403 MessageWritesBlocked': 'blocked',
  '403 BotNotInConversationRoster': 'not_in_roster',
  // The app is not installed where this person has it for themselves.
  '403 ForbiddenOperationException': 'not_in_roster',
  '403 BotDisabledByAdmin': 'disabled',
  '404 ConversationNotFound': 'gone',
};

/** Passing states of the far end in which it took nothing: Teams wants the same again after 412, 429, 502 and 504. */
const isPassing = (status: number): boolean => status === 412 || status === 429 || status >= 500;

/** What an error of the SDK's HTTP client carries. */
interface HttpFailure {
  name: string;
  code: string;
  status: number | undefined;
  url: string;
  retryAfter: string | undefined;
  body: string;
}

/**
 * What became of a send that threw. `now` is epoch ms, for a `Retry-After` that is a date.
 * A failure of which nobody can tell whether the far end took the message is `unknown`, never a retry.
 */
export function outcomeOf(error: unknown, serviceUrl: string, now: number): SendOutcome {
  const failure = readFailure(error);
  if (failure.status !== undefined) return ofStatus(failure, failure.status, now);
  const detail = `${failure.name} ${failure.code}`.trim();
  const elsewhere = failure.url === '' ? failure.name !== 'AbortError' : !failure.url.startsWith(serviceUrl);
  if (elsewhere || NOT_WRITTEN.has(failure.code)) return { kind: 'retry', detail };
  return { kind: 'unknown', detail };
}

function ofStatus(failure: HttpFailure, status: number, now: number): SendOutcome {
  const codes = errorCodes(failure.body);
  const code = codes.find((one) => `${status} ${one}` in REASONS) ?? codes[0] ?? '';
  const detail = `HTTP ${status}${code === '' ? '' : ` ${code}`}`;
  if (status >= 200 && status < 300) return { kind: 'sent' };
  if (isPassing(status)) {
    const after = readRetryAfter(failure.retryAfter, now);
    return { kind: 'retry', ...(after === undefined ? {} : { after }), detail };
  }
  return { kind: 'failed', reason: REASONS[`${status} ${code}`] ?? 'refused', detail };
}

/** `Retry-After` in ms from `now`: seconds or an HTTP date; undefined where it is neither. */
export function readRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\s*\d{1,9}\s*$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function readFailure(error: unknown): HttpFailure {
  const { name, code, statusCode, request, response } = (error ?? {}) as {
    name?: unknown;
    code?: unknown;
    statusCode?: unknown;
    request?: { url?: unknown };
    response?: { headers?: { get?(name: string): string | undefined }; bodyAsText?: unknown };
  };
  return {
    name: typeof name === 'string' ? name : 'Error',
    code: typeof code === 'string' ? code : '',
    status: typeof statusCode === 'number' ? statusCode : undefined,
    url: typeof request?.url === 'string' ? request.url : '',
    retryAfter: response?.headers?.get?.('retry-after'),
    body: typeof response?.bodyAsText === 'string' ? response.bodyAsText : '',
  };
}

/** The code of an error and, where it has one, its closer code, which says what a mere `Forbidden` means. */
function errorCodes(body: string): string[] {
  try {
    const parsed = JSON.parse(body) as Coded & { error?: Coded };
    const { code, subCode } = parsed?.error ?? parsed ?? {};
    return [subCode, code].filter((one): one is string => typeof one === 'string' && /^\w{1,80}$/.test(one));
  } catch {
    return [];
  }
}

interface Coded {
  code?: unknown;
  subCode?: unknown;
}
