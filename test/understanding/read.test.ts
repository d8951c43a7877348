import blns from 'big-list-of-naughty-strings/blns.json' with { type: 'json' };
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LABELS } from '../../dialogs/labels.ts';
import type { Language } from '../../src/understanding/understanding.ts';
import { type Asked, questions, read, said, understanding } from './reading.ts';

describe('an answer to the standing question', () => {
  test.each<[string, Asked, string]>([
    ['YES', 'smell', 'yes'],
    ['１', 'smell', 'yes'],
    ['2.', 'smell', 'no'],
    ['选3', 'smell', 'unknown'],
    ['nope', 'smell', 'no'],
    ['没有焦味', 'smell', 'no'],
    ['no smoke', 'smell', 'no'],
    ['不清楚', 'smell', 'unknown'],
    ['works now!', 'wipe', 'helped'],
    ['yes but still not working', 'wipe', 'not_helped'],
    ["no, it's not working", 'wipe', 'not_helped'],
    ['it worked for a minute then the same again', 'wipe', 'not_helped'],
    ['没有万用表', 'wipe', 'cannot'],
    ['thats it', 'more', 'done'],
    ['nope thats all thanks', 'more', 'done'],
    ['under the eaves', 'place', 'protected'],
    ['屋檐下面', 'place', 'protected'],
    ["it's outside under the roof", 'place', 'protected'],
    ['我不是机主', 'owner', 'not_mine'],
    ['房东不给密码', 'owner', 'not_mine'],
    ['是房东的', 'owner', 'not_mine'],
    ["I'm not the owner", 'owner', 'not_mine'],
    ['打雷之后', 'before', 'storm'],
    ['下雨打雷以后坏的', 'before', 'storm'],
    ['after a thunderstorm', 'before', 'storm'],
    ['in a housing', 'place', 'protected'],
    ['it hangs in the rain', 'place', 'exposed'],
    ['outside, no cover', 'place', 'exposed'],
    ['in the shop', 'place', 'indoors'],
    ['inside', 'place', 'indoors'],
    ['I need help with my camera', 'need', 'fault'],
    ['摄像头有问题', 'need', 'fault'],
    ['rs d200', 'model', 'RS-D200'],
    ['I think it is the DS-4410 one', 'model', 'DS-4410'],
    ['Vista Eye', 'model', 'Vista Eye'],
    ['approve:1:2', 'quote', 'approve:1:2'],
    ['the serial is rs-2231', 'serial', 'RS-2231'],
    ['7700900123', 'serial', '7700900123'],
    ['7700 and 7701', 'serial', '7700, 7701'],
    ['RS2231 , rs2232\nRS-2233', 'serial', 'RS2231, RS2232, RS-2233'],
    ['2026-03-02', 'date', '2026-03-02'],
    ['March 2026', 'date', '2026-03-01'],
    ['今年3月2号', 'date', '2026-03-02'],
    ['去年十二月', 'date', '2025-12-01'],
    ['去年的10月', 'date', '2025-10-01'],
    ['去年国庆', 'date', '2025-10-01'],
    ['前年双十一', 'date', '2024-11-11'],
    ['去年双11买的', 'date', '2025-11-11'],
    ['去年十一', 'date', '2025-10-01'],
    ['2024年圣诞节', 'date', '2024-12-25'],
    ['last Christmas', 'date', '2025-12-25'],
    ['Black Friday 2024', 'date', '2024-11-29'],
    ['March last year', 'date', '2025-03-01'],
    ['last year in March', 'date', '2025-03-01'],
    ['two years ago, in May', 'date', '2024-05-01'],
    ['两年前的5月', 'date', '2024-05-01'],
    ['last Friday', 'date', '2026-11-20'],
    ["I'm Sam Carter", 'name', 'Sam Carter'],
    ['我叫王伟', 'name', '王伟'],
    ['my mail is Sam@Example.COM.', 'email', 'Sam@example.com'],
    ['07911 123456', 'phone', '+447911123456'],
    ['+86 755 27512212', 'phone', '+8675527512212'],
  ])('%s, where %s is asked, is %s', (text, asked, value) => {
    expect(said(text, asked)[0]).toBe(`ANSWERED ${value}`);
  });

  test.each<[string, Asked, string]>([
    ['ok', 'quote', 'no_choice'],
    ['neither', 'smell', 'no_choice'],
    ['03/04/2026', 'date', 'ambiguous_date'],
    ['tomorrow', 'date', 'future_date'],
    ['last year', 'date', 'no_month'],
    ['this year I think', 'date', 'no_month'],
    ['two years ago', 'date', 'no_month'],
    ['in 2024', 'date', 'no_month'],
    ['last summer', 'date', 'no_month'],
    ['去年', 'date', 'no_month'],
    ['前年买的', 'date', 'no_month'],
    ['两年前', 'date', 'no_month'],
    ['去年夏天', 'date', 'no_month'],
    ['去年春节', 'date', 'no_month'],
    ['2024年', 'date', 'no_month'],
    ['at night', 'date', 'no_date'],
    ['晚上', 'date', 'no_date'],
    ['sam at example', 'email', 'no_email'],
    ['12345', 'phone', 'no_phone'],
    ['12345', 'name', 'no_name'],
    ['outside', 'place', 'no_choice'],
    ['not under a roof', 'place', 'no_choice'],
    ['没有变化', 'model', 'no_model'],
    ['no change', 'model', 'no_model'],
    ['same as before', 'model', 'no_model'],
  ])('%s, where %s is asked, does not fit: %s', (text, asked, problem) => {
    expect(said(text, asked)).toEqual([`MISREAD ${problem}`]);
  });

  test.each<[string, Asked, string[]]>([
    ['+44 7911 123456', 'email', ['CORRECTED phone +447911123456']],
    ['my number is 07911 123456', 'email', ['CORRECTED phone +447911123456']],
    ['+44 7700 900123', 'serial', ['CORRECTED phone +447700900123']],
    ['+8613800138000', 'serial', ['CORRECTED phone +8613800138000']],
    ['sam@example.com', 'phone', ['CORRECTED email sam@example.com']],
  ])('%s, where %s is asked, is the other way to reach the customer', (text, asked, events) => {
    expect(said(text, asked)).toEqual(events);
  });

  test.each(['whatever', '都行', '随便', '有没有都一样'])('the shrug %s is no fault', (text) => {
    expect(said(text, 'describe').filter((event) => event.startsWith('FAULTS'))).toEqual([]);
  });

  test('is left out where the customer has none to give', () => {
    expect(said("I don't have it", 'serial')).toEqual(['SKIP']);
    expect(said("I don't know", 'date')).toEqual(['ANSWERED unknown']);
  });
});

