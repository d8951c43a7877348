import { describe, expect, test } from 'vitest';
import { said } from './reading.ts';

/** The day of purchase that a message states beside its fault. */
function stated(text: string): string | undefined {
  const prefix = 'CORRECTED purchaseDate ';
  return said(text, 'describe')
    .find((event) => event.startsWith(prefix))
    ?.slice(prefix.length);
}

describe('the day of purchase in a message about a fault', () => {
  test.each([
    ['枪机夜视不行，去年国庆买的', '2025-10-01'],
    ['半球老是重启，去年双十一买的', '2025-11-11'],
    ['晚上看不清，今年3月买的', '2026-03-01'],
    ['my dome fails at night, bought in May 2025', '2025-05-01'],
    ['no picture since yesterday, I bought it last Christmas', '2025-12-25'],
  ])('%s: %s', (text, day) => {
    expect(stated(text)).toBe(day);
  });

  test.each([
    '枪机夜视不行，去年买的',
    '晚上看不清，两年前买的',
    '今晚没画面了，前年买的',
    'my dome is black at night, bought last year',
    'it fails tonight, we bought it two years ago',
    'no picture since yesterday, I bought it from a dealer of yours',
    '昨天开始没画面，在你们经销商那里买的',
  ])('is left open by: %s', (text) => {
    expect(stated(text)).toBeUndefined();
  });
});
