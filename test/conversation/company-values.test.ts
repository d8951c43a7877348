import { describe, expect, it } from 'vitest';
import { companyValues } from '../../src/conversation/company-values.ts';
import { companyCalendar } from '../../src/desk/company-calendar.ts';
import { loadContent } from '../../src/load.ts';
import { createTexts } from '../../src/texts/texts.ts';

const { company, locales } = await loadContent();
const maker = { company, texts: createTexts(locales), calendar: companyCalendar(company) };
const duty = (locale: 'en' | 'zh', at: string) => companyValues(maker, locale, at).duty;

describe('what is said of the next opening', () => {
  it('names the weekday within six days', () => {
    const at = '2026-09-25T01:00:00Z';
    expect(duty('en', at)).toBe('Nobody is on duty now. We open on Monday at 09:00 (Shenzhen, in 72 hours).');
    expect(duty('zh', at)).toBe('现在没有人值班，星期一 09:00 上班（深圳时间，约 72 小时后）。');
  });

  it('names the date further ahead, where the weekday alone would be this week’s', () => {
    const at = '2026-09-30T16:00:00Z';
    expect(duty('en', at)).toBe(
      'Nobody is on duty now. We open on Thursday, 8 October, at 09:00 (Shenzhen, in 7 days).',
    );
    expect(duty('zh', at)).toBe('现在没有人值班，10月8日（星期四）09:00 上班（深圳时间，7 天后）。');
  });

  it('names the weekday of an opening that is six days away', () => {
    expect(duty('en', '2026-10-01T16:00:00Z')).toBe(
      'Nobody is on duty now. We open on Thursday at 09:00 (Shenzhen, in 153 hours).',
    );
  });

  it('says that people are there on a Saturday that is worked for a holiday', () => {
    expect(duty('en', '2026-10-10T02:00:00Z')).toBe('People are on duty now.');
  });
});
