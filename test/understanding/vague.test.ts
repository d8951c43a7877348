import { describe, expect, test } from 'vitest';
import { read } from './reading.ts';

const USUAL = ['no_power', 'no_video', 'network'];

function found(text: string) {
  const [event] = read(text, 'describe').events;
  return event?.type === 'FAULTS' ? event.faults : [];
}

describe('a complaint that says no more than "it is broken"', () => {
  test.each([
    ['camera broken', USUAL],
    ['it doesnt work', USUAL],
    ['my camer isnt wroking sinse yestarday', USUAL],
    ['all 4 cameras stopped working after the storm', USUAL],
    ['nothing works', USUAL],
    ['the camera in the shop is broken, it is model RS-D200', USUAL],
    ['my dvr is faulty', ['no_power', 'no_video', 'recording_playback']],
    ['the ptz does not work any more', ['no_power', 'no_video', 'ptz_lens']],
    ['坏了', USUAL],
    ['不工作了', USUAL],
    ['我们家的摄像头突然用不了了', USUAL],
    ['录像机坏了', ['no_power', 'no_video', 'recording_playback']],
  ])('%s: asks which of the likely kinds it is', (text, kinds) => {
    expect(found(text)).toMatchObject([
      { sure: false, vague: true, guesses: kinds.map((label) => ({ label })) },
    ]);
  });

  test.each([
    ['the glass of the camera is broken'],
    ['its broken, it fell off the wall'],
    ['night vision not working'],
    ['the microphone is broken'],
    ['the power supply stopped working'],
    ['playback doesnt work'],
    ['电源适配器坏了'],
    ['夜视功能坏了'],
    ['摄像头摔坏了'],
  ])('%s: says what is wrong', (text) => {
    expect(found(text).map((fault) => fault.vague)).toEqual([undefined]);
  });

  test('two devices, one of them said vaguely, are two faults', () => {
    const faults = found('2 cameras not working and the recorder beeps');
    expect(faults.map(({ facts }) => facts.device)).toEqual(['camera', 'recorder']);
    expect(faults.map(({ vague }) => vague ?? false)).toEqual([true, false]);
  });
});
