import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium } from './chromium.ts';
import { openPublicWendy, openSite, untilBuilt } from './maker.ts';
import { field, hears, openVisitor, said, types } from './visitor.ts';

/** The page in the bubble, once it is there. */
async function chatIn(page: Page): Promise<Frame> {
  const handle = await page.locator('iframe').elementHandle();
  const frame = await handle?.contentFrame();
  if (!frame) throw new Error('the bubble has no frame');
  return frame;
}

/** Whether the focus is on an element of a shadow tree. */
function isFocused(one: { getRootNode(): { activeElement?: unknown } }): boolean {
  return one.getRootNode().activeElement === one;
}

describe.skipIf(findChromium() === undefined)('the bubble on another page', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  test.each([
    { lang: 'en', name: 'Chat with Wendy, our support assistant', close: 'Close the chat', hello: 'fault' },
    { lang: 'zh-Hans', name: '与售后助手 Wendy 对话', close: '关闭对话', hello: '售后助手' },
  ])('opens, talks and closes by keyboard alone, in the language of that page ($lang)', async (words) => {
    const site = await openSite(words.lang);
    const wendy = await openPublicWendy([site.url]);
    await untilBuilt(wendy.url);
    site.embeds(`${wendy.url}/wendy.js`);
    const { page, requested } = await openVisitor(browser, { allowed: [site.url, wendy.url] });
    await page.goto(site.url);

    const bubble = page.getByRole('button', { name: words.name });
    await bubble.waitFor();
    expect(await bubble.getAttribute('aria-expanded')).toBe('false');
    expect(requested.filter((url) => url.includes('directline'))).toEqual([]);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const chat = await chatIn(page);
    await said(chat).first().waitFor({ timeout: 60_000 });
    expect(await bubble.getAttribute('aria-expanded')).toBe('true');
    await field(chat).focus();
    await page.keyboard.type(words.lang === 'en' ? 'my camera has no power' : '摄像头不通电');
    await page.keyboard.press('Enter');
    await hears(chat, words.lang === 'en' ? 'my camera has no power' : '摄像头不通电');
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

    await page.keyboard.press('Escape');
    const panel = page.getByRole('dialog');
    await panel.waitFor({ state: 'hidden' });
    expect(await bubble.evaluate(isFocused)).toBe(true);
    await page.keyboard.press('Enter');
    await panel.waitFor();
    await page.getByRole('button', { name: words.close }).click();
    await panel.waitFor({ state: 'hidden' });
  });

  test('keeps the conversation from one page of the site to the next', async () => {
    const site = await openSite('en');
    const wendy = await openPublicWendy([site.url]);
    await untilBuilt(wendy.url);
    site.embeds(`${wendy.url}/wendy.js`);
    const { page } = await openVisitor(browser, { allowed: [site.url, wendy.url] });
    const open = async (): Promise<Frame> => {
      await page.getByRole('button', { name: 'Chat with Wendy' }).click();
      return chatIn(page);
    };
    await page.goto(site.url);
    const first = await open();
    await said(first).first().waitFor({ timeout: 60_000 });
    await types(first, 'my recorder beeps');
    await page.goto(`${site.url}/another`);
    await hears(await open(), 'my recorder beeps');
  });

  test('on a page that is not allowed says so, offers a window of its own, and shows nothing', async () => {
    const stranger = await openSite('en');
    const wendy = await openPublicWendy(['https://www.example.com']);
    await untilBuilt(wendy.url);
    stranger.embeds(`${wendy.url}/wendy.js`);
    const { page, requested, faults } = await openVisitor(browser, { allowed: [stranger.url, wendy.url] });
    await page.goto(stranger.url);
    await page.getByRole('button', { name: 'Chat with Wendy' }).click();
    const link = page.getByRole('link', { name: 'Open it in a new window' });
    await link.waitFor({ timeout: 30_000 });
    expect(await link.getAttribute('href')).toBe(`${wendy.url}/?lang=en`);
    expect(requested.filter((url) => url.includes('directline'))).toEqual([]);
    expect(faults.splice(0).every((fault) => fault.includes('frame-ancestors'))).toBe(true);
  });
});
