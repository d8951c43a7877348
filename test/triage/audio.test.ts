import { describe, expect, it } from 'vitest';
import { begin } from '../../dialogs/triage/interpret.ts';
import { answering, stepIn, trees, walk } from './content.ts';
import { leadingTo } from './reach.ts';
import { expectSaid, said, ways } from './said.ts';

const NOTHING_HELPS: [string, Record<string, string>][] = [
  [
    'silence from an external microphone',
    { what_heard: 'nothing', has_microphone: 'external', how_carried: 'network', stream_test: 'silent' },
  ],
  [
    'silence from a built-in one over coax',
    { what_heard: 'nothing', has_microphone: 'built_in', how_carried: 'coax' },
  ],
  ['hum', { what_heard: 'noise', which_noise: 'hum', hum_microphone: 'external', isolated_supply: 'yes' }],
  [
    'hum that stays',
    { what_heard: 'noise', which_noise: 'hum', hum_microphone: 'external', isolated_supply: 'no' },
  ],
  ['silent recordings', { what_heard: 'silent_recorded' }],
  ['talk-back', { what_heard: 'talk', has_speaker: 'yes' }],
  ['too quiet, built in', { what_heard: 'weak', which_microphone: 'built_in' }],
  ['knows nothing', {}],
];

describe('audio', () => {
  it.each(NOTHING_HELPS)('%s: comes to the bench in 4 to 12 steps where nothing helps', (name, table) => {
    const { steps, end } = walk(begin(trees, 'audio', {}), answering(table));
    console.log(`audio, ${name}: ${steps.length} steps to ${end}`);
    expect(end).toBe('bench');
    expect(steps.length).toBeGreaterThanOrEqual(4);
    expect(steps.length).toBeLessThanOrEqual(12);
  });

  it('asks for danger in words of its own, so that a hum in the sound is no danger', () => {
    expect(stepIn('audio', 'smell')).toMatchObject({ safety: true, fact: 'danger' });
    expect(stepIn('audio', 'smell').text).toBeUndefined();
    expectSaid('audio', 'smell', [/don't mean the noise in the sound/, /不是说声音里的杂音/]);
    expectSaid('audio', 'look_from_afar', [/not from the loudspeaker/, /不是喇叭/]);
  });

  it('voices that nobody can explain go to a person at once', () => {
    expect(stepIn('audio', 'what_heard').answers.strangers).toEqual({ stop: 'compromised' });
    expectSaid('audio', 'what_heard', [/voices that nobody can explain/, /说不清来历的人声/]);
  });

  it('asks whether there is a microphone before any setting, and once', () => {
    const silent = answering({
      what_heard: 'nothing',
      has_microphone: 'external',
      how_carried: 'network',
      stream_test: 'silent',
    });
    const { steps } = walk(begin(trees, 'audio', {}), silent);
    expect(steps.indexOf('audio.has_microphone')).toBe(2);
    expect(steps).toContain('audio.mic_or_line');
    expect(steps).not.toContain('audio.which_microphone');
  });

  it('a model that cannot pick up sound is no defect, and that is said', () => {
    for (const answer of ['input_only', 'none']) {
      expect(stepIn('audio', 'has_microphone').answers[answer]).toEqual({ step: 'add_microphone' });
    }
    expectSaid('audio', 'add_microphone', [/no defect/, /不是故障/]);
    expectSaid('audio', 'add_speaker', [/no defect/, /不是故障/], '0.3', '1.2 V');
  });

  it('says before sound is recorded that the law may want consent', () => {
    expectSaid('audio', 'add_microphone', [/the law/, /法律/]);
    expectSaid('audio', 'recording_sound', [/must know/, /告知被录的人/]);
  });

  it('tells microphone level from line level by their figures', () => {
    expectSaid(
      'audio',
      'mic_or_line',
      [/1 to 10 mV/, /1 到 10 mV/],
      [/0\.3 to 1\.2 V/, /0\.3 到 1\.2 V/],
      [/line input a bare one is silent/, /裸麦接到 Line In 就没声音/],
      [/line signal is distorted/, /线路信号接到 Mic In 就失真/],
    );
  });

  it('asks of each stream apart, with the format that all know', () => {
    expectSaid('audio', 'stream_audio', [/main stream and for the substream/, /主码流和子码流/]);
    expectSaid('audio', 'simple_codec', 'G.711', 'AAC');
    expectSaid('audio', 'coax_audio', [/all support it/, /都支持/], 'RCA');
  });

  it('5, 6: one thing is swapped, with the same type and voltage', () => {
    expectSaid(
      'audio',
      'swap_microphone',
      [/same type and supply voltage/, /同型号、同供电电压/],
      [/this one thing only/, /只把这两个/],
    );
    expectSaid(
      'audio',
      'isolated_supply',
      [/exactly its label's volts and type/, /要和标签完全一致/],
      [/change nothing else/, /别的都不动/],
    );
    for (const step of ['muted', 'input_level', 'audio_plugs', 'speaker_plug']) {
      expectSaid('audio', step, [/one at a time/i, /一次(一样|只改一样|一个)/]);
    }
  });

  it('9: hum over a network is never treated as a ground loop', () => {
    expect(stepIn('audio', 'hum_microphone').answers.built_in).toEqual({ step: 'hum_carried' });
    const { coax, ...others } = stepIn('audio', 'hum_carried').answers;
    expect(coax).toEqual({ step: 'isolated_supply' });
    expect(Object.values(others)).toEqual([{ step: 'gain_down' }, { step: 'gain_down' }]);
    for (const { steps } of ways('audio', 'gain_down')) expect(steps).not.toContain('audio.ground_loop');
  });

  it('never lifts a protective earth to cure hum', () => {
    expect(leadingTo('audio', 'ground_loop')).toEqual(['isolated_supply yes']);
    expectSaid(
      'audio',
      'ground_loop',
      [/Never take off a protective earth/, /绝不能.*动保护接地/],
      [/isolator/, /隔离器/],
    );
    expectSaid('audio', 'isolated_supply', [
      /Leave every earth wire and earth pin as it is/,
      /所有接地线、接地脚保持原样/,
    ]);
  });

  it('plugs are handled from the ground, low voltage only, and not in a storm', () => {
    for (const step of ['mic_supply', 'isolated_supply', 'audio_plugs', 'speaker_plug']) {
      expectSaid('audio', step, [/[Nn]ot while there is thunder/, /打雷时不要动/], [/ground/, /地面/]);
    }
    for (const text of said('audio', 'audio_route')) expect(text).toMatch(/don't touch mains|不要碰市电/);
  });
});
