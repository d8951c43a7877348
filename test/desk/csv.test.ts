import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cell, csvLine } from '../../src/desk/csv.ts';

const cellOf = (cell: Cell): string => (parse(csvLine([cell, 'end'])) as string[][])[0]?.[0] ?? 'nothing';
const read = (cells: Cell[]): string[][] => parse(csvLine(cells));

/** Written apart from the code: whether a spreadsheet may run it, where an apostrophe at the beginning makes it text. */
function runs(text: string): boolean {
  if (text.startsWith("'")) return false;
  const points = [...text.normalize('NFKC')];
  const first = points.find((point) => !/[\s\p{Cc}\p{Cf}"‘’“”«»`´']/u.test(point));
  return '=+-@'.includes(first ?? 'x') || text.startsWith('\t') || text.startsWith('\r');
}

describe('a line of CSV', () => {
  it.each([
    ['=1+1'],
    ['+49 30 1234567'],
    ['-2+3'],
    ['@SUM(A1)'],
    ['=HYPERLINK("http://evil.example","look")'],
    ["=cmd|' /C calc'!A0"],
    ['\rx'],
    ['\ttext'],
    ['  =1+1'],
    ['"=1+1'],
    ['" \'=1+1'],
    ["'=1+1"],
    ['“=1+1'],
    ['＝1+1'],
    ['＋1'],
    ['－1'],
    ['＠x'],
    ['　＝1'],
    ['\u00a0=1'],
    ['\u200b=1'],
    ['\ufeff=1'],
    ['\u0000=1'],
  ])('puts an apostrophe before %j', (text) => {
    expect(cellOf(text)).toBe(`'${text}`);
  });

  it.each([
    ['a;=1+1', "a;'=1+1"],
    ['a\n=1+1', "a\n'=1+1"],
    ['a\t @x', "a\t' @x"],
    ['a\r\n+1', "a\r\n'+1"],
    ['\t=1+1', "'\t'=1+1"],
  ])('leaves no formula behind another separator: %j', (text, safe) => {
    expect(cellOf(text)).toBe(safe);
  });

  it.each([
    ['C-1001'],
    ['jo@example.com'],
    ['2 cameras = 1 recorder'],
    ['李明，门口的摄像头'],
    ["it's black"],
    ['say "hello", twice'],
    ['two\r\nlines'],
    [' a space before'],
    [''],
  ])('keeps %j as it is', (text) => {
    expect(cellOf(text)).toBe(text);
  });

  it('leaves numbers numbers, and nothing for what is not there', () => {
    expect(csvLine([-5, 0, 12.5, null, 'a'])).toBe('-5,0,12.5,,a\r\n');
  });

  it('comes back as it was, with an apostrophe at most where it was dangerous', () => {
    const nasty = fc.string({ unit: fc.constantFrom(...'=+-@＝"\',;|\t\r\n a1国') });
    fc.assert(
      fc.property(fc.array(fc.oneof(nasty, fc.string({ unit: 'grapheme' })), { minLength: 2 }), (texts) => {
        const [cells, ...more] = read(texts);
        expect(more).toEqual([]);
        expect(cells?.length).toBe(texts.length);
        cells?.forEach((cell, nth) => {
          const text = texts[nth] ?? '';
          expect(cell.replaceAll("'", '')).toBe(text.replaceAll("'", ''));
          expect(runs(cell), JSON.stringify(cell)).toBe(false);
          for (const part of cell.split(/[;|\t\r\n]/)) expect(runs(part), JSON.stringify(cell)).toBe(false);
          if (!/[=+\-@−\s]/u.test(text.normalize('NFKC'))) expect(cell).toBe(text);
        });
      }),
      { numRuns: 2_000 },
    );
  });
});
