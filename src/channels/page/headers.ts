import type { DoorSettings } from '../settings.ts';

/** One part of Web Chat makes an empty style sheet without the nonce, and fills it by script. */
const EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

const COMMON: Readonly<Record<string, string>> = {
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** The headers of a file that never changes under its name. */
export const ASSET_HEADERS: Readonly<Record<string, string>> = {
  ...COMMON,
  'Cache-Control': 'public, max-age=31536000, immutable',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  Vary: 'Accept-Encoding',
};

/** The headers of the script that other pages load; it may change with any start. */
export const EMBED_HEADERS: Readonly<Record<string, string>> = {
  ...COMMON,
  'Cache-Control': 'public, max-age=300',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

/**
 * The headers of the page. It loads from us alone, and only allowed pages may frame it. `nonce`: what Web Chat marks
 * its style sheets with.
 */
export function pageHeaders(settings: DoorSettings, host: string, nonce: string): Record<string, string> {
  const policy = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': `'self' 'nonce-${nonce}' ${EMPTY_STYLE}`,
    'img-src': "'self' data: blob:",
    'media-src': "'self' data: blob:",
    // The client reads a file that the customer chose from a blob: address, to send it.
    'connect-src': `'self' blob: ${socketSources(settings, host)}`,
    // Web Chat makes the small picture of a photo in a worker of its own.
    'worker-src': 'blob:',
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': framers(settings),
  };
  return {
    ...COMMON,
    'Cache-Control': 'no-store',
    'Content-Security-Policy': Object.entries(policy)
      .map(([name, sources]) => `${name} ${sources}`)
      .join('; '),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
    Vary: 'Accept-Language',
  };
}

/** Older browsers do not take a WebSocket of our own for `'self'`. */
function socketSources({ publicUrl }: DoorSettings, host: string): string {
  if (publicUrl === undefined) return `ws://${host} wss://${host}`;
  return new URL(publicUrl).origin.replace(/^http/, 'ws');
}

/** On a local start pages of this machine may try the embedding. */
function framers({ local, webChatOrigins }: DoorSettings): string {
  const here = local ? ['http://localhost:*', 'http://127.0.0.1:*'] : [];
  return ["'self'", ...here, ...webChatOrigins].join(' ');
}
