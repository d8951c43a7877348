import { describe, expect, test } from 'vitest';
import { parseJourney } from './parse.ts';
import { play } from './play.ts';

const journey = (...lines: string[]) => parseJourney('a.journey', ['# A journey', ...lines].join('\n'));

describe('a journey file', () => {
  test('is read line by line, with texts that go on and facts below the case', () => {
    const { title, steps } = journey(
      'Customer ana: hello: you',
      '  there',
      '> a remark',
      '',
      'The case has:',
      '  units.0.serial: RS-1',
      'Customer:',
    );
    expect(title).toBe('A journey');
    expect(steps).toEqual([
      { line: 2, kind: 'customer', who: 'customer ana', text: 'hello: you\nthere' },
      { line: 7, kind: 'has', path: 'units.0.serial', test: 'is', value: 'RS-1' },
      { line: 8, kind: 'customer', who: 'customer', text: '' },
    ]);
  });

  test.each([
    ['an unknown line', ['Customer: hi', 'Wendy shouts: hi'], 'a.journey:3: can\'t read "Wendy shouts: hi"'],
    ['a fact without a value', ['The case has:', '  status'], 'a.journey:3: can\'t read "status"'],
    ['an indented line on its own', ['Asks: need', '  more'], 'a.journey:3: an indented line'],
    ['a time that is none', ['Begins: on Monday'], 'a.journey:2: no instant'],
  ])('with %s is refused by file and line', (_what, lines, message) => {
    expect(() => journey(...lines)).toThrow(message);
  });

  test('without a title is refused', () => {
    expect(() => parseJourney('b.journey', 'Customer: hi')).toThrow('b.journey:1');
  });

  test.each([
    ['another state', ['Customer: hello', 'State: fault.more'], 'a.journey:3: it is "need"'],
    [
      'words that were not said',
      ['Customer: hello', 'Wendy: Goodbye'],
      'a.journey:3: "Goodbye" was not said',
    ],
    ['silence where there was none', ['Customer: hello', 'Nothing is said'], 'a.journey:3: it is ['],
    ['words out of order', ['Customer: hello', 'Wendy: What can I', "Wendy: I'm a program"], 'a.journey:4: '],
    [
      'another fact',
      ['Customer: my camera has no power', 'The case has:', '  faults.0.label: audio'],
      'a.journey:4: it is "no_power"',
    ],
  ])('fails by file and line on %s', async (_what, lines, message) => {
    await expect(play('a.journey', journey(...lines), { restarts: false, patience: 200 })).rejects.toThrow(
      message,
    );
  });
});
