import { describe, expect, it } from 'vitest';
import { begin } from '../../dialogs/triage/interpret.ts';
import { answering, everyTree, stepIn, trees, walk } from './content.ts';
import { expectSaid, said, ways } from './said.ts';

describe('what a technician knows, which a naive bot gets wrong', () => {
  it('1, 2: voltage counts at the camera, connected, with infrared on, and a light proves little', () => {
    expectSaid(
      'no_power',
      'measure_at_camera',
      '10.8',
      '13.2',
      '21.6',
      '26.4',
      [/camera connected/, /保持接着/],
      [/infrared/, /红外/],
    );
    expectSaid('night_vision', 'volts_under_load', '10.8', '13.2', [
      /not at the empty adapter/,
      /不是量空载/,
    ]);
    expectSaid('no_video', 'camera_powered', [/how steady the power is/, /稳不稳/]);
    expectSaid('no_power', 'bench_test', [/stay on with the lens covered/, /盖住镜头时还能稳住/]);
  });

  it('3: "works by day" never condemns the infrared board before power is looked at', () => {
    for (const answer of ['no', 'unknown']) {
      const target = stepIn('night_vision', 'cover_test').answers[answer];
      expect(target).toEqual({ step: 'night_settings' });
    }
    const toBench = ways('night_vision', 'night_settings').filter((way) => way.end === 'bench');
    expect(toBench.length).toBeGreaterThan(5);
    for (const { steps } of toBench) expect(steps).toContain('night_vision.how_powered');
    const table = {
      day_picture: 'yes',
      at_night: 'black',
      has_ir: 'yes',
      cover_test: 'no',
      how_powered: 'dc',
      supply_fits: 'yes',
      has_meter: 'yes',
      volts_under_load: 'good',
    };
    expect(walk(begin(trees, 'night_vision', {}), answering(table)).steps.at(-1)).toBe(
      'night_vision.volts_under_load',
    );
  });

  it('3: a PoE camera black at night is checked for class and budget', () => {
    expect(stepIn('night_vision', 'how_powered').answers.poe).toEqual({
      family: 'no_power',
      step: 'poe_class',
    });
  });

  it('4: 15.4 W at the port are 12.95 W at the camera', () => {
    expectSaid('no_power', 'poe_class', '802.3af', '15.4 W', '12.95 W', '30 W', '25.5 W', '90 W', '71.3 W', [
      /Passive PoE/,
      /非标 PoE/,
    ]);
  });

  it('5: a swap is between the same type and voltage, or the same format', () => {
    for (const family of ['no_power', 'night_vision'] as const) {
      expectSaid(
        family,
        'swap_supply',
        [/same type and same voltage/, /类型和电压必须相同/],
        [/never 12 V with 24 V/, /绝不能 12 V 和 24 V 互换/],
      );
    }
    expectSaid('no_video', 'swap_bnc', [/same format and resolution/, /制式和分辨率要相同/]);
  });

  it('6: one thing at a time', () => {
    for (const [family, step] of [
      ['no_power', 'swap_supply'],
      ['no_power', 'poe_port'],
      ['night_vision', 'swap_supply'],
      ['no_video', 'swap_bnc'],
    ] as const) {
      expectSaid(family, step, [/one thing only/, /只换一样/]);
    }
    for (const step of ['other_lead', 'recorder_lead', 'losing_link', 'phone_path', 'stream_load']) {
      expectSaid('network', step, [/[Oo]ne (thing )?at a time/, /一次只[换改]一样/]);
    }
  });

  it('7: one plug is not one signal', () => {
    expectSaid(
      'no_video',
      'format_match',
      'AHD',
      'TVI',
      'CVI',
      'CVBS',
      'SDI',
      [/not one signal/, /信号不一样/],
      'PAL',
      'NTSC',
      '25',
      '30',
    );
  });

  it('8: lengths of coax are best cases', () => {
    expectSaid(
      'no_video',
      'cable_run',
      [/no guarantee/, /不是保证/],
      '230–300 m',
      '200–400 m',
      '100–150 m',
      '100–250 m',
      '60–100 m',
      '75 Ω',
      'HD-SDI',
    );
  });

  it('9: a network camera never gets the checks of analog coax', () => {
    const { steps } = walk(
      begin(trees, 'no_video', {}),
      answering({ which_channels: 'one', when_black: 'constant', connection: 'network' }),
    );
    const after = steps.slice(steps.indexOf('no_video.connection') + 1);
    expect(after.filter((step) => step.startsWith('no_video'))).toEqual([]);
  });

  it('10: invisible 940 nm light and flying specks are no defects', () => {
    expectSaid(
      'night_vision',
      'cover_test',
      '850 nm',
      '940 nm',
      [/front camera/, /前置摄像头/],
      [/from the side/, /侧面/],
    );
    expectSaid('night_vision', 'moving_specks', [/no defect/, /不是故障/]);
    expectSaid('night_vision', 'add_light', [/no defect/, /不是故障/]);
  });

  it('11: film, web and foam are looked at before a hazy camera goes to the bench', () => {
    expect(stepIn('night_vision', 'picture_with_ir').answers.haze).toEqual({ step: 'clean_window' });
    expectSaid(
      'night_vision',
      'clean_window',
      [/film/, /膜/],
      [/[Cc]obweb/, /蜘蛛网/],
      [/foam ring/, /海绵圈/],
    );
  });

  it('12: focus is set with infrared on', () => {
    expectSaid(
      'night_vision',
      'night_focus',
      [/while infrared is on/, /红外亮时/],
      [/infrared-corrected/, /红外校正/],
    );
  });

  it('15: a dead recorder is not started again before asking for needed footage', () => {
    const { steps } = walk(
      begin(trees, 'no_power', { danger: 'no', change: 'nothing', scope: 'recorder' }),
      answering({ recorder_adapter: 'yes' }),
      { scope: 'recorder' },
    );
    expect(steps.indexOf('no_power.footage_needed')).toBeGreaterThan(-1);
    expect(steps.indexOf('no_power.footage_needed')).toBeLessThan(
      steps.indexOf('no_power.recorder_bare_start'),
    );
    expect(stepIn('no_power', 'footage_needed').answers.yes).toEqual({ stop: 'evidence' });
  });

  it('16: a recorder that refuses a camera is checked for clocks in UTC', () => {
    expectSaid('network', 'recorder_login', 'ONVIF', 'UTC', 'NTP', [/user of its own/, /单独的用户/]);
  });

  it('18: no reset time is claimed for all models', () => {
    for (const text of said('network', 'reset_by_manual')) {
      expect(text).not.toMatch(/\d+\s*(s|sec|秒)/);
      expect(text).toMatch(/manual|说明书/);
    }
  });

  it('a reset is said to lose what it loses, and takes an explicit yes', () => {
    expectSaid('network', 'reset_consent', [/deletes all settings/, /都会清掉/], [/[Ee]xport/, /导出/]);
    const from = everyTree.flatMap((tree) =>
      Object.entries(tree.steps).filter(([, step]) =>
        Object.values(step.answers).some((target) => 'step' in target && target.step === 'reset_by_manual'),
      ),
    );
    expect(from.map(([id]) => id)).toEqual(['reset_consent']);
    const { yes, ...others } = stepIn('network', 'reset_consent').answers;
    expect(yes).toEqual({ step: 'reset_by_manual' });
    expect(Object.values(others)).toEqual([{ end: 'bench' }, { end: 'bench' }]);
  });

  it('the worked voltage drop is the one of physics', () => {
    const ohms = 2 * 40 * 0.0345;
    const arrives = (amperes: number) => (12 - ohms * amperes).toFixed(1);
    expectSaid(
      'no_power',
      'cable_drop',
      '40 m',
      '0.5 mm²',
      `${ohms.toFixed(1)} Ω`,
      `${arrives(0.15)} V`,
      `${arrives(0.6)} V`,
      '1.4',
      '1.6',
    );
  });

  it('a shared supply is loaded to 80 % at most, a network run is 100 m at most', () => {
    expectSaid('no_power', 'load_sum', '80 %');
    expectSaid(
      'no_power',
      'poe_run',
      '100 m',
      [/all 8 conductors/, /8 芯/],
      [/not copper-clad/, /不是铜包铝/],
    );
    expectSaid('network', 'other_lead', '100 m');
  });

  it('network ports and the address test are named', () => {
    expectSaid('network', 'page_opens', '80', '443', '554');
    expectSaid('network', 'ping_test', 'arp -a', 'MAC', [/pull the camera's network plug/, /拔掉摄像机网线/]);
    expectSaid('network', 'stream_test', 'rtsp://');
  });
});
