import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { playgroundArguments } from '../../src/commands/playground.ts';
import { at } from '../helpers/staff-client.ts';
import { openWendy } from '../helpers/wendy.ts';

interface Message {
  messageId: string;
  text?: string;
  from?: { id: string };
  attachments?: { contentType: string; content: unknown }[];
}

const CLI = new URL('../../node_modules/@microsoft/m365agentsplayground/cli.js', import.meta.url).pathname;

/** The Agents Playground against Wendy, without a browser: its own HTTP API and its stream of messages. */
async function openPlayground(botUrl: string, channel: string) {
  const port = 40_000 + (process.pid % 10_000);
  const child = spawn(
    process.execPath,
    [CLI, 'start', ...playgroundArguments([channel, '--port', String(port)], botUrl)],
    {
      env: { ...process.env, TEAMSAPPTESTER_BROWSER: 'none' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  onTestFinished(async () => stop(child));
  const url = `http://localhost:${await portOf(child)}`;
  const { config } = (await (await fetch(`${url}/_internal/v1/config`)).json()) as {
    config: { personalChat: { id: string }; currentUser: { id: string } };
  };
  const messages: Message[] = [];
  const waiting: (() => void)[] = [];
  const socket = new WebSocket(`${url.replace('http', 'ws')}/_ws_conversation/v1/conversations/stream`);
  socket.onmessage = ({ data }) => {
    const frame = JSON.parse(String(data)) as { message?: Message };
    if (frame.message) messages.push(frame.message);
    for (const wake of waiting.splice(0)) wake();
  };
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
  onTestFinished(() => socket.close());

  async function heard(what: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      const found = messages.find(what);
      if (found) return found;
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  }

  let read = 0;
  /** The next message of the bot that asks something, with all that was said since the last. */
  async function asked(): Promise<{ message: Message; text: string }> {
    let text = '';
    for (;;) {
      while (read < messages.length) {
        const message = messages[read++];
        if (!message || message.from?.id === config.currentUser.id) continue;
        text += shown(message);
        if (isQuestion(message)) return { message, text };
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  }

  async function call(path: string, body: object): Promise<void> {
    const response = await fetch(`${url}/_conversation${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ from: { id: config.currentUser.id }, ...body }),
    });
    expect(response.status, await response.text()).toBe(200);
  }

  return {
    heard,
    asked,
    say: (text: string) =>
      call(`/v1/conversations/${config.personalChat.id}/messages`, { text, textFormat: 'plain' }),
    submit: (replyToId: string, value: unknown) =>
      call('/v1/submit', { conversation: { id: config.personalChat.id }, replyToId, value }),
  };
}

async function portOf(child: ChildProcess): Promise<number> {
  let out = '';
  for await (const chunk of child.stdout as NodeJS.ReadableStream) {
    out += String(chunk);
    const port = /Listening on (\d+)/.exec(out)?.[1];
    if (port) return Number(port);
  }
  throw new Error(`the playground did not start: ${out}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

const cardOf = ({ attachments }: Message) =>
  attachments?.find((one) => one.contentType === 'application/vnd.microsoft.card.adaptive')?.content;
/** What the buttons of a message's card submit. */
function buttons(message: Message): { choice?: string; staff?: string }[] {
  const found: { choice?: string; staff?: string }[] = [];
  JSON.stringify(cardOf(message) ?? null, (_key, value) => {
    if (value?.type === 'Action.Submit') found.push(value.data);
    return value;
  });
  return found;
}

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

const shown = (message: Message): string => `${message.text ?? ''}${JSON.stringify(cardOf(message) ?? '')}`;

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
    await playground.submit(queue.messageId, buttons(queue)[0]);
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
      const { message, text } = await playground.asked();
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
