import { expect, test } from 'vitest';
import type { Message, Question } from '../../dialogs/message.ts';
import { said, understanding } from './reading.ts';

const message = { key: 'any' } as unknown as Message;
const funnel: Question = {
  prompt: 'sales.question',
  say: message,
  choices: [],
  free: 'note',
  skippable: true,
  why: message,
};

function inFunnel(text: string): string[] {
  const at = { at: '2026-11-23T10:00:00Z', on: '2026-11-23' };
  return understanding.read(text, { question: funnel, locale: 'en', ...at }).events.map(({ type }) => type);
}

test.each(['12345', '007', '#88213', '123 456'])('%s alone is asked back', (text) => {
  expect(said(text, 'need')).toEqual(['MISREAD what_number']);
  expect(said(text, 'describe')).toEqual(['MISREAD what_number']);
});

test('a number beside a fault, one of the choices, and one to people is not', () => {
  expect(said('12345 is dead', 'need')).toEqual(['FAULTS no_power']);
  expect(said('3', 'need')).toEqual(['ANSWERED order']);
  expect(said('12345', 'none')).not.toContain('MISREAD what_number');
});

test.each(['why should I tell you?', '凭什么告诉你'])('%s asks why', (text) => {
  expect(said(text, 'need')).toEqual(['WHY']);
  expect(inFunnel(text)).toEqual(['WHY']);
});

test.each(['dead', 'my recorder does not record', '没有图像'])('%s is no question for sales', (text) =>
  expect(inFunnel(text)).toEqual(['FAULTS']),
);

test.each(['night vision range', 'delivery to Kenya'])('%s is one', (text) =>
  expect(inFunnel(text)).toEqual(['ANSWERED']),
);
