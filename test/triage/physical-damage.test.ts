import { describe, expect, it } from 'vitest';
import { begin } from '../../dialogs/triage/interpret.ts';
import { knownFrom } from '../../dialogs/triage/known.ts';
import { answering, stepIn, trees, walk } from './content.ts';
import { reachable } from './reach.ts';
import { expectSaid, said, sentences } from './said.ts';

const NOTHING_HELPS: [string, Record<string, string>][] = [
  ['arrived broken', { arrived_so: 'yes' }],
  ['fog that stays', { arrived_so: 'no', what_changed: 'nothing', what_seen: 'water', fog_or_drops: 'haze' }],
  ['drops', { arrived_so: 'no', what_changed: 'nothing', what_seen: 'water', fog_or_drops: 'drops' }],
  ['several dead after a storm', { arrived_so: 'no', what_changed: 'storm', others_died: 'yes' }],
  ['fallen', { arrived_so: 'no', what_changed: 'moved', what_seen: 'broken', on_purpose: 'no' }],
  [
    'vandalised',
    {
      arrived_so: 'no',
      what_changed: 'nothing',
      what_seen: 'broken',
      on_purpose: 'yes',
      seen_on_video: 'no',
    },
  ],
  ['corroded', { arrived_so: 'no', what_changed: 'nothing', what_seen: 'corroded' }],
  ['burnt', { arrived_so: 'no', what_changed: 'power_cut', what_seen: 'burnt' }],
  ['spots after sun', { arrived_so: 'no', what_changed: 'nothing', what_seen: 'spots' }],
  ['knows nothing', {}],
];