describe('what is said besides an answer', () => {
  test.each<[string, Asked, string[]]>([
    ['yes why', 'smell', ['ANSWERED yes', 'WHY']],
    ['yes both. btw who pays shipping', 'smell', ['ANSWERED yes', 'ASKED freight']],
    ['yes, but who pays the freight?', 'smell', ['ANSWERED yes', 'ASKED freight']],
    ['thats it. the beep is only sometimes', 'more', ['ANSWERED done', 'FAULTS recording_playback']],
    ['who pays freight', 'email', ['ASKED freight']],
    ['person', 'name', ['PERSON']],
    ['skipp', 'smell', ['SKIP']],
    ['I don’t want to talk to a bot', 'smell', ['PERSON']],
    ['转人工', 'none', ['PERSON']],
    ["the email is wrong, it's a@b.co", 'summary', ['CORRECTED email a@b.co']],
    ['no, the serial is RS-2231', 'summary', ['CORRECTED serial RS-2231']],
    ['there is smoke coming from it', 'smell', ['DANGER']],
    ['are you a real person?', 'none', ['ASKED who_are_you']],
    ['can I plug it in again?', 'name', ['ASKED use_again']],
    ['is it safe to use the recorder?', 'email', ['ASKED use_again']],
    ['我能再插上电试试吗', 'name', ['ASKED use_again']],
    ['可以继续用吗', 'none', ['ASKED use_again']],
    ['the recorder does not turn on again', 'describe', ['FAULTS no_power']],
    ['hello', 'none', ['CHATTED greeting']],
    ['already tried that', 'wipe', ['CHATTED already_tried']],
    ['please speak Chinese, the dome is black at night', 'none', ['LANGUAGE zh', 'FAULTS night_vision']],
    ['😀😀', 'smell', ['PUZZLED']],
    ['', 'none', ['PUZZLED']],
  ])('%s, where %s is asked', (text, asked, events) => {
    expect(said(text, asked)).toEqual(events);
  });

  test('a denied danger is none, and the fault beside it is heard', () => {
    expect(said('没有冒烟，就是开不了机')).toEqual(['FAULTS no_power']);
  });
});

describe('the language', () => {
  test.each<[string, Language, Language]>([
    ['摄像头没画面', 'en', 'zh'],
    ['my camera is offline', 'zh', 'en'],
    ['RS-2231', 'zh', 'zh'],
    ['yes', 'zh', 'zh'],
    ['DVR', 'zh', 'zh'],
    ['in english please', 'zh', 'en'],
    ['请说中文', 'en', 'zh'],
  ])('%s in a conversation in %s goes on in %s', (text, before, after) => {
    expect(read(text, 'none', before).locale).toBe(after);
  });

  test('of a device is no wish', () => {
    expect(said('the menu of my dvr is in chinese how do i change to english')).toEqual([
      'FAULTS firmware_config',
    ]);
  });
});

describe('whatever is sent', () => {
  const all = Object.keys(questions) as Asked[];

  test.each(all)('the naughty strings mean something where %s is asked', (asked) => {
    for (const text of blns) expect(read(text, asked).events.length).toBeGreaterThan(0);
  });

  test('any text means something, and the same text the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.constantFrom(...all), (text, asked) => {
        const first = read(text, asked);
        expect(first.events.length).toBeGreaterThan(0);
        expect(read(text, asked)).toEqual(first);
      }),
      { numRuns: 300 },
    );
  });

  test.each(['同时', '以及', '？同时', 'and also'])('a word that only joins, %s, names no fault', (text) => {
    for (const asked of Object.keys(questions) as Asked[]) expect(said(text, asked)).not.toContain('FAULTS ');
  });

  test('a message of 8,000 characters is read', () => {
    expect(read('my camera is black at night. '.repeat(280).slice(0, 8000)).events[0]?.type).toBe('FAULTS');
  });

  test('all sixteen labels are guessed, each once, even for nothing', () => {
    for (const text of ['', '🎉', 'my dome is black']) {
      expect(new Set(understanding.classify(text, 'en').map((guess) => guess.label))).toEqual(
        new Set(LABELS),
      );
    }
  });

  test.each([
    ['none', 'en'],
    ['no', 'en'],
    ["i don't have one", 'en'],
    ['没有', 'zh'],
  ] as const)('"%s" to the question for a phone number passes it over', (text, locale) => {
    expect(read(text, 'phone', locale).events.map((event) => event.type)).toEqual(['SKIP']);
  });
});
