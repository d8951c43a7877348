import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createMessageClassifier } from '../../src/understanding/classify.ts';
import { loadPhrases } from '../../src/understanding/load.ts';
import { said } from './reading.ts';

const classify = createMessageClassifier(loadPhrases(join(import.meta.dirname, '../../locales')));

describe('who declines a person', () => {
  test.each([
    ["I don't want a human, my picture is blurry", 'poor_image'],
    ['dont want a person, just no picture', 'no_video'],
    ['no need for a person, the camera has no sound', 'audio'],
    ["please don't transfer me to an agent, the recorder does not record", 'recording_playback'],
    ['不要转人工，摄像机没有声音', 'audio'],
    ['别给我转人工，半球晚上看不清', 'night_vision'],
  ])('has their fault heard: %s', (text, label) => {
    expect(classify(text, 'en')[0]?.label).toBe(label);
    expect(said(text, 'describe')).toEqual([`FAULTS ${label}`]);
  });

  test.each([
    "I don't want a human",
    "please don't transfer me to an agent",
    'I do not want to talk to a person',
    'not a person please',
    '不需要人工',
    '不想找真人',
    '别给我转人工',
  ])('is fetched none: %s', (text) => {
    expect(classify(text, 'en')[0]?.label).not.toBe('human_agent');
    for (const asked of ['describe', 'smell', 'name'] as const)
      expect(said(text, asked)).toEqual(['CHATTED no_person']);
  });

  test.each([
    "I don't want to talk to a bot, give me a person",
    'I need a human not a machine',
    '我要人工，不要机器人',
  ])('and not who declines a bot: %s', (text) => {
    expect(classify(text, 'en')[0]?.label).toBe('human_agent');
    expect(said(text, 'describe')).toContain('PERSON');
  });

  test('nor who does not want to be watched', () => {
    expect(said("I don't want people watching my camera", 'describe')).not.toContain('CHATTED no_person');
  });

  test('of a repair, asks what they ask', () => {
    expect(classify('不用报修，我就想问价格', 'zh')[0]?.label).toBe('presales_order');
  });
});