describe('physical damage', () => {
  it.each(NOTHING_HELPS)('%s: comes to the bench in 4 to 12 steps where nothing helps', (name, table) => {
    const { steps, end } = walk(begin(trees, 'physical_damage', {}), answering(table));
    console.log(`physical_damage, ${name}: ${steps.length} steps to ${end}`);
    expect(end).toBe('bench');
    expect(steps.length).toBeGreaterThanOrEqual(4);
    expect(steps.length).toBeLessThanOrEqual(12);
  });

  it('smoke and wet power are a stop, fog in a window alone is none', () => {
    expect(stepIn('physical_damage', 'smell').answers.yes).toEqual({ stop: 'danger' });
    expectSaid(
      'physical_damage',
      'smell',
      [/water in a power supply/, /电源.*进水/],
      [/bulging/, /鼓包/],
      [/don't count here/, /先不算/],
    );
  });

  it('what hangs loose overhead is a stop, before anything is looked at closely', () => {
    expect(stepIn('physical_damage', 'loose_overhead').answers).toMatchObject({
      yes: { stop: 'heights' },
      unknown: { end: 'bench' },
    });
    const before = reachable('physical_damage', ['physical_damage.loose_overhead']);
    expect([...before].sort()).toEqual(['physical_damage.look_from_afar', 'physical_damage.smell']);
    expectSaid(
      'physical_damage',
      'loose_overhead',
      [/from the ground/, /站在地面/],
      [/out from under it/, /不要站在下面/],
    );
  });

  it('what arrived so is kept with its packaging and reported to the carrier; who said so is not asked', () => {
    const known = knownFrom({ event: 'shipping' });
    const { steps } = walk(begin(trees, 'physical_damage', known), answering({}), known);
    expect(steps).not.toContain('physical_damage.arrived_so');
    expect(steps.slice(-2)).toEqual(['physical_damage.keep_packaging', 'physical_damage.tell_carrier']);
    expectSaid(
      'physical_damage',
      'keep_packaging',
      [/box, padding/, /箱子、填充物/],
      [/delivery note/, /送货单/],
    );
    expectSaid('physical_damage', 'tell_carrier', [/in writing/, /书面/]);
  });

  it('10: a thin haze that clears is no defect; water that returns is not opened, heated or dried in rice', () => {
    expect(stepIn('physical_damage', 'fog_or_drops').answers.haze).toEqual({ step: 'warm_and_watch' });
    expect(stepIn('physical_damage', 'warm_and_watch').answers).toMatchObject({
      helped: { end: 'solved' },
      not_helped: { step: 'wet_off' },
    });
    expectSaid('physical_damage', 'warm_and_watch', [/no defect/, /不是故障/]);
    expectSaid('physical_damage', 'wet_off', [
      /Don't open it, don't heat it, don't put it in rice/,
      /不要拆，不要加热，也不要放米里/,
    ]);
    for (const { key, text } of sentences('en').filter((s) => /\brice\b|hair dryer/.test(s.text))) {
      expect(text, key).toMatch(/\bno\b|don't/);
    }
    for (const { key, text } of sentences('zh').filter((s) => /米里|吹风机/.test(s.text))) {
      expect(text, key).toMatch(/不要/);
    }
    expectSaid(
      'physical_damage',
      'wet_photos',
      [/gland/, /防水接头/],
      [/rarely waterproof/, /很少是防水的/],
      [/loop below the entry/, /滴水弯/],
    );
  });

  it('20: a storm is not yet a surge: thunder and other dead devices are asked, and nothing is concluded', () => {
    const known = knownFrom({ event: 'storm' });
    const { steps } = walk(
      begin(trees, 'physical_damage', known),
      answering({ others_died: 'yes', arrived_so: 'no' }),
      known,
    );
    expect(steps).not.toContain('physical_damage.what_changed');
    expect(steps.slice(-3)).toEqual([
      'physical_damage.thunder_now',
      'physical_damage.others_died',
      'physical_damage.keep_unpowered',
    ]);
    expectSaid(
      'physical_damage',
      'keep_unpowered',
      [/unplugged, from power and from network/, /电源和网线都断开/],
      [/list every dead device and port/, /每个坏的设备和端口/],
      [/neighbours/, /邻居/],
    );
    const { steps: alone } = walk(
      begin(trees, 'physical_damage', known),
      answering({ others_died: 'no', arrived_so: 'no', what_seen: 'water', fog_or_drops: 'haze' }),
      known,
    );
    expect(alone).toContain('physical_damage.warm_and_watch');
  });

  it('20: nobody is blamed, and no word of damage says whose fault it was', () => {
    for (const step of Object.keys(trees.physical_damage?.steps ?? {})) {
      for (const text of said('physical_damage', step)) {
        expect(text, step).not.toMatch(
          /misuse|careless|improper|your own|fault of yours|人为|使用不当|操作不当|您弄坏/i,
        );
      }
    }
    expectSaid('physical_damage', 'on_purpose', [/Either answer is fine/, /怎么回答都可以/]);
  });

  it('a crime that goes on is a stop, and footage of one is saved before all else', () => {
    expect(stepIn('physical_damage', 'happening_now').answers).toMatchObject({
      yes: { stop: 'crime' },
      unknown: { stop: 'crime' },
    });
    expectSaid('physical_damage', 'happening_now', [/local emergency number first/, /请先拨打当地报警电话/]);
    expect(stepIn('physical_damage', 'seen_on_video').answers.yes).toEqual({ stop: 'evidence' });
    for (const step of ['happening_now', 'seen_on_video']) {
      const without = reachable('physical_damage', [`physical_damage.${step}`]);
      expect(without, step).not.toContain('physical_damage.police_number');
    }
    expectSaid('physical_damage', 'police_number', [/report's number/, /回执编号/]);
  });

  it('nothing damaged is switched on again, and everything is done from the ground', () => {
    expectSaid('physical_damage', 'burnt_part', [/Don't switch it on again/, /不要再通电/]);
    expectSaid('physical_damage', 'corroded_plug', [
      /Don't scrape, spray or plug it in again/,
      /不要刮，不要喷东西，也不要再插回去/,
    ]);
    for (const step of ['take_off_power', 'wet_off', 'corroded_plug', 'burnt_part']) {
      expectSaid(
        'physical_damage',
        step,
        [/[Nn]ot while there is thunder/, /(打雷时不要动|没有打雷时)/],
        [/ground/, /地面/],
        [/low-voltage/, /低压插头/],
      );
    }
    for (const step of ['damage_photos', 'wet_photos', 'police_number', 'fog_or_drops', 'light_spots']) {
      expectSaid('physical_damage', step, [/ground/, /地面/]);
    }
    expectSaid('physical_damage', 'light_spots', [/Never point it at the sun/, /绝不要对着太阳/]);
  });

  it('what is dead with nothing to see goes on in no_power past what is known', () => {
    const { steps } = walk(
      begin(trees, 'physical_damage', {}),
      answering({
        arrived_so: 'no',
        what_changed: 'nothing',
        what_seen: 'nothing_seen',
        which_device: 'one',
      }),
    );
    expect(steps.find((step) => step.startsWith('no_power'))).toBe('no_power.which_device');
    expect(steps.filter((step) => step.endsWith('.what_changed'))).toEqual(['physical_damage.what_changed']);
  });
});
