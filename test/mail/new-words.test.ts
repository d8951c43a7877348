import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newWords } from '../../src/mail/new-words.ts';

const OLD = 'Hello Ann,\n\nthis confirms your case C-1001.';
const quoted = (text: string): string => text.replaceAll(/^/gm, '> ');

describe('of an answer only the new words are taken', () => {
  test.each<[string, string]>([
    [
      'Gmail',
      `It beeps now.\n\nOn Mon, 2 Mar 2026 at 10:00, Wendy <support@example.com> wrote:\n\n${quoted(OLD)}`,
    ],
    [
      'Gmail, its line broken',
      `It beeps now.\n\nOn Mon, 2 Mar 2026 at 10:00, Wendy of the support team\n<support+c-1001.abc@example.com> wrote:\n\n${quoted(OLD)}`,
    ],
    [
      'Outlook',
      `It beeps now.\n\n________________________________\nFrom: Wendy <support@example.com>\nSent: Monday, 2 March 2026 10:00\nTo: Ann\nSubject: Your case\n\n${OLD}`,
    ],
    [
      'Outlook without its line',
      `It beeps now.\n\nFrom: Wendy <support@example.com>\nSent: Monday, 2 March 2026 10:00\nTo: Ann\nSubject: Your case\n\n${OLD}`,
    ],
    ['older Outlook', `It beeps now.\n\n-----Original Message-----\nFrom: Wendy\nSent: Monday\n\n${OLD}`],
    [
      'Apple Mail on a phone',
      `It beeps now.\n\nSent from my iPhone\n\n> On 2 Mar 2026, at 10:00, Wendy <a@b.c> wrote:\n> \n${quoted(OLD)}`,
    ],
    ['a signature', 'It beeps now.\n\n-- \nAnn Hill\nHill Security Ltd'],
    ['nothing else', 'It beeps now.\r\n'],
  ])('%s', (_name, text) => {
    expect(newWords(text).words).toBe('It beeps now.');
  });

  test.each<[string, string]>([
    ['Gmail', `现在会响。\n\nWendy <support@example.com> 于2026年3月2日周一 18:00写道：\n\n${quoted(OLD)}`],
    [
      'Apple Mail',
      `现在会响。\n\n在 2026年3月2日，18:00，Wendy <support@example.com> 写道：\n\n${quoted(OLD)}`,
    ],
    [
      'QQ',
      `现在会响。\n\n发自我的iPhone\n\n\n------------------&nbsp;原始邮件&nbsp;------------------\n发件人: "Wendy"\n主题: 工单\n\n${OLD}`.replaceAll(
        '&nbsp;',
        '\u00a0',
      ),
    ],
    [
      'QQ in English',
      `现在会响。\n\n------------------ Original ------------------\nFrom: "Wendy"\nDate: Mon\n\n${OLD}`,
    ],
    ['163', `现在会响。\n\n\nAt 2026-03-02 18:00:00, "Wendy" <support@example.com> wrote:\n\n${quoted(OLD)}`],
    [
      '163 in Chinese',
      `现在会响。\n\n在 2026-03-02 18:00:00，"Wendy" <support@example.com> 写道：\n${quoted(OLD)}`,
    ],
    [
      'NetEase on a phone',
      `现在会响。\n\n---- 回复的原邮件 ----\n| 发件人 | Wendy |\n| 日期 | 2026年3月2日 |\n${OLD}`,
    ],
    [
      'Outlook',
      `现在会响。\n\n发件人: Wendy <support@example.com>\n发送时间: 2026年3月2日 18:00\n收件人: 王小明\n主题: 工单\n\n${OLD}`,
    ],
  ])('in Chinese, %s', (_name, text) => {
    expect(newWords(text).words).toBe('现在会响。');
  });
});

test('answers between the quoted lines are new, too', () => {
  const text = `Hello,\n\nOn Monday, 2 March, Wendy wrote:\n> Which model?\nRS-D200\n> Since when?\nsince the storm\n\n-- \nAnn`;
  expect(newWords(text)).toEqual({
    words: 'Hello,\nRS-D200\nsince the storm',
    whole: text.replace('-- ', '--'),
  });
});

test.each([
  'From: the left camera I see nothing.\nIt is dark.',
  'On Monday I wrote:\nit beeps.',
  'Ann wrote: it beeps',
  '- one\n- two\n--- three ---',
  'What I tried:\n-----\nthe other outlet',
])('words that only look like an older mail are kept: %j', (text) => {
  expect(newWords(text)).toEqual({ words: text });
});

test('where nothing would be left, and nothing is quoted, the text is taken as it is', () => {
  const text = '-----Original Message-----\nFrom: Ann\nSent: Monday\n\nIt beeps.';
  expect(newWords(text)).toEqual({ words: text });
});

test('a mail of nothing but quotation says nothing', () => {
  const text = 'On Mon, 2 Mar 2026, Wendy wrote:\n> Hello';
  expect(newWords(text)).toEqual({ words: '', whole: text });
});

test('whatever is left out of the words stands in the whole', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
      const { words, whole } = newWords(text);
      for (const line of words.split('\n')) expect(whole ?? words).toContain(line);
    }),
  );
});
