import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import { type Answer, messageOf, post, type Speaker } from '../helpers/channel.ts';
import type { FarEnd } from '../helpers/far-end.ts';
import type { Process } from '../helpers/process.ts';
import { SCRIPT } from './nothing-helps.ts';
import { heardInline, heardThere, type Turn } from './script-walk.ts';

/** How long an answer may take while the instances are being killed, ms. */
const PATIENCE = 120_000;

/** A customer who says the whole script, each message again and again until it is answered. */
export interface Customer {
  speaker: Speaker;
  /** Whether the answers come in the response, or are sent to the far end. */
  inline: boolean;
  turns: Turn[];
  /** Where the conversation stood after each turn: state and prompt. */
  stood: { state: string | undefined; asked: string | null }[];
  /** The ids of the messages whose answer was cut off, and which were sent again. */
  resent: Set<string>;
}

export function newCustomer(id: string, inline: boolean, serviceUrl: string): Customer {
  const speaker = { id, conversation: `talk-${id}`, serviceUrl };
  return { speaker, inline, turns: [], stood: [], resent: new Set() };
}

/** The whole script, to one instance; where it does not answer, to the next. */
export async function sayAll(
  customer: Customer,
  wendys: readonly Process[],
  farEnd: FarEnd,
  first: number,
): Promise<void> {
  for (const { says, prompt } of SCRIPT) {
    expect(customer.stood.at(-1)?.asked ?? null, says).toBe(prompt);
    const message = messageOf(customer.speaker, says, {
      deliveryMode: customer.inline ? 'expectReplies' : undefined,
    });
    const answer = await untilTaken(message, customer, wendys, first + customer.turns.length);
    const { hears, ...stands } = customer.inline
      ? heardInline(answer)
      : await heardThere(farEnd, message.id, PATIENCE);
    customer.turns.push({ message, hears });
    customer.stood.push(stands);
  }
}

async function untilTaken(
  message: ReturnType<typeof messageOf>,
  { resent }: Customer,
  wendys: readonly Process[],
  first: number,
): Promise<Answer> {
  for (let nth = first; ; nth++) {
    const { url } = wendys[nth % wendys.length] as Process;
    const answer = await post(url, message).catch((error: Error) => error);
    if (!(answer instanceof Error) && answer.status < 500) {
      expect(answer.status, answer.body).toBe(200);
      return answer;
    }
    if (!(answer instanceof Error && isRefused(answer))) resent.add(message.id);
    await wait(20);
  }
}

/** Nobody listened: the message was not taken. */
function isRefused({ cause }: Error): boolean {
  return (cause as { code?: string } | undefined)?.code === 'ECONNREFUSED';
}
