import { describe, expect, it } from 'vitest';
import { checkHolidays } from '../../src/content/check-holidays.ts';

function said(country: string, region?: string, types: readonly string[] = ['public']): string[] {
  return checkHolidays({ country, holidays: { types, region } }).map(
    ({ file, step, problem }) => `${file} ${step}: ${problem}`,
  );
}

describe('the check of where a company keeps holidays', () => {
  it.each([
    ['CN', undefined],
    ['DE', 'BY'],
    ['DE', 'BY-A'],
    ['US', 'CA'],
  ])('takes %s %s', (country, region) => {
    expect(said(country, region)).toEqual([]);
  });

  it('names a country of which nothing is known, unless nothing is to be known', () => {
    expect(said('XX')).toEqual([
      'dialogs/company/company.yaml country: no holidays are known of XX; correct it, or give holidays.types nothing and holidays.add the days',
    ]);
    expect(said('XX', undefined, [])).toEqual([]);
  });

  it('names a part that there is not, and those that there are', () => {
    expect(said('DE', 'XY')).toEqual([
      expect.stringMatching(/company\.yaml holidays\.region: DE has no XY; takes one of .*BY, /),
    ]);
    expect(said('DE', 'BY-X')).toEqual([
      expect.stringMatching(/DE-BY has no X; takes one of A, EVANG, KATH$/),
    ]);
    expect(said('CN', 'GD')).toEqual([
      expect.stringMatching(/CN has no parts with holidays of their own; take it out$/),
    ]);
  });
});
