import { expect, test } from 'vitest';
import { said } from './reading.ts';

test.each(['it works again', "it's fixed now, thanks", 'I got it working', '已经修好了', '现在正常了，谢谢'])(
  '%s means that nobody need look into it any more',
  (text) => {
    expect(said(text, 'none')).toEqual(['CANCEL']);
    expect(said(text, 'phone')).toEqual(['CANCEL']);
  },
);

test.each([
  ['it works now', 'wipe', 'ANSWERED helped'],
  ['it works now and then', 'none', 'PUZZLED'],
  ['it works now but the recorder beeps', 'describe', 'FAULTS recording_playback'],
  ['thanks', 'none', 'CHATTED thanks'],
] as const)('%s at %s is something else', (text, asked, event) =>
  expect(said(text, asked).join()).toContain(event),
);
