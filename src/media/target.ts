import { isIP } from 'node:net';
import { FileRefused } from './refused.ts';

const LONGEST = 4_096;
const AUTHORITY = /^(https?):\/\/([^/?#]*)/i;
const PLAIN_HOST = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/;
/** Names that mean a machine or a net of one's own. */
const OWN_NAMES = /(?:^|\.)(?:localhost|local|localdomain|internal|intranet|lan|home|corp|home\.arpa)$/;

/** Where a file is fetched from. */
export interface Target {
  url: URL;
  /** Whether it is the machine's own far end, which a local start may reach. */
  local: boolean;
}

/**
 * Reads the address of a file: `https` on its own port at a host with a name, written plainly; what a URL parser would
 * first have to make sense of (numbers, escapes, foreign dots, users, backslashes) is no channel's.
 * `localOrigin`: the origin that may be this machine, on a local start. Throws FileRefused `unreachable`.
 */
export function readTarget(text: string, localOrigin?: string): Target {
  const refuse = (detail: string): never => {
    throw new FileRefused('unreachable', detail);
  };
  if (text.length > LONGEST) return refuse('its address is too long');
  const authority = AUTHORITY.exec(text)?.[2]?.toLowerCase();
  if (authority === undefined || !URL.canParse(text) || /[\s\\\p{Cc}]/u.test(text)) {
    return refuse('its address is not valid');
  }
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || authority.includes('@')) return refuse('it names a user');
  if (authority.replace(/:(?:80|443)$/, '') !== url.host.replace(/:(?:80|443)$/, '')) {
    return refuse('its host is not written plainly');
  }
  if (localOrigin !== undefined && url.origin === localOrigin) return { url, local: true };
  if (url.protocol !== 'https:') return refuse('it is not at an https address');
  if (url.port !== '') return refuse('it is at another port than that of https');
  const { hostname } = url;
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return refuse('its host has no name');
  if (!PLAIN_HOST.test(hostname) || OWN_NAMES.test(hostname)) return refuse('its host is no public name');
  return { url, local: false };
}
