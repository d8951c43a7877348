import type { Trace } from '../../src/conversation/types.ts';
import type { Client } from './client.ts';

/** More questions than any conversation of one fault asks. */
const MOST_TURNS = 100;

const ANSWERS: Readonly<Record<string, string>> = {
  need: 'my camera has no power',
  'fault.describe': 'my camera has no power',
  'fault.more': 'done',
  'product.model': 'RS-D200',
  'product.serial': 'RS2210045',
  'product.purchaseDate': '2026-03-02',
  'contact.name': 'Sam Carter',
  'contact.email': 'sam@example.com',
  'contact.phone': '+44 20 7946 0123',
  'summary.confirm': 'send',
};

/** What a customer says whom no step of triage helps, whose unit nothing speaks against. */
const CHOICES = ['not_helped', 'no', 'authorized', 'intact', 'none', 'indoors', 'right', 'accept'];

/** The answer to what Wendy expects: the scripted one, else the first choice that fits, else the first there is. */
export function answerTo({ prompt, choices }: NonNullable<Trace['expects']>): string {
  const values = choices.map((choice) => choice.value);
  return ANSWERS[prompt] ?? CHOICES.find((choice) => values.includes(choice)) ?? values[0] ?? 'skip';
}

/**
 * Plays one conversation from "hello" to the technicians' queue and returns what the customer said, turn by turn.
 * Throws where the bot does not answer or the case does not come into the queue.
 */
export async function playToQueue(client: Client, conversation: string): Promise<string[]> {
  const said: string[] = [];
  for (let next = 'hello'; said.length < MOST_TURNS; ) {
    const { status, body } = await client.say(conversation, next);
    if (status !== 200) throw new Error(`"${next}" was answered with ${status}: ${body}`);
    said.push(next);
    const trace = traceIn(body);
    if (trace.case?.status === 'queued') return said;
    if (trace.expects === null) throw new Error(`Wendy asks nothing more in the state ${trace.state}`);
    next = answerTo(trace.expects);
  }
  throw new Error(`not in the queue after ${MOST_TURNS} turns: ${said.join(' / ')}`);
}

function traceIn(body: string): Trace {
  const { activities } = JSON.parse(body) as { activities: { type: string; value?: unknown }[] };
  const trace = activities.find((activity) => activity.type === 'trace');
  if (trace === undefined) throw new Error(`there is no turn trace in ${body}`);
  return trace.value as Trace;
}
