import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { companyValues, type Maker } from '../../conversation/company-values.ts';
import { onDuty } from '../../desk/calendar.ts';
import { RequestRefused } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Locale } from '../../texts/texts.ts';
import { isLocalCaller } from '../locality.ts';
import type { DoorSettings } from '../settings.ts';
import { type Asset, type Assets, loadAssets } from './build.ts';
import { ASSET_HEADERS, EMBED_HEADERS, pageHeaders } from './headers.ts';
import { json, type PageKey, pageHtml, type Say, waitingHtml } from './html.ts';
import { LANGUAGES, likedLocale, namedLocale } from './language.ts';

export interface PageParts {
  settings: DoorSettings;
  maker: Maker;
  log: Log;
  /** Epoch ms. */
  now(): number;
}

type Answer = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

/** The customers' page: each answers one request, or throws `RequestRefused`. */
export interface Page {
  /** `GET /`. */
  page: Answer;
  /** `GET /page/:file`; `duty` is whether people are on duty. */
  file(req: IncomingMessage, res: ServerResponse, name: string): Promise<void>;
  /** `GET /wendy.js`, which puts the bubble on another page. */
  embed: Answer;
}

/** Begins at once to prepare the page's files, in the background; until then `GET /` says so. */
export function createPage({ settings, maker, log, now }: PageParts): Page {
  let assets: Assets | undefined;
  let failed = false;
  const loading = loadAssets().then(
    (loaded) => {
      assets = loaded;
    },
    (error: unknown) => {
      failed = true;
      log.error('the customers’ page could not be built', { error: String(error) });
    },
  );
  const base =
    settings.publicUrl === undefined ? '' : new URL(settings.publicUrl).pathname.replace(/\/$/, '');

  const sayIn = (locale: Locale): Say => {
    const values = companyValues(maker, locale, new Date(now()).toISOString());
    return (key: PageKey) => maker.texts.render({ key }, locale, values);
  };
  const dutyIn = (locale: Locale) => {
    const at = new Date(now()).toISOString();
    return { open: onDuty(maker.calendar, at).open, duty: companyValues(maker, locale, at).duty ?? '' };
  };
  const assetOf = (name: string): Asset => {
    const asset = assets?.get(name);
    if (asset) return asset;
    throw new RequestRefused(assets ? 404 : 503, 'There is nothing at this address.');
  };
  const hashed = (name: string): string => {
    const dot = name.indexOf('.');
    return `${base}/page/${name.slice(0, dot)}-${assetOf(name).hash}${name.slice(dot)}`;
  };

  return {
    async page(req, res) {
      admit(req, settings);
      if (failed) throw new RequestRefused(503, 'The page could not be built; the log says why.');
      const query = new URL(req.url ?? '', 'http://localhost').searchParams;
      const locale = namedLocale(query.get('lang')) ?? likedLocale(req.headers['accept-language']);
      const nonce = randomBytes(16).toString('base64');
      const headers = {
        ...pageHeaders(settings, req.headers.host ?? '', nonce),
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Language': LANGUAGES[locale].tag,
      };
      const say = sayIn(locale);
      if (!assets) return send(res, 200, waitingHtml(locale, say), headers);
      const inBubble = query.get('in') === 'bubble';
      const view = { locale, say, ...dutyIn(locale), inBubble, nonce, base, address: hashed };
      send(res, 200, pageHtml(view), headers);
    },
    async file(req, res, name) {
      admit(req, settings);
      if (name === 'duty') {
        const lang = new URL(req.url ?? '', 'http://localhost').searchParams.get('lang');
        const body = json(dutyIn(namedLocale(lang) ?? 'en'));
        const headers = { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' };
        return send(res, 200, body, { ...ASSET_HEADERS, ...headers });
      }
      const [, stem, hash, ending] = /^([a-z]+)-([0-9a-f]{12})(\.[\w.]+)$/.exec(name) ?? [];
      const asset = assetOf(`${stem}${ending}`);
      if (asset.hash !== hash) throw new RequestRefused(404, 'There is nothing at this address.');
      const { body, encoding } = chosen(asset, req.headers['accept-encoding']);
      send(res, 200, body, { ...ASSET_HEADERS, ...encoding, 'Content-Type': asset.type });
    },
    async embed(req, res) {
      admit(req, settings);
      await loading;
      const asset = assetOf('embed.js');
      const texts = Object.fromEntries(
        (Object.keys(LANGUAGES) as Locale[]).map((locale) => [locale, bubbleTexts(sayIn(locale))]),
      );
      const body = `(()=>{const wendyTexts=${json(texts)};${asset.plain.toString()}})();\n`;
      send(res, 200, body, { ...EMBED_HEADERS, 'Content-Type': asset.type });
    },
  };
}

/** On a local start this machine alone, as at the other doors; a page of another site may load the files. */
function admit(req: IncomingMessage, { local }: DoorSettings): void {
  if (local && !isLocalCaller(req)) throw new RequestRefused(404, 'There is nothing at this address.');
}

function bubbleTexts(say: Say): Record<string, string> {
  return {
    open: say('page:bubble.open'),
    close: say('page:bubble.close'),
    title: say('page:bubble.title'),
    blocked: say('page:bubble.blocked'),
    window: say('page:bubble.window'),
  };
}

/** The smallest form of a file that the browser takes. */
function chosen(asset: Asset, accept: string | string[] | undefined) {
  const taken = String(accept ?? '')
    .split(',')
    .filter((part) => !/;\s*q=0(\.0*)?\s*$/.test(part))
    .map((part) => part.trim().split(';', 1)[0]);
  if (asset.br && taken.includes('br')) return { body: asset.br, encoding: { 'Content-Encoding': 'br' } };
  if (asset.gzip && taken.includes('gzip')) {
    return { body: asset.gzip, encoding: { 'Content-Encoding': 'gzip' } };
  }
  return { body: asset.plain, encoding: {} };
}

function send(
  res: ServerResponse,
  status: number,
  body: string | Buffer,
  headers: Readonly<Record<string, string>>,
): void {
  if (res.headersSent || res.destroyed) return;
  res.removeHeader('Server');
  res.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) });
  res.end(res.req.method === 'HEAD' ? undefined : body);
}
