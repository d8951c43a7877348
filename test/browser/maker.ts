import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { freePort } from '../helpers/process.ts';
import { openWendy, type Running } from '../helpers/wendy.ts';

/** A page of a maker's own site, on an origin of its own. */
export interface Site {
  url: string;
  /** Which script the page takes the bubble from. */
  embeds(script: string): void;
}

/** Opens it on a free port; it goes with the test. Its own policy lets in nothing but the script and the frame. */
export async function openSite(lang: string): Promise<Site> {
  let script = '';
  const site = createServer((_req, res) => {
    const maker = script === '' ? '' : new URL(script).origin;
    res.setHeader('Content-Type', 'text/html; charset=utf-8');
    res.setHeader(
      'Content-Security-Policy',
      `default-src 'none'; script-src ${maker}; frame-src ${maker}; img-src data:`,
    );
    res.end(`<!doctype html><html lang="${lang}"><title>A maker</title><link rel="icon" href="data:,">
<main><h1>Cameras</h1><p><a href="#more">More</a></p></main><script src="${script}"></script></html>`);
  });
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  onTestFinished(() => {
    site.close();
    site.closeAllConnections();
  });
  return {
    url: `http://127.0.0.1:${(site.address() as AddressInfo).port}`,
    embeds: (from) => {
      script = from;
    },
  };
}

/** Wendy under a public address, for pages of these origins. */
export async function openPublicWendy(origins: readonly string[]): Promise<Running> {
  const port = await freePort();
  return openWendy({
    env: {
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      WEB_CHAT_ORIGINS: origins.join(','),
      RATE_LIMIT: 'on',
    },
  });
}

/** Resolves when the page is built and served. */
export async function untilBuilt(url: string): Promise<void> {
  for (;;) {
    const page = await (await fetch(url)).text();
    if (page.includes('id="webchat"')) return;
    await new Promise(setImmediate);
  }
}
