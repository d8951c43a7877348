import { join } from 'node:path';
import blns from 'big-list-of-naughty-strings/blns.json' with { type: 'json' };
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FaultFacts } from '../../dialogs/events.ts';
import { LABELS } from '../../dialogs/labels.ts';
import type { FreeText, Message, Question } from '../../dialogs/message.ts';
import { loadPhrases } from '../../src/understanding/load.ts';
import { createUnderstanding, type Language } from '../../src/understanding/understanding.ts';

const understanding = createUnderstanding(loadPhrases(join(import.meta.dirname, '../../locales')));
const message = { key: 'any' } as unknown as Message;

function ask(prompt: string, values: readonly string[], free: FreeText = 'none'): Question {
  const choices = values.map((value) => ({ value, title: message }));
  return { prompt, say: message, choices, free, skippable: true, why: message };
}

const questions = {
  none: null,
  need: ask('need', ['fault', 'repair', 'order'], 'need'),
  describe: ask('fault.describe', [], 'fault'),
  more: ask('fault.more', ['done', 'add', 'correct'], 'fault'),
  smell: ask('triage.no_power.smell', ['yes', 'no', 'unknown']),
  wipe: ask('triage.night_vision.wipe', ['helped', 'not_helped', 'cannot']),
  place: ask('warranty.place', ['indoors', 'protected', 'exposed', 'unknown']),
  verdict: ask('outcome.verdict', ['accept', 'contest']),
  summary: ask('summary.confirm', ['send', 'edit']),
  quote: ask('repair.quote', ['approve:1:2', 'refuse:1:2']),
  model: ask('product.model', [], 'model'),
  serial: ask('product.serial', [], 'serial'),
  date: ask('product.purchaseDate', ['unknown'], 'date'),
  since: ask('product.since', [], 'when'),
  firmware: ask('product.firmware', [], 'firmware'),
  name: ask('contact.name', [], 'name'),
  email: ask('contact.email', [], 'email'),
  phone: ask('contact.phone', [], 'phone'),
  note: ask('feedback.solved', ['yes', 'no'], 'note'),
};
type Asked = keyof typeof questions;

function read(text: string, asked: Asked = 'none', locale: Language = 'en') {
  const question = questions[asked];
  return understanding.read(text, {
    question,
    locale,
    at: '2026-11-23T10:00:00Z',
    on: '2026-11-23',
    region: 'GB',
    models: ['RS-D200'],
  });
}

