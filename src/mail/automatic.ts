import type { HeaderValue } from 'mailparser';

export type Headers = ReadonlyMap<string, HeaderValue>;

const said = (headers: Headers, name: string): string => {
  const value = headers.get(name);
  return (typeof value === 'string' ? value : JSON.stringify(value ?? '')).trim().toLowerCase();
};

const MARKS = ['x-auto-response-suppress', 'x-autoreply', 'x-autorespond'];

/**
 * Whether a program sent it by itself (RFC 3834 and what the older ones say): an absence note, a list, a report. Such
 * a mail is nobody's word, and is never answered.
 */
export function isAutomatic(headers: Headers): boolean {
  if (headers.has('auto-submitted') && !/^no\b/.test(said(headers, 'auto-submitted'))) return true;
  if (/^(?:bulk|junk|list|auto[_-]reply)/.test(said(headers, 'precedence'))) return true;
  if (MARKS.some((name) => headers.has(name)) || isOfList(headers)) return true;
  return isFromNobody(headers);
}

/** The parser gathers all headers of lists under one name. */
function isOfList(headers: Headers): boolean {
  const list = headers.get('list');
  return typeof list === 'object' && 'id' in list;
}

/** An empty envelope sender: a bounce, or something that must not be answered. */
function isFromNobody(headers: Headers): boolean {
  const path = headers.get('return-path');
  if (path === undefined) return false;
  const { text, value } = (typeof path === 'object' ? path : { text: path }) as {
    text?: string;
    value?: unknown;
  };
  const addresses = Array.isArray(value)
    ? value.map((one) => (one as { address?: string }).address ?? '')
    : [text];
  return addresses.every((address) => (address ?? '').replaceAll(/[<>\s]/g, '') === '');
}

/** What a report on a delivery says: for whom it failed for good. */
export interface Bounce {
  recipients: string[];
}

/**
 * Reads a delivery report (RFC 3464) out of its parts. Undefined where it is none, or says that delivery is only late
 * or was successful.
 */
export function readBounce(reports: readonly string[]): Bounce | undefined {
  const failed = reports
    .flatMap((report) => report.replaceAll('\r\n', '\n').split(/\n{2,}/))
    .filter((block) => /^action:\s*failed/im.test(block) || /^status:\s*5\./im.test(block));
  if (failed.length === 0) return undefined;
  const recipients = failed.flatMap(
    (block) => /^(?:final|original)-recipient:\s*(?:[\w-]+;)?\s*<?([^\s<>]{1,320})/im.exec(block)?.[1] ?? [],
  );
  return { recipients: [...new Set(recipients)] };
}
