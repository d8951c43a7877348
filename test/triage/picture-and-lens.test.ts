import { describe, expect, it } from 'vitest';
import { begin } from '../../dialogs/triage/interpret.ts';
import { answering, stepIn, trees, walk } from './content.ts';
import { leadingTo } from './reach.ts';
import { reached } from './reached.ts';
import { expectSaid, said } from './said.ts';

const COAX_ONLY = ['lines_kind', 'ground_loop', 'isolate_ground', 'cable_path', 'termination', 'short_lead'];

describe('a poor picture: what a naive bot gets wrong', () => {
  it('9: a network camera is never checked for hum bars, snow or termination', () => {
    for (const connection of ['network', 'unknown']) {
      const places = reached('poor_image', 'what_seen', { connection });
      for (const step of COAX_ONLY) expect(places, connection).not.toContain(`poor_image.${step}`);
    }
    const coax = reached('poor_image', 'what_seen', { connection: 'coax' });
    for (const step of COAX_ONLY) expect(coax).toContain(`poor_image.${step}`);
  });

  it('9: an analog camera is never checked for lost packets, and blocks are not laid to its coax', () => {
    const coax = reached('poor_image', 'where_seen', { connection: 'coax' });
    expect([...coax].filter((place) => place.startsWith('network.'))).toEqual([]);
    expect(coax).not.toContain('poor_image.bitrate');
    expectSaid('poor_image', 'recorder_blocks', [/Coax itself never makes blocks/, /同轴线本身不会出花块/]);
  });

  it('9: blocks on a network camera are followed to bitrate and lost packets', () => {
    const { steps } = walk(
      begin(trees, 'poor_image', {}),
      answering({ where_seen: 'everywhere', what_seen: 'blocks', blocks_cable: 'network' }),
    );
    expect(steps.slice(-8)).toContain('network.ping_test');
    expect(steps).toContain('poor_image.bitrate');
  });

  it('10: the streak of a CCD, flying specks and a brief haze are no defects', () => {
    expectSaid(
      'poor_image',
      'lamp_streak',
      'CCD',
      'CMOS',
      [/normal physics, no defect/, /正常物理现象，不是故障/],
      [/smear/, /拖尾/],
    );
    expect(stepIn('poor_image', 'spot_kind').answers.flying).toEqual({
      family: 'night_vision',
      step: 'moving_specks',
    });
    expectSaid('poor_image', 'fog_inside', [/no defect/, /不是故障/], [/within hours/, /几小时/]);
  });

  it('11: film, dirt and fog are looked at before focus, also where someone says "out of focus"', () => {
    expect(leadingTo('poor_image', 'clean_window').sort()).toEqual([
      'what_seen blurred',
      'what_seen unknown',
    ]);
    expect(stepIn('ptz_lens', 'what_is_wrong').answers.blurred).toEqual({
      family: 'poor_image',
      step: 'clean_window',
    });
    expect(leadingTo('ptz_lens', 'when_blurred')).toEqual([]);
    expectSaid(
      'poor_image',
      'clean_window',
      [/film/, /膜/],
      [/cobwebs/, /蜘蛛网/],
      [/microfibre/, /超细纤维/],
    );
  });

  it('6: one thing at a time', () => {
    for (const [family, step] of [
      ['poor_image', 'ground_loop'],
      ['poor_image', 'cable_path'],
      ['poor_image', 'bitrate'],
      ['ptz_lens', 'line_settings'],
      ['ptz_lens', 'recorder_protocol'],
      ['ptz_lens', 'own_programs'],
    ] as const) {
      expectSaid(family, step, [/one (change |of them )?at a time/i, /一次只[改试关]一[样项]/]);
    }
  });

  it('5: what is swapped has the same voltage and kind, the same protocol', () => {
    expectSaid('poor_image', 'ground_loop', [
      /of the voltage, DC or AC, on its label/,
      /与标签电压、DC\/AC 相同/,
    ]);
    expectSaid('ptz_lens', 'other_dome', [/same protocol and baud/, /协议和波特率相同/]);
  });

  it('7, 8: formats are told apart at the isolator, and a long run is compared with best cases', () => {
    expectSaid('poor_image', 'isolate_ground', [/made for its format/, /支持该制式/]);
    expect(stepIn('poor_image', 'short_lead').answers.yes).toEqual({ family: 'no_video', step: 'cable_run' });
  });

  it('hum is never cured by taking the protective earth away, and a tingle stops', () => {
    expectSaid('poor_image', 'isolate_ground', [/keep their earth contact/, /接地脚都要保留/]);
    expect(stepIn('poor_image', 'ground_loop').answers.tingle).toEqual({ stop: 'danger' });
    expect(stepIn('poor_image', 'ground_loop').evidence).toContain('shield_volts');
  });

  it('flicker is set to the mains: 50 Hz with 1/50 and 1/100, 60 Hz with 1/60 and 1/120', () => {
    expectSaid('poor_image', 'mains_flicker', '50 Hz', '60 Hz', '1/50', '1/100', '1/60', '1/120');
  });

  it('the cable wants one 75 Ω, and no 50 Ω coax', () => {
    expectSaid('poor_image', 'termination', '75 Ω', [/one 75 Ω/, /一个 75 Ω/], 'Hi-Z');
    expectSaid('poor_image', 'cable_path', '75 Ω', 'RG59', 'RG6', '50 Ω', '30 cm');
  });

  it('the last step is the image page alone, old values noted, never a factory reset', () => {
    expectSaid(
      'poor_image',
      'image_defaults',
      [/never the factory reset/, /千万不要把整台设备恢复出厂/],
      [/old values/, /原值/],
    );
  });

  it('20: strong light is asked about as a fact and nothing is concluded from it', () => {
    for (const text of said('poor_image', 'spot_kind')) {
      expect(text).toMatch(/only note that|只是记/);
      expect(text).not.toMatch(/damage|burnt|损坏|烧坏/);
    }
  });
});