/** Events in short: `ANSWERED yes`, `ASKED freight`, `FAULTS night_vision+audio`. */
function said(text: string, asked?: Asked, locale?: Language): string[] {
  return read(text, asked, locale).events.map((event) => {
    if (event.type === 'ANSWERED') return `ANSWERED ${event.value}`;
    if (event.type === 'MISREAD') return `MISREAD ${event.problem}`;
    if (event.type === 'ASKED') return `ASKED ${event.topic}`;
    if (event.type === 'LANGUAGE') return `LANGUAGE ${event.locale}`;
    if (event.type === 'CHATTED') return `CHATTED ${event.kind}`;
    if (event.type === 'CORRECTED') return `CORRECTED ${event.field} ${event.value}`;
    if (event.type === 'FAULTS')
      return `FAULTS ${event.faults.map((fault) => fault.guesses[0]?.label).join('+')}`;
    return event.type;
  });
}

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
    ['RS2231 , rs2232\nRS-2233', 'serial', 'RS2231, RS2232, RS-2233'],
    ['2026-03-02', 'date', '2026-03-02'],
    ['March 2026', 'date', '2026-03-01'],
    ['今年3月2号', 'date', '2026-03-02'],
    ['去年十二月', 'date', '2025-12-01'],
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
    ['03/04/2026', 'date', 'ambiguous_date'],
    ['tomorrow', 'date', 'future_date'],
    ['last year', 'date', 'no_date'],
    ['sam at example', 'email', 'no_email'],
    ['12345', 'phone', 'no_phone'],
    ['12345', 'name', 'no_name'],
    ['outside', 'place', 'no_choice'],
    ['not under a roof', 'place', 'no_choice'],
    ['没有变化', 'model', 'no_model'],
    ['no change', 'model', 'no_model'],
    ['same as before', 'model', 'no_model'],
    ['the serial ends in 8', 'serial', 'no_serial'],
    ['no, the serial ends in 8', 'summary', 'no_serial'],
  ])('%s, where %s is asked, does not fit: %s', (text, asked, problem) => {
    expect(said(text, asked)).toEqual([`MISREAD ${problem}`]);
  });

  test('is left out where the customer has none to give', () => {
    expect(said("I don't have it", 'serial')).toEqual(['SKIP']);
    expect(said("I don't know", 'model')).toEqual(['SKIP']);
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

describe('the faults of a message', () => {
  test('are told apart, each with its facts', () => {
    const [event] = read(
      '2 of the outdoor domes are black at night since the storm and the recorder beeps',
    ).events;
    expect(event).toMatchObject({
      type: 'FAULTS',
      faults: [
        {
          sure: true,
          facts: {
            quantity: 2,
            device: 'dome',
            place: 'outdoors',
            since: 'since the storm',
            event: 'storm',
            frequency: 'night',
          },
        },
        { sure: true, facts: { device: 'recorder' } },
      ],
    });
    expect(said('2 domes are black at night and the recorder beeps')).toEqual([
      'FAULTS night_vision+recording_playback',
    ]);
  });

  test('stay together where two circumstances belong to one', () => {
    expect(said('black at night and rainy days')).toEqual(['FAULTS night_vision']);
  });

  test('are told apart in Chinese', () => {
    expect(said('我的两个半球晚上全黑，录像机一直滴滴响')).toEqual([
      'FAULTS night_vision+recording_playback',
    ]);
  });

  test('are unsure where the words name none', () => {
    expect(read('it doesnt work').events).toMatchObject([{ type: 'FAULTS', faults: [{ sure: false }] }]);
  });
});

describe('a fault said in the same breath as something else', () => {
  test.each<[string, Asked, string[]]>([
    ['my email is a@b.co and my camera is dead', 'none', ['CORRECTED email a@b.co', 'FAULTS no_power']],
    [
      "I'm on +44 7911 123456, the dome has no picture",
      'none',
      ['CORRECTED phone +447911123456', 'FAULTS no_video'],
    ],
    [
      'my name is Ann Lee and the recorder beeps',
      'none',
      ['CORRECTED name Ann Lee', 'FAULTS recording_playback'],
    ],
    ["I'm Ann Lee and my dome has no picture", 'name', ['ANSWERED Ann Lee', 'FAULTS no_video']],
    ['RS2210045 and the camera is dead', 'serial', ['ANSWERED RS2210045', 'FAULTS no_power']],
    [
      'a@b.co, also the recorder beeps all the time',
      'email',
      ['ANSWERED a@b.co', 'FAULTS recording_playback'],
    ],
    ['March 2026. the dome is black at night', 'date', ['ANSWERED 2026-03-01', 'FAULTS night_vision']],
    [
      'I bought it in March 2026 and there is no picture',
      'none',
      ['CORRECTED purchaseDate 2026-03-01', 'FAULTS no_video'],
    ],
    ['connect me to a technician my dvr is dead', 'none', ['PERSON', 'FAULTS no_power']],
    ['skip this, my camera is dead', 'none', ['SKIP', 'FAULTS no_power']],
    ['fucking camera has no picture again', 'none', ['FAULTS no_video']],
    ['thanks a lot, the recorder does not record', 'none', ['FAULTS recording_playback']],
    ['can we do this in chinese my dome is black at night', 'none', ['LANGUAGE zh', 'FAULTS night_vision']],
    ['camera dead, how much is a repair?', 'none', ['ASKED repair_cost', 'FAULTS no_power']],
    [
      'still the same and the recorder beeps all the time',
      'wipe',
      ['ANSWERED not_helped', 'FAULTS recording_playback'],
    ],
    ['yes, and the other camera is blurry', 'smell', ['ANSWERED yes', 'FAULTS poor_image']],
  ])('%s, where %s is asked, is heard', (text, asked, events) => {
    expect(said(text, asked)).toEqual(events);
  });

  test.each<[string, string, FaultFacts]>([
    [
      'my dome RS-D200 serial RS2210045 is dead',
      'no_power',
      { device: 'dome', model: 'RS-D200', serial: 'RS2210045' },
    ],
    ['camera s/n RS2210045 no picture', 'no_video', { device: 'camera', serial: 'RS2210045' }],
    ['the RS-D200 has no power', 'no_power', { model: 'RS-D200' }],
    ['序列号RS2210045的半球没画面', 'no_video', { device: 'dome', serial: 'RS2210045' }],
    ['The dome is dead. S/N: RS2210045', 'no_power', { device: 'dome', serial: 'RS2210045' }],
  ])('%s names its unit', (text, label, facts) => {
    expect(read(text).events).toMatchObject([
      {
        type: 'FAULTS',
        faults: [
          { guesses: expect.arrayContaining([expect.objectContaining({ label })]), sure: true, facts },
        ],
      },
    ]);
  });

  test('leaves a serial number alone to correct the unit', () => {
    expect(said('serial RS2210045')).toEqual(['CORRECTED serial RS2210045']);
    expect(said('RS-D200')).toEqual(['CORRECTED model RS-D200']);
  });

  test.each([
    ['hi 2 of my outdoor domes are black at night', '2 of my outdoor domes are black at night'],
    ['你好，摄像头没画面', '摄像头没画面'],
    ['早上摄像头没画面', '早上摄像头没画面'],
  ])('%s is noted without its greeting', (text, noted) => {
    expect(read(text).events).toMatchObject([{ type: 'FAULTS', faults: [{ text: noted }] }]);
  });
});

describe('a list of faults', () => {
  test.each([
    ['dome at gate blurry\nnvr not recording since power cut', 'poor_image+recording_playback'],
    ['- dome at gate blurry\n- bullet at gate blurry\n- no sound', 'poor_image+poor_image+audio'],
    ['1) the recorder does not start 2) two bullets are blurry', 'no_power+poor_image'],
    ['first, the dome has no picture. second, the ptz does not turn', 'no_video+ptz_lens'],
    ['dome blurry, nvr not recording', 'poor_image+recording_playback'],
    ['1、半球没画面 2、录像机密码忘了', 'no_video+login_password'],
    ['首先半球没画面，其次球机不转', 'no_video+ptz_lens'],
    ['black at night and rainy days', 'night_vision'],
    ['the camera is dead. no lights. nothing at all', 'no_power'],
  ])('%s is %s', (text, labels) => {
    expect(said(text)).toEqual([`FAULTS ${labels}`]);
  });
});

describe('the facts of a fault', () => {
  test.each<[string, FaultFacts]>([
    ['no picture since the storm, it was not the update', { since: 'since the storm', event: 'storm' }],
    ['I swapped the adapter, the dome is still dead', { device: 'dome' }],
    ['I have 16 cameras in total, two of them have no picture', { quantity: 2, device: 'camera' }],
    ['camera 7 has no picture for three weeks', { device: 'camera', since: 'three weeks' }],
    ['works fine at night, no picture by day', {}],
    ['总共16个摄像头，就两个没画面，半个月了', { quantity: 2, device: 'camera', since: '半个月' }],
    ['没停过电，录像机上周三开始不启动', { device: 'recorder', since: '上周三' }],
  ])('%s', (text, facts) => {
    const [event] = read(text).events;
    expect(event?.type === 'FAULTS' ? event.faults.map((fault) => fault.facts) : event).toEqual([facts]);
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
