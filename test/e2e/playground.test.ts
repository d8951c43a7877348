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
});
