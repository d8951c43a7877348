/** PostgreSQL can't be reached, or didn't answer in time. What was asked may be asked again. */
export class StoreUnavailable extends Error {
  readonly code = 'store_unavailable';

  constructor(what: string, cause: unknown) {
    super(`PostgreSQL is not available (${what}): ${messageOf(cause)}`, { cause });
    this.name = 'StoreUnavailable';
  }
}

/** A host with several addresses fails with one error for all of them, which says nothing itself. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}

/** PostgreSQL's codes after which the same can be tried again at once: it had been rolled back. */
const ROLLED_BACK = new Set(['40001', '40P01', '55P03']);
/** Codes of a server that stops, starts or has no connection left, and of the network. */
const OUT_OF_REACH = new Set([
  '53300',
  '57P01',
  '57P02',
  '57P03',
  '25006',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
]);
/** Failures that the client itself reports, without a code. */
const CLIENT_SAYS =
  /connection terminated|timeout exceeded when trying to connect|query read timeout|not queryable|connection error/i;

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

/** A deadlock and the like: nothing was written, and the next try may succeed. */
export function isRolledBack(error: unknown): boolean {
  return ROLLED_BACK.has(codeOf(error));
}

/** No answer came: what was asked may have been carried out or not. */
export function isOutOfReach(error: unknown): boolean {
  const code = codeOf(error);
  if (OUT_OF_REACH.has(code) || code.startsWith('08')) return true;
  if (error instanceof AggregateError) return error.errors.some(isOutOfReach);
  return code === '' && error instanceof Error && CLIENT_SAYS.test(error.message);
}
