import { describe, expect, test } from 'vitest';
import { readPeriod } from '../../src/understanding/period.ts';
import { said } from './reading.ts';

test.each([
  ['2 years', '24'],
  ['it says a year', '12'],
  ['36 months', '36'],
  ['24', '24'],
  ['two and a half years', undefined],
  ['one year and a half', '18'],
  ['一年半', '18'],
  ['保三年', '36'],
  ['十八个月', '18'],
  ['2', undefined],
  ['20 years', undefined],
])('%s is a length of %s months', (text, months) => {
  const read = readPeriod(text);
  expect('value' in read ? read.value : undefined).toBe(months);
});

describe('where it is told how the warranty stands', () => {
  test.each([
    ['no, the dealer promised three years', '36'],
    ['our contract says 24 months', '24'],
    ['合同写的是保修两年', '24'],
  ])('%s puts the length right', (text, months) =>
    expect(said(text, 'verdict')).toEqual([`CORRECTED warrantyMonths ${months}`]),
  );

  test.each([
    'I bought it 2 years ago',
    'is the warranty two years?',
    '2025年1月买的',
    '用了两年了',
    '24',
    'all correct',
  ])('%s does not', (text) => expect(said(text, 'verdict').join()).not.toContain('warrantyMonths'));

  test.each(['the warranty was two years', 'two years'])('%s is a fault to nobody who tells one', (text) =>
    expect(said(text, 'describe').join()).not.toContain('warrantyMonths'),
  );
});
