import { describe, expect, it } from 'vitest';
import { at } from '../helpers/staff-client.ts';
import { openWendy } from '../helpers/wendy.ts';
import { buttons, type Message, openPlayground, shown } from './playground.ts';

/** What is typed where there are no buttons, by what is asked. */
const TYPED: readonly [RegExp, string][] = [
  [/Which model/, 'RS-D200'],
  [/serial number\?|is on the label/i, 'RS26-0700001'],
  [/bought|purchase/i, '2026-03-02'],
  [/Since when/i, 'since May'],
  [/your name/, 'Sam Carter'],
  [/mail address/, 'sam@example.com'],
  [/phone number/, '+44 20 7946 0018'],
];

/** What is pressed, the first of these that is offered; where it is about safety, there is no danger. */
const PRESSED = [
  'done',
  'accept',
  'send',
  'not_helped',
  'authorized',
  'intact',
  'indoors',
  'none',
  'unknown',
];

const typedFor = (message: Message): string | undefined =>
  buttons(message).length > 0 ? undefined : TYPED.find(([asks]) => asks.test(shown(message)))?.[1];

const isQuestion = (message: Message): boolean =>
  buttons(message).some(({ choice }) => choice !== undefined) || typedFor(message) !== undefined;

function pressedFor(message: Message, text: string) {
  const wanted = text.includes('Safety first') ? ['no'] : PRESSED;
  const choice = wanted.find((one) => buttons(message).some((button) => button.choice === one));
  return buttons(message).find((button) => button.choice === choice) ?? buttons(message)[0];
}

describe('in the Agents Playground, on msteams', () => {
  it('a customer answers by a card, and a technician claims the case by one', async () => {
    const wendy = await openWendy();
    const playground = await openPlayground(wendy.url, 'msteams');
    await playground.say('my camera is black at night');
    await playground.heard((message) => shown(message).includes('Is anything missing or wrong?'));
    const list = await playground.heard((message) =>
      buttons(message).some(({ choice }) => choice === 'done'),
    );
    const done = buttons(list).find(({ choice }) => choice === 'done');
    await playground.submit(list.messageId, done);
    await playground.heard((message) => shown(message).includes('Safety first'));
    await playground.say('person');
    await playground.heard((message) => shown(message).includes('C-1001'));

    await playground.say('/staff tom');
    await playground.heard((message) => shown(message).includes('Hello Tom'));
    await playground.say('queue');
    const queue = await playground.heard((message) =>
      buttons(message).some(({ staff }) => staff === 'claim'),
    );
    await playground.submit(
      queue.messageId,
      buttons(queue).find(({ staff }) => staff === 'claim'),
    );
    await playground.heard((message) => buttons(message).some(({ staff }) => staff === 'resolve'));
    expect(at((await wendy.staff.get('/C-1001')).body, 'assignee')).toBe('tom');
  });

  it('a customer comes by cards alone, and typing what no card asks, to a case that waits in the queue', async () => {
    const wendy = await openWendy();
    const playground = await openPlayground(wendy.url, 'msteams');
    await playground.say('my camera is black at night');
    const questions: string[] = [];
    let presses = 0;
    for (let last: unknown; last !== 'send' && questions.length < 60; ) {
      const { message, text } = await playground.next(isQuestion);
      questions.push(text);
      const typed = typedFor(message);
      const button = pressedFor(message, text);
      last = button?.choice;
      if (typed !== undefined) await playground.say(typed);
      else {
        await playground.submit(message.messageId, button);
        presses++;
      }
    }
    await playground.heard((message) => shown(message).includes('C-1001'));
    const { body } = await wendy.staff.get('/C-1001');
    expect(at(body, 'status')).toBe('queued');
    expect(at(body, 'contact')).toEqual({
      name: 'Sam Carter',
      email: 'sam@example.com',
      phone: '+442079460018',
    });
    expect(at(body, 'units.0')).toMatchObject({ model: 'RS-D200', serial: 'RS26-0700001' });
    expect((at(body, 'faults.0.steps') as unknown[]).length).toBeGreaterThan(3);
    expect(presses).toBeGreaterThan(8);
    expect(questions.filter((text) => text.includes('Fault 1 of') || text.includes('Step '))).not.toEqual([]);
    expect(wendy.errors).toEqual([]);
  });

  it('a button of an earlier question does nothing, and says so', async () => {
    const wendy = await openWendy();
    const playground = await openPlayground(wendy.url, 'msteams');
    await playground.say('my camera is black at night');
    const list = await playground.heard((message) =>
      buttons(message).some(({ choice }) => choice === 'done'),
    );
    const done = buttons(list).find(({ choice }) => choice === 'done');
    await playground.submit(list.messageId, done);
    await playground.heard((message) => shown(message).includes('Safety first'));
    await playground.submit(list.messageId, done);
    await playground.heard((message) => shown(message).includes('belongs to an earlier question'));
    const { body } = await wendy.staff.get('/C-1001');
    expect(at(body, 'faults.0.steps')).toEqual([]);
  });
});
