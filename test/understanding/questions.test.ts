import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message, Question } from '../../dialogs/message.ts';
import { splitQuestions } from '../../src/understanding/questions.ts';
import type { Language } from '../../src/understanding/understanding.ts';
import { questions as asked, understanding } from './reading.ts';

const any = { key: 'any' } as unknown as Message;
const confirm: Question = {
  prompt: 'sales.confirm',
  say: any,
  choices: ['right', 'wrong'].map((value) => ({ value, title: any })),
  free: 'note',
  skippable: true,
  why: any,
};
const colleagues = [
  { id: 'anna', name: 'Anna', names: [] },
  { id: 'wei', name: 'Wei', names: ['小魏'] },
];

function heard(text: string, question: Question | null = confirm, locale: Language = 'en') {
  const { events } = understanding.read(text, {
    ...{ question, locale, colleagues, listed: 0, questions: 3 },
    ...{ at: '2026-11-23T10:00:00Z', on: '2026-11-23', models: ['RS-D200'] },
  });
  return events.map(({ at: _at, on: _on, ...event }) => event);
}

describe('several questions in one message', () => {
  it.each<[string, string[]]>([
    [
      'How much is X? And do you ship to Spain? Also what is the MOQ',
      ['How much is X?', 'And do you ship to Spain?', 'Also what is the MOQ'],
    ],
    ['how much is it and do you ship to Spain?', ['how much is it and do you ship to Spain?']],
    [
      'I have some questions:\n1. How much is it?\n2. Lead time\n3) MOQ',
      ['How much is it?', 'Lead time', 'MOQ'],
    ],
    ['- price\n- payment terms', ['price', 'payment terms']],
    ['1) price 2) lead time', ['price', 'lead time']],
    [
      'We have 20 shops. Do you give a discount? We need it by May.',
      ['We have 20 shops. Do you give a discount? We need it by May.'],
    ],
    ['Hello, I have two questions. How much is it? Is it in stock?', ['How much is it?', 'Is it in stock?']],
    ['no. how much is a new one?', ['how much is a new one?']],
    ['No discount for ten?', ['No discount for ten?']],
    [
      '请问RS-D200多少钱，能发到西班牙吗，起订量是多少',
      ['请问RS-D200多少钱', '能发到西班牙吗', '起订量是多少'],
    ],
    ['如果买10台，多少钱一台？还有，能开发票吗', ['如果买10台，多少钱一台？', '还有，能开发票吗']],
    ['价格多少；起订量多少', ['价格多少', '起订量多少']],
  ])('%s', (text, entries) => {
    expect(splitQuestions(text)).toEqual(entries);
  });

  it('lose no word of a question, whatever stands between them', () => {
    const word = fc.constantFrom('price', 'dome', '4K', 'Madrid', 'stock', '多少钱', '现货', 'RS-D200');
    const question = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => `${words.join(' ')}?`);
    const joint = fc.constantFrom(' ', '\n', '\n- ', '\n\n');
    fc.assert(
      fc.property(fc.array(fc.tuple(question, joint), { minLength: 1, maxLength: 30 }), (list) => {
        const text = list.map(([one, between]) => between + one).join('');
        const letters = (all: string): string => all.replace(/[\s-]/gu, '');
        expect(letters(splitQuestions(text).join(''))).toBe(letters(text));
      }),
    );
  });

  it('are split off what is a fault, and off what Wendy answers herself', () => {
    const [order, faults] = heard('my dome is black at night. how much is a new one?', asked.need);
    expect(order).toMatchObject({ type: 'ASKED', topic: 'order', questions: ['how much is a new one?'] });
    expect(faults).toMatchObject({ type: 'FAULTS', faults: [{ text: 'my dome is black at night' }] });
    const both = heard('how much is the RS-D200? who pays the freight?', asked.need);
    expect(both).toMatchObject([
      { type: 'ASKED', topic: 'order', questions: ['how much is the RS-D200?'] },
      { type: 'ASKED', topic: 'freight' },
    ]);
  });

  it('come with what Wendy can not answer in the middle of triage; a word that asks back is none', () => {
    expect(heard('is the chip the same as in the older series?', asked.smell)).toMatchObject([
      { type: 'MISREAD', problem: 'question', questions: ['is the chip the same as in the older series?'] },
    ]);
    expect(heard('really?', asked.smell)[0]).not.toHaveProperty('questions');
  });
});

describe('the question list put right in words', () => {
  it.each([
    ['remove the second', { edit: 'remove', nth: 2 }],
    ['remove question 2 please', { edit: 'remove', nth: 2 }],
    ['delete the last one', { edit: 'remove', nth: -1 }],
    [
      'the second one should be: do you ship to Portugal?',
      { edit: 'change', nth: 2, with: 'do you ship to Portugal?' },
    ],
    [
      'change the first to "what is the price of ten?"',
      { edit: 'change', nth: 1, with: 'what is the price of ten?' },
    ],
    ['the third is wrong', { edit: 'change', nth: 3 }],
    ['one more', { edit: 'more' }],
    ['删掉第二个', { edit: 'remove', nth: 2 }],
    ['第二个改成：能发到葡萄牙吗', { edit: 'change', nth: 2, with: '能发到葡萄牙吗' }],
    ['把第一个问题改成有没有现货', { edit: 'change', nth: 1, with: '有没有现货' }],
  ])('%s', (text, edited) => {
    expect(heard(text)).toMatchObject([{ type: 'QUESTION_EDITED', ...edited }]);
  });

  it.each([
    ['yes', 'right'],
    ["that's all", 'right'],
    ['send them', 'right'],
    ['就这些', 'right'],
    ['no', 'wrong'],
    ['remove all', 'wrong'],
  ])('%s is %s', (text, value) => {
    expect(heard(text)).toMatchObject([{ type: 'ANSWERED', value }]);
  });

  it('grows by every other question', () => {
    expect(heard('the second to last model, how much is it?')).toMatchObject([
      { type: 'ANSWERED', questions: ['the second to last model, how much is it?'] },
    ]);
    expect(heard('Is it waterproof? Can I paint it')).toMatchObject([
      { type: 'ANSWERED', questions: ['Is it waterproof?', 'Can I paint it'] },
    ]);
  });
});

describe('the name of a contact', () => {
  it.each([
    ['my contact is Anna', 'Anna'],
    ['My contact with you is anna by the way', 'anna'],
    ['I usually deal with Wei', 'Wei'],
    ['Anna looks after us', 'Anna'],
    ['my salesman is Bob', 'Bob'],
    ['我一直跟小魏/Wei联系', '小魏/Wei'],
    ['我的销售是小魏', '小魏'],
    ['一直是小魏负责我们', '小魏'],
  ])('%s', (text, name) => {
    expect(heard(text, asked.smell)[0]).toMatchObject({ type: 'CONTACT_NAMED', name });
  });

  it.each([
    ['I work with Hikvision', 'smell'],
    ['my contact is jo@example.com', 'email'],
    ['my contact person is Jo Field', 'name'],
    ['the contact is broken', 'describe'],
  ] as const)('is not in: %s', (text, question) => {
    expect(heard(text, asked[question]).map(({ type }) => type)).not.toContain('CONTACT_NAMED');
  });

  it('is heard beside a fault', () => {
    const events = heard('my contact with you is Anna, my camera is dead', asked.need);
    expect(events.map(({ type }) => type)).toEqual(['CONTACT_NAMED', 'FAULTS']);
  });
});
