import { describe, expect, it } from 'vitest';
import { questions, understanding } from './reading.ts';

function read(text: string, over: boolean, asked: keyof typeof questions = 'none') {
  const locale = /\p{Script=Han}/u.test(text) ? 'zh' : 'en';
  const stamp = { at: '2026-11-23T10:00:00Z', on: '2026-11-23' };
  return understanding.read(text, { question: questions[asked], locale, over, ...stamp }).events;
}

const isBack = (text: string, over = true, asked: keyof typeof questions = 'none'): boolean =>
  read(text, over, asked).some(
    (event) => event.type === 'FAULTS' && event.faults.every(({ again }) => again),
  );

describe('once a case is over', () => {
  it.each([
    'it is not solved',
    'not solved after all',
    'still not working',
    'the dome is black again',
    'same problem again',
    '还是没解决',
    '又坏了',
    '半球又黑屏了',
    '问题又出现了',
    '老问题又来了',
  ])('"%s" says that it is back', (text) => {
    expect(isBack(text)).toBe(true);
  });

  it.each(['thanks, it works again', 'my other camera has no picture', 'what about my case?', '好了，谢谢'])(
    '"%s" does not',
    (text) => {
      expect(isBack(text)).toBe(false);
    },
  );

  it('is not before', () => {
    expect(isBack('the dome is black again', false)).toBe(false);
  });

  it('an answer in free words that says so is none', () => {
    expect(isBack('it does not work', true, 'note')).toBe(true);
    expect(read('yes', true, 'note')).toMatchObject([{ type: 'ANSWERED', value: 'yes' }]);
  });
});
