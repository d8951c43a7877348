import { describe, expect, it } from 'vitest';
import { checkLocales } from '../../src/content/check-locales.ts';
import { textOf, texts, withText } from './real.ts';

/** What is said of texts with one seeded mistake, as the command prints it. */
function said(language: string, key: string, value: unknown): string[] {
  return checkLocales(withText(language, key, value)).map(
    ({ file, step, problem }) => `${file}: ${step}: ${problem}`,
  );
}

describe('the check of the languages', () => {
  it('finds nothing in the texts that ship', () => {
    expect(checkLocales(texts)).toEqual([]);
  });

  it('names a text that one language lacks', () => {
    expect(said('zh', 'common:puzzled.again', undefined)).toEqual([
      'locales/zh/common.json: puzzled.again: the text is missing; locales/en/common.json has it, add it here too',
    ]);
  });

  it('names a text that is left over in one language', () => {
    expect(said('zh', 'common:puzzled.third', '还是不懂。')).toEqual([
      'locales/zh/common.json: puzzled.third: the text is left over; locales/en/common.json has none, take it out or add it there',
    ]);
  });

  it('names a lost placeholder', () => {
    const lost = textOf('zh', 'case:queued').replace('{{case}}', '');
    expect(said('zh', 'case:queued', lost)).toEqual([
      'locales/zh/case.json: queued: lacks {{case}}, which en has; put it back in',
    ]);
  });

  it('names a placeholder that nothing fills', () => {
    const invented = `${textOf('zh', 'case:queued')}{{owner}}`;
    expect(said('zh', 'case:queued', invented)).toEqual([
      'locales/zh/case.json: queued: has {{owner}}, which en has not; take it out or correct its name',
    ]);
  });

  it('names a placeholder with a brace too few', () => {
    const broken = textOf('zh', 'case:queued').replace('{{case}}', '{{case}');
    expect(said('zh', 'case:queued', broken)).toContain(
      'locales/zh/case.json: queued: a placeholder is not written as {{name}}; two braces on either side',
    );
  });

  it('lets a language name the ways to reach people that suit its speakers', () => {
    expect(textOf('zh', 'page:noscript')).toContain('{{hotline}}');
    expect(textOf('en', 'page:noscript')).not.toContain('{{hotline}}');
  });

  it('names a plural form that the language needs and lacks', () => {
    expect(said('en', 'fault:more.noted_one', undefined)).toEqual([
      'locales/en/fault.json: more.noted_one: the plural form is missing; en needs it, add it here',
    ]);
    expect(said('zh', 'fault:devices.dome_other', undefined)).toEqual([
      'locales/zh/fault.json: devices.dome: the text is missing; locales/en/fault.json has it, add it here too',
    ]);
  });

  it('names a plural form that the language never uses', () => {
    expect(said('zh', 'fault:devices.dome_one', '半球摄像机')).toEqual([
      'locales/zh/fault.json: devices.dome_one: is left over: in zh this text has _other; take it out',
    ]);
    expect(said('en', 'fault:devices.dome_few', 'some domes of {{count}}')).toEqual([
      'locales/en/fault.json: devices.dome_few: is left over: in en this text has _one and _other; take it out',
    ]);
  });

  it('names a text without forms where the main language counts', () => {
    const plain = withText('zh', 'fault:devices.dome', textOf('zh', 'fault:devices.dome_other'));
    const copy = withText('zh', 'fault:devices.dome_other', undefined, plain);
    const steps = checkLocales(copy).map(({ step, problem }) => `${step}: ${problem}`);
    expect(steps).toEqual([
      'devices.dome_other: the plural form is missing; zh needs it, add it here',
      'devices.dome: is left over: in zh this text has _other; take it out',
    ]);
  });

  it('lets a form for one leave out the number, and no other form', () => {
    const lost = textOf('en', 'fault:devices.dome_other').replace('{{count}}', 'some');
    expect(said('en', 'fault:devices.dome_other', lost)).toContain(
      'locales/zh/fault.json: devices.dome_other: has {{count}}, which en has not; take it out or correct its name',
    );
    expect(said('zh', 'fault:devices.dome_other', '半球摄像机')).toEqual([
      'locales/zh/fault.json: devices.dome_other: lacks {{count}}, which en has; put it back in',
    ]);
  });

  it('names an empty text, and a value that is no text', () => {
    expect(said('en', 'fault:remark', ' ')).toEqual([
      'locales/en/fault.json: remark: the text is empty; write it',
    ]);
    expect(said('zh', 'fault:remark', 7)).toEqual([
      'locales/zh/fault.json: remark: must be a text or a group of texts; put it in quotes',
    ]);
  });
});
