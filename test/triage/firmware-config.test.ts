import { describe, expect, it } from 'vitest';
import { begin } from '../../dialogs/triage/interpret.ts';
import { answering, stepIn, trees, walk } from './content.ts';
import { leadingTo, reachable } from './reach.ts';
import { expectSaid, sentences } from './said.ts';

const NOTHING_HELPS: [string, Record<string, string>][] = [
  [
    'wrong file',
    { running_now: 'no', which_device: 'one', what_wrong: 'failed', failed_message: 'mismatch' },
  ],
  [
    'broke off',
    {
      running_now: 'no',
      which_device: 'one',
      what_wrong: 'failed',
      failed_message: 'broken_off',
      retry_consent: 'yes',
    },
  ],
  [
    'stuck at the logo',
    { running_now: 'yes', which_device: 'one', what_wrong: 'stuck', find_it: 'not_found' },
  ],
  [
    'a stuck recorder, found again',
    {
      running_now: 'yes',
      which_device: 'recorder',
      footage_needed: 'no',
      what_wrong: 'stuck',
      find_it: 'found',
      wrong_or_broken: 'yes',
      retry_consent: 'yes',
    },
  ],
  [
    'strange after it',
    { running_now: 'no', which_device: 'one', what_wrong: 'strange', defaults_consent: 'yes' },
  ],
  [
    'settings lost',
    { running_now: 'no', which_device: 'recorder', footage_needed: 'no', what_wrong: 'lost' },
  ],
  [
    'planned, no file fits',
    { running_now: 'no', which_device: 'one', what_wrong: 'plan', need_update: 'yes', exact_file: 'no' },
  ],
];

const UPDATES = ['run_update', 'retry_once', 'load_defaults'];

describe('firmware and settings', () => {
  it.each(NOTHING_HELPS)('%s: comes to the bench in 4 to 12 steps where nothing helps', (name, table) => {
    const { steps, end } = walk(begin(trees, 'firmware_config', {}), answering(table));
    console.log(`firmware_config, ${name}: ${steps.length} steps to ${end}`);
    expect(end).toBe('bench');
    expect(steps.length).toBeGreaterThanOrEqual(4);
    expect(steps.length).toBeLessThanOrEqual(12);
  });

  it('first of all asks for a running update and has it left alone for 15 minutes or longer', () => {
    expect(trees.firmware_config?.start).toBe('running_now');
    const { yes, unknown } = stepIn('firmware_config', 'running_now').answers;
    expect([yes, unknown]).toEqual([{ step: 'leave_alone' }, { step: 'leave_alone' }]);
    expect(stepIn('firmware_config', 'leave_alone').minutes).toBeGreaterThanOrEqual(15);
    expectSaid(
      'firmware_config',
      'leave_alone',
      [/at least 15 minutes/, /至少等 15 分钟/],
      [/if the manual says longer/, /说明书写得更久/],
    );
    for (const step of ['run_update', 'retry_once']) {
      expectSaid(
        'firmware_config',
        step,
        [/neither power nor cable nor page/, /不要动电源、网线和页面/],
        [/at least 15 minutes/, /至少 15 分钟/],
      );
    }
  });

  it('a device that does not answer gets its 15 minutes and one power cycle, after danger is ruled out', () => {
    expectSaid(
      'firmware_config',
      'wait_and_cycle',
      '15',
      [/one only/, /只断电重启一次/],
      [/thunder/, /打雷/],
      [/ground/, /地面/],
    );
    const without = reachable('firmware_config', ['firmware_config.smell']);
    expect(without).not.toContain('firmware_config.wait_and_cycle');
    expect(stepIn('firmware_config', 'smell').answers.yes).toEqual({ stop: 'danger' });
    expect(stepIn('firmware_config', 'find_it').answers.not_found).toEqual({ end: 'bench' });
  });

  it('15: a recorder is asked for needed footage before anything is done to it', () => {
    for (const answer of ['recorder', 'unknown']) {
      expect(stepIn('firmware_config', 'which_device').answers[answer]).toEqual({ step: 'footage_needed' });
    }
    expect(stepIn('firmware_config', 'footage_needed').answers.yes).toEqual({ stop: 'evidence' });
    const known = { scope: 'recorder' };
    const { steps } = walk(begin(trees, 'firmware_config', known), answering({ running_now: 'no' }), known);
    expect(steps.slice(0, 2)).toEqual(['firmware_config.running_now', 'firmware_config.footage_needed']);
  });

  it('nothing is written or deleted without an explicit yes', () => {
    expect(UPDATES.map((step) => leadingTo('firmware_config', step))).toEqual([
      ['update_consent yes'],
      ['retry_consent yes'],
      ['defaults_consent yes'],
    ]);
    for (const step of ['update_consent', 'retry_consent', 'defaults_consent']) {
      const { yes: _yes, ...others } = stepIn('firmware_config', step).answers;
      expect(Object.values(others), step).toEqual([{ end: 'bench' }, { end: 'bench' }]);
      expectSaid('firmware_config', step, [/settings/, /设置/], [/export/i, /导出/]);
    }
  });

  it('an update is only planned with a reason, the exact file and exported settings', () => {
    for (const step of ['exact_file', 'save_first']) {
      expect(reachable('firmware_config', [`firmware_config.${step}`]), step).not.toContain(
        'firmware_config.run_update',
      );
    }
    expectSaid(
      'firmware_config',
      'exact_file',
      [/hardware revision/, /硬件版本/],
      'PAL',
      'NTSC',
      [/step in between/, /中间版本/],
      [/blocked or loses recordings/, /禁止，或会丢录像/],
    );
    expectSaid(
      'firmware_config',
      'save_first',
      [/not here/, /不要发到这里/],
      [/wired link/, /用网线/],
      [/checksum/, /校验值/],
    );
    expectSaid('firmware_config', 'leave_version', [/only risk/, /只有风险/]);
  });

  it('19: a file of a sister brand or similar board is never offered', () => {
    expectSaid('firmware_config', 'exact_file', [
      /never a sister brand's or a similar board's/,
      /绝不用兄弟品牌或主板相似的/,
    ]);
    for (const { key, text } of sentences('en').filter((s) => /sister/i.test(s.text)))
      expect(text, key).toMatch(/never/i);
    for (const { key, text } of sentences('zh').filter((s) => /兄弟品牌/.test(s.text)))
      expect(text, key).toMatch(/绝不/);
  });

  it('a file that does not match is the end of that file, and is not renamed', () => {
    expect(stepIn('firmware_config', 'failed_message').answers.mismatch).toEqual({ step: 'wrong_file' });
    expectSaid(
      'firmware_config',
      'wrong_file',
      [/stop here/, /到此为止/],
      [/Don't rename the file/, /不要改文件名/],
    );
    expect(stepIn('firmware_config', 'wrong_or_broken').answers).toMatchObject({
      no: { step: 'wrong_file' },
      unknown: { end: 'bench' },
    });
    for (const { key, text } of sentences('en').filter((s) => /\brename /i.test(s.text)))
      expect(text, key).toMatch(/don't/i);
  });

  it('tries the same update twice at most', () => {
    expect(Object.values(stepIn('firmware_config', 'retry_once').answers)).toEqual([
      { end: 'solved' },
      { end: 'bench' },
      { end: 'bench' },
    ]);
    expectSaid('firmware_config', 'retry_once', [/don't try a third time/, /不要试第三次/]);
  });

  it('a restart is told from a reset', () => {
    expectSaid('firmware_config', 'restart_once', [/not "Reset" or "Default"/, /不要选“恢复”或“默认”/]);
  });
});
