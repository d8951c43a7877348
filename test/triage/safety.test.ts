import { describe, expect, it } from 'vitest';
import { keysOf } from '../../dialogs/triage/interpret.ts';
import type { Position } from '../../dialogs/triage/tree.ts';
import { everyTree, LANGUAGES, stepIn, textOf } from './content.ts';
import { reachable } from './reach.ts';
import { expectSaid, sentences } from './said.ts';

type Family = Position['family'];

describe('safety', () => {
  /** Trees that begin with something more urgent, and a step of each that danger comes before. */
  const TOUCHED_LATER: Partial<Record<Family, string>> = {
    login_password: 'press_button',
    firmware_config: 'wait_and_cycle',
    motion_alarm: 'event_logged',
  };

  it('each tree asks for danger before anything is touched, and yes is a stop', () => {
    for (const tree of everyTree) {
      const touched = TOUCHED_LATER[tree.family];
      if (!touched) expect(tree.start, tree.family).toBe('smell');
      else
        expect(reachable(tree.family, [`${tree.family}.smell`])).not.toContain(`${tree.family}.${touched}`);
      expect(tree.steps.smell?.safety, tree.family).toBe(true);
      expect(tree.steps.smell?.answers.yes).toEqual({ stop: 'danger' });
    }
  });

  it('after a storm nothing is handled before the thunder is over', () => {
    for (const tree of everyTree) {
      for (const step of Object.values(tree.steps)) {
        const storm = step.answers.storm;
        if (storm) expect(storm, tree.family).toEqual({ step: 'thunder_now' });
      }
    }
    expect(stepIn('no_power', 'thunder_now').answers.yes).toEqual({ stop: 'thunder' });
  });

  it('a meter is used only after someone said that they know how, and never on mains or PoE', () => {
    const metered = ['measure_at_camera', 'volts_under_load', 'cable_ohms'];
    for (const tree of everyTree) {
      for (const [id, step] of Object.entries(tree.steps)) {
        for (const [answer, target] of Object.entries(step.answers)) {
          if ('step' in target && target.step && metered.includes(target.step)) {
            expect([id, answer]).toEqual(['has_meter', 'yes']);
          }
        }
      }
    }
    expectSaid(
      'no_power',
      'has_meter',
      [/knows how/, /会用/],
      [/never on mains or on PoE/, /绝不量市电，也不量 PoE/],
    );
  });

  it('a breaker that tripped twice is a stop, an unknown visitor too', () => {
    expect(stepIn('no_power', 'breaker_tripped').answers.yes).toEqual({ stop: 'mains' });
    expect(stepIn('network', 'strangers').answers.yes).toEqual({ stop: 'compromised' });
    expect(stepIn('network', 'user_list').answers.yes).toEqual({ stop: 'compromised' });
  });

  const FORBIDDEN: [string, RegExp, RegExp][] = [
    [
      'opens a way in from the internet',
      /port.?forward|forward.{0,12}port|\bUPnP\b|\bDMZ\b|port mapping/i,
      /端口映射|端口转发|虚拟服务器|UPnP|DMZ/i,
    ],
    [
      'goes up somewhere',
      /(?<!without a )ladder|\broof\b|climb|scaffold/i,
      /(?<!不用)梯子|爬|登高|屋顶|房顶/,
    ],
    [
      'opens a housing',
      /(?<!(don't|never) )open (up )?(the |its |a )?(supply|recorder|housing|case|box|camera|adapter)\b/i,
      /(?<!不要|不用)(打开|拆开)(电源箱|电源外壳|外壳|机箱|机壳|录像机外壳|摄像机)/,
    ],
    [
      'bypasses a fuse or the earth',
      /bypass|bridge the fuse|lift the earth|remove the earth/i,
      /短接保险|拆地线|断开地线|去掉地线/,
    ],
    ['asks for a password', /(send|tell|give) me (your|the) password/i, /(告诉|发给)我.{0,4}密码/],
    ['speaks of warranty', /warrant|covered by|free of charge/i, /保修|质保|免费/],
    ['promises or blames', /your fault|guaranteed to|we promise/i, /您的错|保证能修/],
  ];

  it.each(FORBIDDEN)('no text %s', (_, english, chinese) => {
    const found = [
      ...sentences('en').filter(({ text }) => english.test(text)),
      ...sentences('zh').filter(({ text }) => chinese.test(text)),
    ];
    expect(found).toEqual([]);
  });

  it('more volts are only ever named to forbid them, and so is looking into infrared', () => {
    const volts = sentences('en').filter(({ text }) => /more volts|higher voltage/i.test(text));
    expect(volts.length).toBeGreaterThan(2);
    for (const { key, text } of volts) expect(text, key).toMatch(/never/i);
    for (const { key, text } of sentences('zh').filter((s) => /更高的|调高电压/.test(s.text))) {
      expect(text, key).toMatch(/不要|绝不/);
    }
    for (const { key, text } of sentences('en').filter(
      (s) => /look into/i.test(s.text) && /lamp|light\b/.test(s.text),
    )) {
      expect(text, key).toMatch(/never/i);
    }
  });

  it('whatever may hang high is only handled from the ground', () => {
    const handled: [Family, string][] = [
      ['no_power', 'dry_plugs'],
      ['no_power', 'reconnect_in_turn'],
      ['no_power', 'measure_at_camera'],
      ['no_power', 'swap_supply'],
      ['no_power', 'bench_test'],
      ['no_power', 'poe_short_lead'],
      ['no_power', 'poe_run'],
      ['no_video', 'connectors'],
      ['no_video', 'cable_ohms'],
      ['no_video', 'new_plugs'],
      ['no_video', 'short_lead'],
      ['night_vision', 'cover_test'],
      ['night_vision', 'volts_under_load'],
      ['night_vision', 'swap_supply'],
      ['night_vision', 'near_supply'],
      ['night_vision', 'clean_window'],
      ['night_vision', 'without_dome'],
      ['night_vision', 'aim_away'],
      ['night_vision', 'power_cycle'],
      ['network', 'direct_pc'],
      ['network', 'ping_test'],
    ];
    for (const [family, step] of handled) expectSaid(family, step, [/ground/, /地面/]);
  });
});

describe('the voice', () => {
  const steps = everyTree.flatMap((tree) =>
    Object.entries(tree.steps).map(([id, step]) => ({
      id: `${tree.family}.${id}`,
      step,
      keys: keysOf(step, { family: tree.family, step: id }),
    })),
  );

  it('an instruction says how long it takes, in both languages', () => {
    const timed = steps.filter(({ step }) => step.kind === 'do');
    for (const { id, step, keys } of timed) {
      expect(step.minutes, id).toBeGreaterThan(0);
      expect(textOf('en', keys.text), id).toMatch(/\d+ (minutes|seconds)|a minute/);
      expect(textOf('zh', keys.text), id).toMatch(/\d+ (分钟|秒)|一分钟/);
    }
    expect(timed.length).toBeGreaterThan(40);
  });

  it('says it in three paragraphs and 80 words at most, and ends in a question or a way out', () => {
    for (const { id, keys } of steps) {
      const english = textOf('en', keys.text);
      expect(english.split(/\s+/).length, id).toBeLessThanOrEqual(80);
      expect(english, id).toMatch(/\?/);
      for (const language of LANGUAGES)
        expect(textOf(language, keys.text).split('\n\n').length, id).toBeLessThanOrEqual(3);
      expect(textOf('zh', keys.text).length, id).toBeLessThanOrEqual(200);
    }
  });

  it('says why in one sentence', () => {
    for (const { id, keys } of steps) {
      expect(textOf('en', keys.why).match(/[.?!](\s|$)/g)?.length, id).toBe(1);
      expect(textOf('zh', keys.why).match(/[。？！]/g)?.length, id).toBe(1);
    }
  });
});
