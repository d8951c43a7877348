import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { casesIn, markOf, replyAddress } from '../../src/mail/reply-address.ts';

const secret = randomBytes(32).toString('base64');
const mark = markOf('C-1001', secret);

describe('the address that a mail is answered to', () => {
  test('names the case, and is found again whatever became of its letters', () => {
    const address = replyAddress('support@example.com', mark);
    expect(address).toMatch(/^support\+c-1001\.[a-z2-7]{16}@example\.com$/);
    expect(casesIn(`To: <${address}>`, secret)).toEqual(['C-1001']);
    expect(casesIn(`To: <${address.toUpperCase()}>`, secret)).toEqual(['C-1001']);
  });

  test('is found in a message id, and once for each case', () => {
    const other = markOf('C-1002', secret);
    expect(casesIn(`<${mark}@x> <${other}@x> <${mark}@x>`, secret)).toEqual(['C-1001', 'C-1002']);
  });

  test.each([
    ['of another case', () => mark.replace('1001', '1002')],
    ['with a letter changed', () => mark.slice(0, -1) + (mark.endsWith('a') ? 'b' : 'a')],
    ['cut short', () => mark.slice(0, -1)],
    ['with a letter more', () => `${mark}a`],
    ['of another secret', () => markOf('C-1001', randomBytes(32).toString('base64'))],
  ])('is none %s', (_name, forged) => {
    expect(casesIn(`support+${forged()}@example.com`, secret)).toEqual([]);
  });

  test('is not looked for without end', () => {
    expect(casesIn(`${'c-1.aaaaaaaaaaaaaaaa '.repeat(60)}${mark}`, secret)).toEqual([]);
  });

  test('is never found in other text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => casesIn(text, secret).length === 0));
  });
});
