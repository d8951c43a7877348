import { createHmac, timingSafeEqual } from 'node:crypto';

/** 80 bits of a token, as 16 characters that survive whatever a mail system does to the case of letters. */
const TOKEN_BYTES = 10;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const MARK = /\b(c-\d{1,15})\.([a-z2-7]{16})(?![a-z0-9])/gi;
/** More of them in one mail are no reply to us. */
const MOST_MARKS = 50;

/** By what an answer to a case's mail is known: `c-1001.` and a token that nobody can make without the secret. */
export function markOf(caseId: string, secret: string): string {
  const id = caseId.toLowerCase();
  return `${id}.${tokenOf(id, secret)}`;
}

/** The address to which a case's mails are answered: that of the sender, with the case's mark after a plus sign. */
export function replyAddress(sender: string, mark: string): string {
  const at = sender.lastIndexOf('@');
  return `${sender.slice(0, at)}+${mark}${sender.slice(at)}`;
}

/**
 * The cases whose marks stand in a text (an address, a message id, what a bounce brings back), each once and in order;
 * forged ones are none. The tokens are compared in constant time.
 */
export function casesIn(text: string, secret: string): string[] {
  const found = new Set<string>();
  let seen = 0;
  for (const [, id = '', token = ''] of text.matchAll(MARK)) {
    if (++seen > MOST_MARKS) break;
    const given = Buffer.from(token.toLowerCase());
    if (timingSafeEqual(given, Buffer.from(tokenOf(id.toLowerCase(), secret)))) found.add(id.toUpperCase());
  }
  return [...found];
}

function tokenOf(id: string, secret: string): string {
  const signed = createHmac('sha256', Buffer.from(secret, 'base64')).update(`mail-reply\n${id}`).digest();
  return base32(signed.subarray(0, TOKEN_BYTES));
}

function base32(bytes: Uint8Array): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five, 2)]).join('');
}
