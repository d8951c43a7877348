import { describe, expect, test } from 'vitest';
import type { Message, Question } from '../../dialogs/message.ts';
import { read, said, understanding } from './reading.ts';

const message = { key: 'any' } as unknown as Message;
const closing: Question = {
  prompt: 'cancel.confirm',
  say: message,
  choices: ['right', 'wrong'].map((value) => ({ value, title: message })),
  free: 'none',
  skippable: true,
  why: message,
  decides: { close: 'right', keep: 'wrong' },
};

function decided(text: string): string | undefined {
  const { events } = understanding.read(text, {
    question: closing,
    locale: 'en',
    at: '2026-11-23T10:00:00Z',
    on: '2026-11-23',
  });
  const [event] = events;
  return event?.type === 'ANSWERED' ? event.value : undefined;
}

describe('whether a case is to be closed', () => {
  test.each(['yes', 'yes, close it', 'Close my case please', 'ok close it', '是的', '关吧', '确定关闭'])(
    '%s closes it',
    (text) => expect(decided(text)).toBe('right'),
  );
  test.each([
    "actually let's go on",
    'keep it',
    "no don't",
    'no please dont close it',
    'continue',
    'yes I mean no, keep it open',
    '继续',
    '还是继续吧',
    '别关',
    '先不要关',
  ])('%s keeps it', (text) => expect(decided(text)).toBe('wrong'));
  test.each(['ok', 'hm', 'sure whatever', 'stop', 'fine', 'what does that mean', '好的', '嗯', '可以吧'])(
    '%s is not clear',
    (text) => expect(decided(text)).toBeUndefined(),
  );
});

describe('where a name is asked', () => {
  test.each([
    'ok',
    'hm',
    "let's go on",
    'actually lets go on',
    'i dont want that',
    'what for',
    'just fix it',
    '好的',
    '等等',
    '怎么还没人',
  ])('%s is none', (text) => expect(said(text, 'name').join()).not.toMatch(/^ANSWERED/));
  test.each([
    ['Will Chan', 'Will Chan'],
    ["Dr. Ann O'Neill-Smith", "Dr. Ann O'Neill-Smith"],
    ['May', 'May'],
    ['An Nguyen', 'An Nguyen'],
    ['张伟', '张伟'],
    ['我叫王小明', '王小明'],
  ])('%s is %s', (text, name) => expect(said(text, 'name')).toEqual([`ANSWERED ${name}`]));
  test.each([
    ['how much does a new one cost?', 'ASKED order'],
    ['is it under warranty', 'ASKED warranty_terms'],
    ['what are your hours', 'ASKED hours'],
    ['who pays the freight', 'ASKED freight'],
    ['how long will it take???', 'ASKED repair_time'],
    ['wait', 'CHATTED wait'],
    ['hold on please', 'CHATTED wait'],
  ])('%s is answered', (text, event) => expect(said(text, 'name')).toEqual([event]));
});

describe('how to reach somebody, as people write it', () => {
  test.each([
    ['sam@example,com', 'sam@example.com'],
    ['sam @ example.com', 'sam@example.com'],
    ['sam(at)example.com', 'sam@example.com'],
    ['sam@example dot com', 'sam@example.com'],
    ['邮箱是sam@example，com', 'sam@example.com'],
  ])('%s is %s', (text, value) => expect(said(text, 'email')).toEqual([`ANSWERED ${value}`]));
  test.each([
    ['0044 20 7946 0018', '+442079460018'],
    ['+44 (0)20 7946 0018', '+442079460018'],
    ['020 7946 0018 ask for sam', '+442079460018'],
    ['+86 一三八零零一三八零零零', '+8613800138000'],
  ])('%s is %s', (text, value) => expect(said(text, 'phone')).toEqual([`ANSWERED ${value}`]));
  test('a serial number in two words is one', () => {
    expect(said('rs26 0101234', 'serial')).toEqual(['ANSWERED RS26-0101234']);
  });
});

describe('what is no fault, where one was to be told', () => {
  test.each(['im not sure', 'no idea', 'yes', 'no', '不知道'])('%s is none', (text) => {
    expect(read(text, 'need').events.map(({ type }) => type)).not.toContain('FAULTS');
  });
  test.each(['no', 'nothing', "that's all", '没有了', '没有'])('%s ends the list', (text) => {
    expect(said(text, 'describe')).toEqual(['ANSWERED done']);
  });
  test.each([
    "that's all dear",
    'yes thats all you stupid machine',
    'looks good',
    'thats al',
    '没有漏的',
    '对',
  ])('%s ends it, too', (text) => expect(said(text, 'more')).toContain('ANSWERED done'));
});

describe('danger in other words', () => {
  test.each([
    'it smelled burnt last week',
    'somebody posted pictures of my house on a website',
    'videos of us are online, from our camera',
    'a stranger talks to my kids through the camera',
    'someone else moves my camera at night',
    '我家视频被传到网上了',
    '摄像头里有陌生人在说话',
  ])('%s goes to a person', (text) => expect(said(text, 'describe')).toContain('DANGER'));
  test.each([
    'smoke from the neighbours bbq sets off the motion alarm',
    'the camera in the smoke house has no picture',
    'i dont see any sparks or smoke, its just dead',
    '没有漏电，就是没画面',
  ])('%s does not', (text) => expect(said(text, 'describe')).not.toContain('DANGER'));
});