describe('PTZ and lens: what a naive bot gets wrong', () => {
  it('1, 2: a dome that does not start is measured under load at its own end', () => {
    expect(stepIn('ptz_lens', 'transport_lock').answers.not_helped).toEqual({
      family: 'no_power',
      step: 'how_powered',
    });
    expect(leadingTo('ptz_lens', 'transport_lock').sort()).toEqual(['self_test none', 'self_test repeats']);
    expect(reached('ptz_lens', 'transport_lock')).toContain('no_power.measure_at_camera');
  });

  it('7: commands up the coax belong to one format', () => {
    expectSaid('ptz_lens', 'coax_control', 'AHD', 'TVI', 'CVI', [
      /each have their own commands/,
      /控制命令各不相同/,
    ]);
    expectSaid('ptz_lens', 'coax_devices', [/isolator/, /隔离器/], [/balun/, /双绞线传输器/]);
  });

  it('12: focus is set with the iris fully open', () => {
    for (const step of ['lens_locks', 'back_focus']) {
      expectSaid(
        'ptz_lens',
        step,
        [/iris (is )?fully open/, /光圈(要)?全开/],
        [/[Nn]ever at the sun/, /不要对着太阳/],
      );
    }
    expect(stepIn('ptz_lens', 'when_blurred').answers.night).toEqual({
      family: 'night_vision',
      step: 'night_focus',
    });
  });

  it('13: the 5 mm ring is for a C lens on a CS camera, never for a CS lens', () => {
    expectSaid(
      'ptz_lens',
      'lens_ring',
      '17.526 mm',
      '12.5 mm',
      '5 mm',
      [/A CS lens must not have it/, /CS 镜头不能加/],
      [/hand-tight only/, /只用手拧/],
    );
  });

  it('14: A and B are not believed, and only the two ends are terminated', () => {
    expectSaid('ptz_lens', 'swap_pair', [/label them differently/, /标法不统一/], [/no harm/, /不会损坏/]);
    expectSaid(
      'ptz_lens',
      'line_layout',
      '120 Ω',
      [/two physical ends only, never at every dome/, /只接两个物理末端，不是每台都接/],
      [/no star/, /不要星形/],
      '1800 m',
      '1200 m',
      '800 m',
      '32',
    );
    expectSaid('ptz_lens', 'line_repair', '120 Ω', [/two physical ends only/, /只接两个物理末端/]);
    expectSaid('ptz_lens', 'line_ohms', '60 Ω', '120 Ω', [/powered off/, /断电/]);
    expect(leadingTo('ptz_lens', 'line_ohms')).toEqual(['has_meter yes']);
  });

  it('protocol, address and baud are tried with the values that occur', () => {
    expectSaid('ptz_lens', 'line_settings', 'Pelco-D', 'Pelco-P', '2400', '4800', '9600', [
      /addresses from 0 in some gear/,
      /地址从 0 算起/,
    ]);
    expectSaid('ptz_lens', 'dome_switches', [/only after a restart/, /重启才生效/]);
  });

  it('only wires of RS-485 lead to the line, and what hangs high is planned by a person', () => {
    const network = reached('ptz_lens', 'what_is_wrong', { connection: 'network' });
    for (const step of ['line_settings', 'swap_pair', 'line_ohms', 'line_layout', 'reach_dome']) {
      expect(network).not.toContain(`ptz_lens.${step}`);
    }
    const high = reached('ptz_lens', 'has_meter');
    expect([...high].sort()).toEqual(['ptz_lens.has_meter', 'ptz_lens.line_layout', 'ptz_lens.line_ohms']);
    expect(stepIn('ptz_lens', 'line_layout').answers.not_helped).toEqual({ stop: 'heights' });
    expect(stepIn('ptz_lens', 'lens_reach').answers.high).toEqual({ stop: 'heights' });
    expect(leadingTo('ptz_lens', 'dome_switches')).toEqual(['reach_dome ground']);
    expect(leadingTo('ptz_lens', 'lens_ring').sort()).toEqual([
      'where_soft far_soft',
      'where_soft nowhere_sharp',
      'where_soft unknown',
    ]);
    expect(leadingTo('ptz_lens', 'where_soft')).toEqual(['lens_reach ground']);
  });

  it('a stranger who steers it is a stop before any of its settings', () => {
    expect(stepIn('ptz_lens', 'what_is_wrong').answers.by_itself).toEqual({ step: 'strangers' });
    expect(stepIn('ptz_lens', 'strangers').answers.yes).toEqual({ stop: 'compromised' });
    expect(stepIn('ptz_lens', 'user_list').answers.yes).toEqual({ stop: 'compromised' });
  });

  it('grinding or a hot smell stops, and nobody turns it by hand', () => {
    expect(stepIn('ptz_lens', 'self_test').answers.grinds).toEqual({ stop: 'danger' });
    for (const step of ['transport_lock', 'blocked_part']) {
      expectSaid('ptz_lens', step, [/never turn it by hand/, /绝不要用手硬转/]);
    }
  });
});
