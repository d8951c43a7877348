import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWendy, type Running } from '../helpers/wendy.ts';
import { findChromium, launchChromium } from './chromium.ts';
import { untilBuilt } from './maker.ts';
import { field, hears, offered, openVisitor, presses, said, sendsPhoto, told, types } from './visitor.ts';

async function openBuilt(): Promise<Running> {
  const wendy = await openWendy();
  await untilBuilt(wendy.url);
  return wendy;
}

async function seesNothingWrong(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);
}

/** Whether all of the page is to be seen without scrolling sideways. */
function fits(page: Page): Promise<unknown> {
  return page.evaluate('document.documentElement.scrollWidth <= innerWidth');
}

/** Whether nothing of an element's text is cut off. */
function showsAll({ scrollWidth, clientWidth }: { scrollWidth: number; clientWidth: number }): boolean {
  return scrollWidth <= clientWidth + 1;
}

describe.skipIf(findChromium() === undefined)('the customers’ page', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  test('says before the chat that Wendy is a program, what is kept and why, and whether people are on duty', async () => {
    // A Monday morning in Shenzhen.
    const wendy = await openWendy({ at: '2026-11-23T02:00:00Z' });
    await untilBuilt(wendy.url);
    const { page } = await openVisitor(browser, { allowed: [wendy.url], javaScriptEnabled: false });
    await page.goto(wendy.url);
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await page.getByText('Wendy is a program, not a person').waitFor();
    await page.getByText('People are on duty now').waitFor();
    await page.getByText('What you write is kept with your case').waitFor();
    expect(await page.locator('noscript').innerText()).toContain('The chat needs JavaScript');
    expect(await page.getByText('The chat is opening').isVisible()).toBe(false);
    await page.getByText('What is kept, and why').click();
    await page.getByText('This browser keeps a key to the conversation for 30 days').waitFor();
  });

  test.each([
    {
      locale: 'en-GB',
      viewport: { width: 1280, height: 800 },
      says: 'my dome is black at night',
      last: "That's all",
    },
    { locale: 'zh-CN', viewport: { width: 360, height: 640 }, says: '摄像头晚上全黑', last: '就这些' },
  ])(
    'has nothing that axe finds wrong, at first and in mid-chat ($locale)',
    async ({ says, last, ...device }) => {
      const wendy = await openBuilt();
      const { page } = await openVisitor(browser, { allowed: [wendy.url], ...device });
      await page.goto(wendy.url);
      await hears(page, 'Wendy');
      await seesNothingWrong(page);
      await types(page, says);
      await offered(page, last).waitFor();
      await seesNothingWrong(page);
      await presses(page, last);
      await page.locator('summary').click();
      await seesNothingWrong(page);
      await page.locator('#forget').click();
      await seesNothingWrong(page);
      expect(await fits(page)).toBe(true);
    },
  );

  test.each([320, 360])('fits a phone of %i px: every button whole, the field in sight', async (width) => {
    const wendy = await openBuilt();
    const viewport = { width, height: 640 };
    const { page } = await openVisitor(browser, { allowed: [wendy.url], viewport, hasTouch: true });
    await page.goto(wendy.url);
    await hears(page, 'Wendy');
    await types(page, 'my dome camera has no sound');
    await presses(page, "That's all");
    await presses(page, 'No');
    await offered(page, 'Voices nobody can explain').waitFor();
    expect(await fits(page)).toBe(true);
    for (const button of await page.getByRole('toolbar').getByRole('button').all()) {
      const box = await button.boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
      expect(box?.height).toBeGreaterThanOrEqual(24);
      expect(await button.evaluate(showsAll)).toBe(true);
    }
    const box = await field(page).boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(640);
  });

  test('is used with the keyboard alone: skip link, field, offered answers, language', async () => {
    const wendy = await openBuilt();
    const { page } = await openVisitor(browser, { allowed: [wendy.url] });
    await page.goto(wendy.url);
    await hears(page, 'Wendy');
    await offered(page, "Something doesn't work").waitFor();
    const focused = (): Promise<string> =>
      page.evaluate(
        '(document.activeElement.textContent || document.activeElement.getAttribute("data-id") || "").trim()',
      );
    /** Presses Tab until the focus is there. */
    const tabTo = async (name: string, key = 'Tab'): Promise<void> => {
      for (let presses = 0; presses < 20; presses++) {
        if ((await focused()) === name) return;
        await page.keyboard.press(key);
      }
      throw new Error(`${key} does not lead to ${name}, but to ${await focused()}`);
    };
    await tabTo('To the chat');
    await page.keyboard.press('Enter');
    await tabTo("Something doesn't work");
    await page.keyboard.press('Enter');
    await told(page).filter({ hasText: "Something doesn't work" }).waitFor();
    await tabTo('webchat-sendbox-input');
    await page.keyboard.type('my dome camera has no sound');
    await page.keyboard.press('Enter');
    await hears(page, 'my dome camera has no sound');
    await offered(page, "That's all").waitFor();
    await tabTo("That's all", 'Shift+Tab');
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toBe('Add something');
    await page.keyboard.press('Enter');
    await told(page).filter({ hasText: 'Add something' }).waitFor();
  });

  test('changes its language in mid-chat, and Wendy hers with it', async () => {
    const wendy = await openBuilt();
    const { page } = await openVisitor(browser, { allowed: [wendy.url] });
    await page.goto(wendy.url);
    await hears(page, 'Wendy');
    await types(page, 'my camera has no power');
    await page.getByRole('link', { name: '中文' }).click();
    await page.getByText('您写的内容会随工单保存').waitFor();
    await told(page).filter({ hasText: '说中文' }).waitFor();
    await offered(page, '就这些').waitFor();
    expect(await told(page).allInnerTexts()).toEqual(['my camera has no power', '说中文']);
  });

  test('finds the conversation again in another tab after the first is closed', async () => {
    const wendy = await openBuilt();
    const { context, page } = await openVisitor(browser, { allowed: [wendy.url] });
    await page.goto(wendy.url);
    await hears(page, 'Wendy');
    await types(page, 'my recorder beeps');
    await page.close();
    const again = await context.newPage();
    await again.goto(wendy.url);
    await hears(again, 'my recorder beeps');
    await presses(again, "That's all");
    expect(await told(again).allInnerTexts()).toEqual(['my recorder beeps', "That's all"]);
  });

  test('forgets the conversation when asked to, in every tab', async () => {
    const wendy = await openBuilt();
    const { context, page } = await openVisitor(browser, { allowed: [wendy.url] });
    await page.goto(wendy.url);
    await hears(page, 'Wendy');
    await types(page, 'my recorder beeps');
    const other = await context.newPage();
    await other.goto(wendy.url);
    await hears(other, 'my recorder beeps');
    await page.locator('summary').click();
    await page.getByRole('button', { name: 'Forget this chat' }).click();
    await page.getByRole('button', { name: 'Keep it' }).click();
    await page.getByRole('button', { name: 'Forget this chat' }).click();
    await page.getByRole('button', { name: 'Forget it' }).click();
    await page.getByText('my recorder beeps').first().waitFor({ state: 'detached' });
    await hears(page, 'What can I do for you');
    expect(await told(page).count()).toBe(0);
    await other.getByText('my recorder beeps').first().waitFor({ state: 'detached', timeout: 60_000 });
    await hears(other, 'What can I do for you');
    expect(await told(other).count()).toBe(0);
  });

  test('opens the chat though the server could not start it at first', async () => {
    const wendy = await openBuilt();
    const { page } = await openVisitor(browser, { allowed: [wendy.url] });
    const away = (route: Route): Promise<void> => route.fulfill({ status: 502, body: '' });
    await page.route('**/v3/directline/conversations', away, { times: 1 });
    await page.goto(wendy.url);
    await page.getByText('No connection at the moment').waitFor();
    await hears(page, 'What can I do for you');
    await page.locator('#notice').waitFor({ state: 'hidden' });
    await types(page, 'my recorder beeps');
    await page.reload();
    await hears(page, 'my recorder beeps');
  });

  test('sends a photo, and shows it again after a reload', async () => {
    const wendy = await openBuilt();
    const { page } = await openVisitor(browser, { allowed: [wendy.url] });
    await page.goto(wendy.url);
    await hears(page, 'Wendy');
    await sendsPhoto(page);
    await told(page).locator('img').waitFor();
    await page.reload();
    await told(page).locator('img').waitFor();
    await types(page, 'my recorder beeps');
    expect(wendy.errors).toEqual([]);
  });

  test('begins anew, and says so, where the kept conversation can’t be opened any more', async () => {
    const wendy = await openBuilt();
    const { page } = await openVisitor(browser, { allowed: [wendy.url] });
    await page.addInitScript("localStorage.setItem('wendy.chat', 'no-such-key')");
    await page.goto(wendy.url);
    await page.getByText('The earlier chat can no longer be opened here').waitFor();
    await hears(page, 'What can I do for you');
    await types(page, 'my recorder beeps');
    expect(await said(page).count()).toBeGreaterThan(1);
  });

  test('goes on with a new token where the old one has expired while the page was open', async () => {
    const wendy = await openBuilt();
    const { page } = await openVisitor(browser, { allowed: [wendy.url] });
    await page.goto(wendy.url);
    await hears(page, 'Wendy');
    wendy.later(31 * 60_000);
    await types(page, 'my recorder beeps');
    await presses(page, "That's all");
    expect(await told(page).allInnerTexts()).toEqual(['my recorder beeps', "That's all"]);
  });
});
