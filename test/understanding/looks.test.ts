import { describe, expect, test } from 'vitest';
import { said } from './reading.ts';

describe('where the model is asked for', () => {
  test.each([
    ['a grey turret, no sticker', 'grey turret, no sticker'],
    ["I don't know, it's a small black bullet", 'small black bullet'],
    ['the round white one at the gate', 'round white one at the gate'],
    ["it's a big old recorder without a label", 'big old recorder without a label'],
    ['4mp white dome', '4mp white dome'],
    ['半球', '半球'],
    ['就是那种灰色的圆的', '灰色的圆的'],
    ['黑色枪机，上面没有标签', '黑色枪机，上面没有标签'],
  ])('%s is how it looks', (text, value) => expect(said(text, 'model')).toEqual([`ANSWERED ${value}`]));

  test.each([
    'no idea',
    "can't read the label",
    'the label came off',
    "it's on the ceiling, I can't reach it",
    '标签看不清',
    '装得太高，够不着',
  ])('%s says that it is not known', (text) => expect(said(text, 'model')).toEqual(['ANSWERED unknown']));

  test.each(['white dome, model RS-D200', "it's the RS-D200 dome"])('%s names it', (text) =>
    expect(said(text, 'model')).toEqual(['ANSWERED RS-D200']),
  );

  test.each([
    ['my other dome is dead', 'FAULTS no_power'],
    ['the white dome has no sound', 'FAULTS audio'],
    ['dome black at night', 'FAULTS night_vision'],
    ['半球摄像头没有画面', 'FAULTS no_video'],
    ['摄像头', 'MISREAD no_model'],
    ['where is it?', 'MISREAD question'],
    ['skip', 'SKIP'],
  ])('%s is none', (text, event) => expect(said(text, 'model')).toEqual([event]));

  test('a serial number that is out of reach is left out', () =>
    expect(said("it's up on the wall, I can't reach it", 'serial')).toEqual(['SKIP']));
});
