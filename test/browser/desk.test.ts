import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { playDesk, TUESDAY, type WebCustomer } from '../e2e/desk-script.ts';
import { openWendy } from '../helpers/wendy.ts';
import { findChromium, launchChromium } from './chromium.ts';
import { field, hears, openVisitor, presses, types } from './visitor.ts';

/** A customer with the page open in front of them. */
function customerAt(page: Page): WebCustomer {
  return {
    says: async (text) => {
      await field(page).fill(text);
      await field(page).press('Enter');
    },
    answers: (text) => types(page, text),
    presses: (title) => presses(page, title),
    hears: (words) => hears(page, words),
    returns: async () => {
      await page.reload();
      await hears(page, 'Thank you, I noted: Very well.');
    },
  };
}

describe.skipIf(findChromium() === undefined)('the desk and a customer in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  test('go the whole way of a case, from a list of questions to its coming back', async () => {
    const wendy = await openWendy({ at: TUESDAY });
    const { page } = await openVisitor(browser, { allowed: [wendy.url] });
    await page.goto(wendy.url);
    await hears(page, 'What can I do for you?');
    await playDesk(wendy, customerAt(page));
  });
});
