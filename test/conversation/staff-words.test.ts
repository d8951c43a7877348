import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { daysIn } from '../../src/conversation/staff-away.ts';
import { readWords, VERBS } from '../../src/conversation/staff-words.ts';
import type { Inbound } from '../../src/conversation/types.ts';
import { createTexts } from '../../src/texts/texts.ts';
import { content } from '../dialogs/conversation.ts';

const texts = createTexts(content.locales);
const read = (text: string, value?: unknown) => readWords({ text, value } as Inbound, texts);

describe('what staff type', () => {
  test.each([
    ['claim C-1001', 'claim', 'C-1001', ''],
    ['  Claim c1001 ', 'claim', 'C-1001', ''],
    ['/claim #C-1001', 'claim', 'C-1001', ''],
    ['take C-1001', 'claim', 'C-1001', ''],
    ['认领C-1001', 'claim', 'C-1001', ''],
    ['接单 1001', 'claim', 'C-1001', ''],
    ['queue 2', 'queue', undefined, '2'],
    ['队列', 'queue', undefined, ''],
    ['reply C-1001: Is it on?\nAnd the fan?', 'reply', 'C-1001', 'Is it on?\nAnd the fan?'],
    ['回复：灯亮吗', 'reply', undefined, '灯亮吗'],
    ['hand over C-7 technicians it smells', 'handoff', 'C-7', 'technicians it smells'],
    ['merge C-1002 C-1001', 'merge', 'C-1002', 'C-1001'],
    ['C-1001', 'case', 'C-1001', ''],
    ['C-1001 please wait', null, 'C-1001', 'please wait'],
    ['misunderstood', 'misunderstood', undefined, ''],
    ['away until Friday', 'away', undefined, 'until Friday'],
    ['请假 到周五', 'away', undefined, '到周五'],
  ])('%j is a command', (text, verb, caseId, rest) => {
    const words = read(text);
    expect([words.verb, words.caseId, words.rest]).toEqual([verb, caseId, rest]);
  });

  test.each([
    'Close the housing please.',
    'close',
    'Back in 5 minutes',
    'Case closed, thank you',
    'More light would help',
    'All good here',
    'Who told you that?',
    'Resolved by itself?',
    'Helpful, isn’t it',
    'claimants wait',
    '回复很慢，抱歉',
    '关闭电源再试一次',
    '我的同事明天来',
  ])('%j is a sentence, unless it is the word alone', (text) => {
    expect(read(text).verb).toBe(text === 'close' ? 'close' : null);
    if (text !== 'close') expect(read(text).rest).toBe(text);
  });

  test('any words are read as something, and a sentence after any bare word is kept whole', () => {
    const bare = [
      'queue',
      'mine',
      'all',
      'who',
      'claim',
      'release',
      'resolve',
      'close',
      'reopen',
      'back',
      'leave',
    ];
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...bare), (text, verb) => {
        expect([...VERBS, null, 'misunderstood', 'phrase', 'dismiss']).toContain(read(text).verb);
        const sentence = `${verb} the door, ${text}`.trim();
        expect(read(sentence)).toMatchObject({ verb: null, rest: sentence });
      }),
    );
  });

  test.each([null, 7, [], {}, { staff: 'claim', case: 7, version: 'x' }, { staff: '__proto__' }])(
    'a button that bears %j is read without harm',
    (value) => {
      const words = read('', value);
      expect([words.caseId, words.version]).toEqual([undefined, undefined]);
    },
  );
});

describe('the days on which somebody is away', () => {
  // A Monday.
  const today = '2026-11-23';

  test.each([
    ['2026-12-01 2026-12-05', '2026-12-01', '2026-12-05'],
    ['from 2026-12-01 to 2026-12-05', '2026-12-01', '2026-12-05'],
    ['until Friday', today, '2026-11-27'],
    ['until 2026-12-05', today, '2026-12-05'],
    ['2026-12-1', '2026-12-01', '2026-12-01'],
    ['today', today, today],
    ['tomorrow', '2026-11-24', '2026-11-24'],
    ['Monday', today, today],
    ['到周五', today, '2026-11-27'],
    ['明天', '2026-11-24', '2026-11-24'],
    ['until sunday', today, '2026-11-29'],
  ])('are read from %j', (text, from, to) => {
    expect(daysIn(text, today, texts)).toEqual({ from, to });
  });

  test.each(['', 'soon', '2026-02-31', 'until', 'next year', '2026-12-01 2026-13-01'])(
    'are not guessed from %j',
    (text) => {
      expect(daysIn(text, today, texts)).toBeUndefined();
    },
  );
});
