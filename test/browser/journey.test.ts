import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../helpers/process.ts';
import { at } from '../helpers/staff-client.ts';
import { openWendy } from '../helpers/wendy.ts';
import { findChromium, launchChromium } from './chromium.ts';
import { openSocketBlocker } from './proxy.ts';
import { hears, openVisitor, presses, said, sendsPhoto, told, types } from './visitor.ts';

/** What a customer answers: by the button's title where there is one, and as they write it. */
type Step = string | { press: string; type: string };

const BOUGHT = new Date(Date.now() - 90 * 86_400_000).toISOString().slice(0, 10);

const STEPS: Record<'en' | 'zh', readonly Step[]> = {
  en: [
    'my dome camera has no sound',
    { press: "That's all", type: 'that is all' },
    { press: "I don't know", type: 'no idea' },
    { press: "I don't know", type: "I can't say" },
    'RS-D210',
    'RS-4471',
    BOUGHT,
    'last week',
    '1.0',
    { press: 'The maker or an authorised dealer', type: 'authorized' },
    { press: 'In place, as delivered', type: 'intact' },
    { press: 'No', type: 'no' },
    { press: 'Indoors, dry and clean', type: 'indoors' },
    { press: 'No', type: 'nope' },
    { press: 'No', type: 'no' },
    { press: 'None of these', type: 'none' },
    { press: 'All correct, go on', type: 'accept' },
    'Sam Carter',
    'sam@example.com',
    '+44 20 7946 0018',
    { press: 'Send it', type: 'send' },
  ],
  zh: [
    '摄像头没有声音',
    { press: '就这些', type: '没有了' },
    { press: '不清楚', type: '不知道' },
    { press: '不清楚', type: '不清楚' },
    'RS-D210',
    'RS-4471',
    BOUGHT,
    '上周',
    '1.0',
    { press: '厂家或授权经销商', type: '授权经销商' },
    { press: '完好，没动过', type: '完好' },
    { press: '否 / 没有', type: '没有' },
    { press: '室内，干燥干净', type: '室内' },
    { press: '否 / 没有', type: '没有' },
    { press: '否 / 没有', type: '没有' },
    { press: '都没有', type: '都没有' },
    { press: '都对，继续', type: '对' },
    '王伟',
    'wang@example.com',
    '13800138000',
    { press: '提交', type: '发送' },
  ],
};

describe.skipIf(findChromium() === undefined)('the whole journey in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  test.each([
    { lang: 'en', by: 'clicks', over: 'a WebSocket' },
    { lang: 'en', by: 'typing', over: 'polling' },
    { lang: 'zh', by: 'clicks', over: 'polling' },
    { lang: 'zh', by: 'typing', over: 'a WebSocket' },
  ] as const)(
    'leads to a queued case ($lang, by $by, over $over), with a photo, a reload and a restart on the way',
    async ({ lang, by, over }) => {
      const port = await freePort();
      const wendy = await openWendy({ env: { PORT: String(port) } });
      const blocker = over === 'polling' ? await openSocketBlocker(port) : undefined;
      const url = blocker?.url ?? wendy.url;
      const phone = lang === 'zh' ? { viewport: { width: 360, height: 740 }, hasTouch: true } : {};
      const { page } = await openVisitor(browser, {
        allowed: [url],
        locale: lang === 'zh' ? 'zh-CN' : 'en-GB',
        ...phone,
      });
      await page.goto(url);
      await hears(page, 'Wendy');

      const steps = STEPS[lang];
      const wrote: string[] = [];
      for (const [index, step] of steps.entries()) {
        if (index === 4) await sendsPhoto(page);
        if (index === 5) await page.reload();
        if (index === 12) await wendy.restart();
        const text = typeof step === 'string' ? step : by === 'clicks' ? step.press : step.type;
        if (typeof step !== 'string' && by === 'clicks') await presses(page, text);
        else {
          if (index === 5) await said(page).nth(index).waitFor();
          await types(page, text);
        }
        wrote.push(text);
      }

      const { body } = await wendy.staff.get('?status=queued');
      expect(at(body, 'cases.length')).toBe(1);
      const one = at(body, 'cases.0');
      expect(at(one, 'locale')).toBe(lang);
      expect(at(one, 'contact.name')).toBe(lang === 'zh' ? '王伟' : 'Sam Carter');
      await hears(page, String(at(one, 'id')));
      expect((await told(page).allInnerTexts()).filter((text) => text !== '')).toEqual(wrote);
      expect(await told(page).locator('img').count()).toBe(1);
      if (blocker) expect(blocker.refused()).toBeGreaterThan(0);
      expect(wendy.errors).toEqual([]);
    },
  );
});
