import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished } from 'vitest';
import { playgroundArguments } from '../../src/commands/playground.ts';
import { freePort } from '../helpers/process.ts';

/** A message as the Playground keeps it. */
export interface Message {
  messageId: string;
  text?: string;
  from?: { id: string };
  attachments?: { contentType: string; content: unknown }[];
}

/** What a button submits: a customer's choice, or a deed of staff. */
export type ButtonData = { choice?: string; staff?: string } & Record<string, unknown>;

/** The Agents Playground without its page: one person in a personal chat of their own. */
export interface Playground {
  /** All that was shown so far, in order; a message that was changed stands there again. */
  readonly messages: readonly Message[];
  /** The first such message from this place on, as soon as it is there; rejects once nothing comes any more. */
  heard(what: (message: Message) => boolean, from?: number): Promise<Message>;
  /** The next message of the bot that is such a one, with all that was said since the last. */
  next(what: (message: Message) => boolean): Promise<{ message: Message; text: string }>;
  say(text: string): Promise<void>;
  /** Presses a button of a message's card: what it submits, with what was filled in. */
  submit(replyToId: string, value: unknown): Promise<void>;
}

const CLI = new URL('../../node_modules/@microsoft/m365agentsplayground/cli.js', import.meta.url).pathname;
/** For how long nothing may come where something is waited for. */
const PATIENCE = 60_000;
let opened = 0;

/** Opens one on a port of its own, in a conversation of its own; it goes with the test. */
export async function openPlayground(botUrl: string, channel: string): Promise<Playground> {
  const args = playgroundArguments([channel, '--port', String(await freePort())], botUrl);
  const child = spawn(
    process.execPath,
    [CLI, 'start', ...args, '--conversation-id', `playground-${++opened}`],
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
  const more = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(lastOf(messages))), PATIENCE);
      waiting.push(() => {
        clearTimeout(late);
        resolve();
      });
    });

  async function call(path: string, body: object): Promise<void> {
    const response = await fetch(`${url}/_conversation${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ from: { id: config.currentUser.id }, ...body }),
    });
    expect(response.status, await response.text()).toBe(200);
  }

  let read = 0;
  return {
    messages,
    heard: async (what, from = 0) => {
      for (;;) {
        const found = messages.slice(from).find(what);
        if (found) return found;
        await more();
      }
    },
    next: async (what) => {
      for (let text = ''; ; await more()) {
        while (read < messages.length) {
          const message = messages[read++];
          if (!message || message.from?.id === config.currentUser.id) continue;
          text += shown(message);
          if (what(message)) return { message, text };
        }
      }
    },
    say: (text) =>
      call(`/v1/conversations/${config.personalChat.id}/messages`, { text, textFormat: 'plain' }),
    submit: (replyToId, value) =>
      call('/v1/submit', { conversation: { id: config.personalChat.id }, replyToId, value }),
  };
}

/** What tells why a wait is in vain. */
const lastOf = (messages: readonly Message[]): string =>
  `nothing more was shown: ${messages.slice(-4).map(shown).join('\n')}`;

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

const cardOf = ({ attachments }: Message): unknown =>
  attachments?.find((one) => one.contentType === 'application/vnd.microsoft.card.adaptive')?.content;

/** Everything that a message says, its card as JSON. */
export const shown = (message: Message): string =>
  `${message.text ?? ''}${JSON.stringify(cardOf(message) ?? '')}`;

/** What the buttons of a message's card submit. */
export function buttons(message: Message): ButtonData[] {
  return parts<{ data: ButtonData }>(message, (type) => type === 'Action.Submit').map(({ data }) => data);
}

/** What stands in the inputs of a message's card, by their ids. */
export function inputs(message: Message): Record<string, string> {
  const found = parts<{ id: string; value?: string }>(message, (type) => type.startsWith('Input.'));
  return Object.fromEntries(found.map(({ id, value = '' }) => [id, value]));
}

/** All parts of a type in a message's card, wherever they stand. */
function parts<Part>(message: Message, is: (type: string) => boolean): Part[] {
  const found: Part[] = [];
  JSON.stringify(cardOf(message) ?? null, (_key, value) => {
    if (typeof value?.type === 'string' && is(value.type)) found.push(value);
    return value;
  });
  return found;
}
