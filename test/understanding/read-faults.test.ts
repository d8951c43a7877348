import { describe, expect, test } from 'vitest';
import type { FaultFacts } from '../../dialogs/events.ts';
import { type Asked, read, said } from './reading.ts';

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
