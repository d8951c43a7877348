import { describe, expect, it } from 'vitest';
import { begin } from '../../dialogs/triage/interpret.ts';
import type { Position } from '../../dialogs/triage/tree.ts';
import { answering, everyTree, LANGUAGES, stepIn, textOf, trees, walk } from './content.ts';
import { leadingTo } from './reach.ts';
import { reached } from './reached.ts';
import { expectSaid, said } from './said.ts';

describe('recording and playback: what a naive bot gets wrong', () => {
  it('15: needed footage is asked about first, warned of, and goes to a person at once', () => {
    const { steps, end } = walk(begin(trees, 'recording_playback', {}), answering({ footage_needed: 'yes' }));
    expect(steps).toEqual(['recording_playback.smell', 'recording_playback.footage_needed']);
    expect(end).toBe('stop evidence');
    expectSaid(
      'recording_playback',
      'footage_needed',
      [/don't format, reset or update/, /不要格式化、不要恢复出厂、不要升级/],
      [/lock or export/, /锁定或导出/],
      [/overwrites the oldest/, /覆盖最早的录像/],
      [/police/, /警方/],
    );
  });

  it('15: formatting comes last: values of the disk, export offered, then an explicit yes', () => {
    expect(leadingTo('recording_playback', 'format_in_recorder')).toEqual(['format_consent yes']);
    expect(leadingTo('recording_playback', 'format_consent').sort()).toEqual([
      'export_first saved',
      'export_first unneeded',
    ]);
    expect(leadingTo('recording_playback', 'export_first').sort()).toEqual([
      'smart_error clean',
      'smart_error unknown',
    ]);
    expect(stepIn('recording_playback', 'export_first').answers.not_saved).toEqual({ stop: 'evidence' });
    const { yes, ...others } = stepIn('recording_playback', 'format_consent').answers;
    expect(yes).toEqual({ step: 'format_in_recorder' });
    expect(Object.values(others)).toEqual([{ end: 'bench' }, { end: 'bench' }]);
    expectSaid(
      'recording_playback',
      'format_consent',
      [/deletes all recordings of all channels/, /所有通道的录像永久删除/],
      [/aloud/, /念给/],
      [/Export is still possible/, /还可以先导出/],
    );
    expectSaid('recording_playback', 'format_in_recorder', [/never on a PC/, /不要放到电脑上/]);
  });

  it('15: no other text tells anyone to format', () => {
    for (const language of LANGUAGES) {
      const inviting = everyTree.flatMap((tree) =>
        Object.keys(tree.steps).filter((id) => {
          if (tree.steps[id]?.text || ['format_in_recorder', 'format_consent'].includes(id)) return false;
          const text = textOf(language, `triage.${tree.family}:${id}.text`);
          const sentences = text.split(/(?<=[.?!;])\s+|(?<=[。？！；])/);
          return sentences.some(
            (one) =>
              /\bformat (the|this|it)\b|(?<!不要|能)格式化/i.test(one) &&
              !/don't|neither|never|不要/.test(one),
          );
        }),
      );
      expect(inviting).toEqual(language === 'en' ? [] : ['export_first']);
    }
    expectSaid('recording_playback', 'export_first', [/deletes every recording/, /全部删除/]);
  });

  it('15: a grinding disk is not started again, a dead one is never opened', () => {
    expect(stepIn('recording_playback', 'disk_state').answers.noise).toEqual({ stop: 'evidence' });
    expectSaid('recording_playback', 'menu_restart', [/Leave the case closed/, /机箱不要打开/]);
  });

  it('needed footage is asked about once, also where the recorder itself is dead', () => {
    const known = { danger: 'no', footage: 'no', scope: 'recorder' };
    const after = reached('no_power', 'recorder_adapter', known);
    expect(after).toContain('no_power.recorder_bare_start');
    expect(after).not.toContain('no_power.footage_needed');
  });

  it('16: a search that finds nothing looks at clock, zone, date order and daylight saving', () => {
    expect(stepIn('recording_playback', 'symptom').answers.not_found).toEqual({ step: 'clock_right' });
    expect(stepIn('recording_playback', 'record_icon').answers.yes).toEqual({ step: 'clock_right' });
    expectSaid(
      'recording_playback',
      'set_clock',
      [/time zone/, /时区/],
      [/day and month not swapped/, /日和月不要颠倒/],
      [/daylight saving/, /夏令时/],
      'NTP',
      'UDP 123',
      [/One master/, /一个时间源/],
    );
    expect(stepIn('recording_playback', 'clock_right').answers.resets).toEqual({ end: 'bench' });
  });

  it('a beep is read in the log before a disk is blamed', () => {
    expect(stepIn('recording_playback', 'symptom').answers.beeps).toEqual({ step: 'what_changed' });
    const { video_loss, offline } = stepIn('recording_playback', 'recorder_message').answers;
    expect(video_loss).toEqual({ family: 'no_video', step: 'when_black' });
    expect(offline).toEqual({ family: 'network', step: 'which_device' });
  });

  it('S.M.A.R.T.: 05, C5, C6 are a worn disk, C7 is its cable', () => {
    expectSaid('recording_playback', 'smart_error', '05', 'C5', 'C6', 'C7', 'CRC');
    expect(said('recording_playback', 'smart_normal')).toEqual(said('recording_playback', 'smart_error'));
    for (const step of ['smart_normal', 'smart_error']) {
      expect(stepIn('recording_playback', step).answers.wearing).toEqual({ step: 'save_first' });
      expect(stepIn('recording_playback', step).answers.cable).toEqual({ end: 'bench' });
    }
    expect([...reached('recording_playback', 'smart_normal')]).not.toContain(
      'recording_playback.format_in_recorder',
    );
  });

  it('the days kept are those of arithmetic', () => {
    const dayOf = (mbit: number) => (mbit * 86_400) / 8 / 1000;
    const days = (gigabytes: number, mbit: number) => gigabytes / dayOf(mbit);
    expectSaid(
      'recording_playback',
      'retention_sum',
      '4 Mbit/s',
      `${Math.round(dayOf(4))} GB`,
      [/4 such channels/, /4 路/],
      '1 TB',
      [`${days(1000, 4 * 4).toFixed(1)} days`, `${days(1000, 4 * 4).toFixed(1)} 天`],
      dayOf(1).toFixed(1),
    );
  });

  it('evidence is never re-encoded, and FAT32 ends at 4 GB', () => {
    expectSaid('recording_playback', 'export_stick', 'FAT32', '4 GB', [/originals/, /原件/]);
    expectSaid('recording_playback', 'export_player', 'H.264', 'H.265', [/never re-encoded/, /绝不要转码/]);
    expectSaid('recording_playback', 'export_by_pc', [/never converted or cut/, /不要转换、不要剪/]);
  });

  it('9: a coax camera that jerks is not sent to look for lost packets', () => {
    const coax = reached('recording_playback', 'playback_quality', { connection: 'coax' });
    expect(coax).not.toContain('network.ping_test');
  });
});

describe('motion and alarm: what a naive bot gets wrong', () => {
  it('people come first: a break-in, or not being sure of one, goes to a person before anything else', () => {
    expect(trees.motion_alarm?.start).toBe('break_in');
    expect(stepIn('motion_alarm', 'break_in').answers).toEqual({
      no: { step: 'smell' },
      yes: { stop: 'crime' },
      unknown: { stop: 'crime' },
    });
    expectSaid(
      'motion_alarm',
      'break_in',
      [/call the local emergency number first/, /请先拨打当地报警电话/],
      [/fire, medical help/, /防火、急救/],
    );
    expect(leadingTo('motion_alarm', 'event_logged').sort()).toEqual(['look_from_afar no', 'smell no']);
  });

  it('10, 11: insects, webs, rain and grain are cured where they are, not by condemning a sensor', () => {
    expect(stepIn('motion_alarm', 'false_kind').answers.insects).toEqual({ step: 'lens_front' });
    expect(stepIn('motion_alarm', 'false_kind').answers.noise).toEqual({ step: 'less_noise' });
    expect(leadingTo('motion_alarm', 'less_sensitive').sort()).toEqual([
      'zone_filter cannot',
      'zone_filter not_helped',
    ]);
    for (const step of ['lens_front', 'less_noise', 'zone_filter', 'less_sensitive']) {
      expectSaid('motion_alarm', step, [/a day and a night/, /一天一夜/]);
    }
  });

  it('3: a picture that jumps is looked at for its power under load', () => {
    expect(stepIn('motion_alarm', 'firm_mount').answers.not_helped).toEqual({
      family: 'no_power',
      step: 'how_powered',
    });
  });

  it('6: one change at a time, sensitivity by one step', () => {
    for (const step of ['detection_on', 'sensitivity', 'zone_filter']) {
      expectSaid('motion_alarm', step, [/one change at a time/i, /一次只改一样/]);
    }
    expectSaid('motion_alarm', 'sensitivity', [/one step only/, /只加一档/]);
    expectSaid('motion_alarm', 'less_sensitive', [/one step only/, /只降一档/]);
  });

  it('16: a wrong clock is among the causes of a missed event, and of mail that fails', () => {
    expectSaid('motion_alarm', 'detection_on', [/clock and time zone/, /时钟和时区/]);
    expectSaid('motion_alarm', 'mail_route', [/date and time zone/, /日期和时区/]);
  });

  it('a heat sensor is weak straight on and in heat; a walk goes across the view', () => {
    expectSaid('motion_alarm', 'walk_test', [/across the view, not straight/, /横着走过画面，不要正对着/]);
    expectSaid(
      'motion_alarm',
      'heat_walk',
      [/hardly any straight at it/, /正对着走几乎感应不到/],
      [/body temperature/, /体温/],
    );
  });

  it('mail goes by 465 or 587 outwards, and no password is typed here', () => {
    expectSaid('motion_alarm', 'mail_settings', '465', '587', 'SSL', 'STARTTLS', [
      /never here/,
      /不要发到这里/,
    ]);
    expectSaid('motion_alarm', 'mail_route', [/nothing inwards is needed/, /不用从外面放行/]);
  });

  it('mains on a relay stops before a wire is touched, and only a dry contact is bridged', () => {
    expect(stepIn('motion_alarm', 'event_logged').answers.wired).toEqual({ step: 'relay_mains' });
    expect(stepIn('motion_alarm', 'relay_mains').answers).toMatchObject({
      yes: { stop: 'mains' },
      unknown: { end: 'bench' },
    });
    expectSaid('motion_alarm', 'contact_type', 'N.O.', 'N.C.');
    expectSaid(
      'motion_alarm',
      'bridge_input',
      [/dry-contact/, /干接点/],
      [/Never a pair that carries power/, /绝不要短接带电的一对线/],
    );
    expectSaid('motion_alarm', 'output_linkage', [/low voltage only/, /只能接低压/]);
  });

  it('5: a sensor is swapped for one of the same type and voltage', () => {
    expectSaid('motion_alarm', 'sensor_side', [/same type and voltage/, /同类型、同电压/]);
  });
});

describe('danger in the four families', () => {
  const families: Position['family'][] = ['poor_image', 'recording_playback', 'motion_alarm', 'ptz_lens'];

  it.each(families)('%s: nothing is to be done before danger is asked about', (family) => {
    const start = trees[family]?.start ?? '';
    const early = new Set<string>();
    const visit = (id: string): void => {
      const step = stepIn(family, id);
      if (step.fact === 'danger' || early.has(id)) return;
      early.add(id);
      for (const target of Object.values(step.answers)) {
        if (!('family' in target) && 'step' in target) visit(target.step);
      }
    };
    visit(start);
    expect([...early].filter((id) => stepIn(family, id).kind === 'do')).toEqual([]);
    expect(early.size).toBeLessThanOrEqual(1);
  });

  it('whatever may hang high is only handled from the ground', () => {
    const handled: [Position['family'], string][] = [
      ['poor_image', 'wet_window'],
      ['poor_image', 'ground_loop'],
      ['poor_image', 'cable_path'],
      ['poor_image', 'short_lead'],
      ['poor_image', 'clean_window'],
      ['poor_image', 'clean_spots'],
      ['poor_image', 'turn_test'],
      ['motion_alarm', 'heat_walk'],
      ['motion_alarm', 'lens_front'],
      ['motion_alarm', 'firm_mount'],
      ['motion_alarm', 'bridge_input'],
      ['motion_alarm', 'sensor_side'],
      ['ptz_lens', 'self_test'],
      ['ptz_lens', 'transport_lock'],
      ['ptz_lens', 'blocked_part'],
      ['ptz_lens', 'coax_devices'],
      ['ptz_lens', 'line_ohms'],
      ['ptz_lens', 'line_layout'],
      ['ptz_lens', 'reach_dome'],
      ['ptz_lens', 'direct_lead'],
      ['ptz_lens', 'near_limit'],
      ['ptz_lens', 'lens_locks'],
      ['ptz_lens', 'cover_iris'],
      ['ptz_lens', 'iris_drive'],
    ];
    for (const [family, step] of handled) expectSaid(family, step, [/ground/, /地面/]);
  });
});
