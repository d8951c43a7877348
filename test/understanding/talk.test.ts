import { describe, expect, it } from 'vitest';
import { type Asked, read, said } from './reading.ts';

/** The first event of a text, without its stamps and its words. */
function first(text: string, asked: Asked = 'more', locale: 'en' | 'zh' = 'en'): Record<string, unknown> {
  const {
    at: _at,
    on: _on,
    text: _text,
    ...event
  } = read(text, asked, locale).events[0] as Record<string, unknown> & { at: string; on: string };
  return event;
}

describe('a list put right in words', () => {
  it.each([
    ['remove the second', { edit: 'remove', entry: { nth: 2 } }],
    ['please delete number 3 from the list', { edit: 'remove', entry: { nth: 3 } }],
    ['take the recorder off the list', { edit: 'remove', entry: { device: 'recorder' } }],
    ['delete the last one', { edit: 'remove', entry: { nth: -1 } }],
    ['remvoe the secodn one', { edit: 'remove', entry: { nth: 2 } }],
    ['1 and 2 are the same fault', { edit: 'merge', entry: { nth: 1 }, with: { nth: 2 } }],
    ['the first one is wrong', { edit: 'change', entry: { nth: 1 } }],
    ['删掉第二个', { edit: 'remove', entry: { nth: 2 } }],
    ['第一条和第二条是一回事', { edit: 'merge', entry: { nth: 1 }, with: { nth: 2 } }],
  ])('%s', (text, edited) => {
    expect(first(text)).toEqual({ type: 'EDITED', ...edited });
  });

  it.each([
    ['the second one is the recorder, not the camera', { device: 'recorder' }, { nth: 2 }],
    ['only one, not two', { quantity: 1 }, {}],
    ["no, it's 2 domes", { device: 'dome', quantity: 2 }, {}],
    ['I meant the recorder', { device: 'recorder' }, {}],
    ['第二个不是录像机，是显示器', { device: 'monitor' }, { nth: 2 }],
    ['只有一台，不是两台', { quantity: 1 }, {}],
  ])('%s', (text, facts, entry) => {
    expect(first(text)).toMatchObject({ type: 'DETAILED', facts, entry, corrects: true });
  });

  it('leaves alone what only sounds like it', () => {
    expect(said('when I remove the cover of the camera the picture is black', 'more')[0]).toMatch(/^FAULTS/);
    expect(said('the second camera has no picture', 'more')[0]).toMatch(/^FAULTS/);
    expect(said('last night the recorder began to beep', 'more')[0]).toMatch(/^FAULTS/);
  });
});

describe('what is said in passing', () => {
  it.each([
    ['this is ridiculous', 'CHATTED impatience'],
    ['how are you?', 'CHATTED how_are_you'],
    ['I have a question', 'CHATTED asks_to_ask'],
    ['May I ask you something?', 'CHATTED asks_to_ask'],
    ['sorry', 'CHATTED apology'],
    ['I already told you', 'CHATTED already_told'],
    ['I already tried that', 'CHATTED already_tried'],
    ["what's the weather like", 'CHATTED small_talk'],
    ['never mind', 'CANCEL'],
    ['forget it', 'CANCEL'],
    ['stop', 'CANCEL'],
    ['simpler please', 'WHY'],
    ['what did I tell you so far?', 'LIST'],
    ['算了', 'CANCEL'],
    ['你好烦啊，快点', 'CHATTED impatience'],
    ['说简单点', 'WHY'],
    ['我刚才说了什么', 'LIST'],
    ['我说过了', 'CHATTED already_told'],
  ])('%s is %s wherever it is said', (text, meant) => {
    for (const asked of ['more', 'smell', 'name', 'serial'] as const)
      expect(said(text, asked)).toEqual([meant]);
  });

  it('keeps what matters beside it', () => {
    expect(said('this is ridiculous, the recorder beeps', 'more')).toEqual(['FAULTS recording_playback']);
    expect(said('hurry up, no', 'smell')).toEqual(['ANSWERED no']);
    expect(said('烦死了，录像机一直响', 'more', 'zh')).toEqual(['FAULTS recording_playback']);
  });
});
