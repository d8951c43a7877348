import type { Browser, BrowserContext, BrowserContextOptions, Frame, Locator, Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';

/** Where the chat is shown: a page, or a frame in one. */
export type Place = Page | Frame;

/** A customer with a browser of their own, on the page of a maker. */
export interface Visitor {
  context: BrowserContext;
  page: Page;
  /** Everything that was loaded or connected to. */
  requested: string[];
  /** What a page's policy forbade, and errors that no script caught. */
  faults: string[];
}

export interface VisitorOptions extends BrowserContextOptions {
  /** Addresses whose hosts may be asked; no other one is. */
  allowed: readonly string[];
}

/** Opens a browser of its own; it goes with the test, which fails where another host was asked or a fault shown. */
export async function openVisitor(
  browser: Browser,
  { allowed, ...options }: VisitorOptions,
): Promise<Visitor> {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  const requested: string[] = [];
  const faults: string[] = [];
  // The shortest wait of the client before it opens a dropped stream again.
  await context.addInitScript('Math.random = () => 0;');
  context.on('request', (request) => requested.push(request.url()));
  context.on('page', (page) => {
    page.on('websocket', (socket) => requested.push(socket.url()));
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) faults.push(message.text());
    });
  });
  onTestFinished(async () => {
    await context.close();
    const hosts = allowed.map((address) => new URL(address).host);
    const foreign = requested.filter((url) => {
      const { protocol, host } = new URL(url);
      return !['blob:', 'data:'].includes(protocol) && !hosts.includes(host);
    });
    expect(foreign).toEqual([]);
    expect(faults).toEqual([]);
  });
  return { context, page: await context.newPage(), requested, faults };
}

/** The field that one writes into. */
export function field(place: Place): Locator {
  return place.locator('[data-id="webchat-sendbox-input"]');
}

/** The answers that are offered as buttons. */
export function offered(place: Place, title: string): Locator {
  return place.getByRole('toolbar').getByRole('button', { name: title, exact: true });
}

/** What Wendy said so far, a text each. */
export function said(place: Place): Locator {
  return place.locator(
    '.webchat__stacked-layout:not(.webchat__stacked-layout--from-user) .webchat__bubble__content',
  );
}

/** What the customer said so far. */
export function told(place: Place): Locator {
  return place.locator('.webchat__stacked-layout--from-user .webchat__bubble__content');
}

/** Resolves when Wendy has said something with these words in it. */
export async function hears(place: Place, words: string): Promise<void> {
  await said(place).filter({ hasText: words }).last().waitFor({ timeout: 60_000 });
}

/** Does something, and resolves when Wendy has answered it. */
export async function answered(place: Place, act: () => Promise<void>): Promise<void> {
  const before = await said(place).count();
  await act();
  await said(place).nth(before).waitFor({ timeout: 60_000 });
}

/** Writes it and sends it with the Enter key; resolves when Wendy has answered. */
export function types(place: Place, text: string): Promise<void> {
  return answered(place, async () => {
    await field(place).fill(text);
    await field(place).press('Enter');
  });
}

/** Sends a photo, here of the page as it is; resolves when Wendy has answered. */
export async function sendsPhoto(page: Page): Promise<void> {
  const file = { name: 'photo.png', mimeType: 'image/png', buffer: await page.screenshot() };
  await page.locator('input[type=file]').setInputFiles([file]);
  await page.locator('.webchat__attachment-icon--checked').waitFor();
  await answered(page, () => field(page).press('Enter'));
}

/** Presses an answer that is offered; resolves when Wendy has answered. */
export function presses(place: Place, title: string): Promise<void> {
  return answered(place, () => offered(place, title).click({ timeout: 30_000 }));
}
