import { MOST_BYTES } from '../media/examine.ts';
import type { Source } from '../media/intake.ts';

/** How an activity's files may be got. */
export interface Reach {
  /** The service that the activity came from, as its authentication vouches for it. */
  serviceUrl: string;
  /** A local start: the service is on this machine, and nothing else of this machine may be asked for. */
  local: boolean;
  /** The header by which the channels' services know the bot; undefined where it has no identity. */
  authorization: (() => Promise<string>) | undefined;
}

/**
 * The hosts of Bot Framework and Teams at which attachments of activities lie, and which ask for the bot's token
 * (Microsoft Learn, "Send and receive files" and "Authentication with the Bot Connector API"). Only these, written out,
 * and the host of the conversation's own service are ever sent one.
 */
const TOKEN_HOSTS: ReadonlySet<string> = new Set([
  'smba.trafficmanager.net',
  'smba.infra.gcc.teams.microsoft.com',
  'smba.infra.gov.teams.microsoft.us',
  'smba.infra.dod.teams.microsoft.us',
  'api.botframework.com',
  'api.botframework.us',
  'directline.botframework.com',
  'webchat.botframework.com',
]);

const DOWNLOAD = 'application/vnd.microsoft.teams.file.download.info';
const CARD = /^application\/vnd\.microsoft\.(?:card\.|teams\.card\.|keyboard)/i;

/** The files among an activity's attachments, in order, and where each lies. */
export function sourcesOf(attachments: readonly unknown[] | undefined, reach: Reach | undefined): Source[] {
  return (attachments ?? []).flatMap((one) => {
    if (typeof one !== 'object' || one === null || Array.isArray(one) || isNoFile(one)) return [];
    const { name, contentType, content, contentUrl } = one as Record<string, unknown>;
    if (contentType === DOWNLOAD) {
      // The address opens by itself, for some minutes; it needs no token.
      return [located(name, (content as { downloadUrl?: unknown } | null)?.downloadUrl, reach, false)];
    }
    return [located(name, contentUrl, reach, true)];
  });
}

/** Teams sends each formatted text a second time, as an attachment; cards are no files. */
function isNoFile(attachment: object): boolean {
  const { contentType } = attachment as { contentType?: unknown };
  return contentType === 'text/html' || (typeof contentType === 'string' && CARD.test(contentType));
}

function located(name: unknown, url: unknown, reach: Reach | undefined, mayNeedToken: boolean): Source {
  if (typeof url !== 'string') return { name, refused: 'unreachable' };
  if (/^data:/i.test(url)) return { name, ...fromDataUrl(url) };
  if (reach === undefined) return { name, refused: 'unreachable' };
  const { authorization, serviceUrl, local } = reach;
  const withToken = mayNeedToken && authorization !== undefined && takesToken(url, serviceUrl);
  return {
    name,
    wanted: {
      url,
      ...(withToken ? { authorization } : {}),
      ...(local ? { localOrigin: new URL(serviceUrl).origin } : {}),
    },
  };
}

/** Whether the bot's token may be sent to where a file lies. */
export function takesToken(url: string, serviceUrl: string): boolean {
  if (!URL.canParse(url) || !URL.canParse(serviceUrl)) return false;
  const { protocol, host } = new URL(url);
  if (protocol !== 'https:') return false;
  const own = new URL(serviceUrl);
  return TOKEN_HOSTS.has(host) || (own.protocol === 'https:' && own.host === host);
}

function fromDataUrl(url: string): { bytes: Buffer } | { refused: 'unreachable' | 'too_large' } {
  const data = /^data:[^,]{0,200};base64,([A-Za-z0-9+/_-]*={0,2})$/i.exec(url)?.[1];
  if (data === undefined) return { refused: 'unreachable' };
  if (data.length > (MOST_BYTES * 4) / 3 + 4) return { refused: 'too_large' };
  return { bytes: Buffer.from(data, 'base64') };
}
