import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Answer, messageOf, post, type Speaker } from '../helpers/channel.ts';
import { type FarEnd, openFarEnd } from '../helpers/far-end.ts';
import { openProcess, type Process } from '../helpers/process.ts';
import { at, type Json } from '../helpers/staff-client.ts';
import { SCRIPT } from './nothing-helps.ts';
import { expectInOrder, expectTheCase, heardInline, heardThere, type Turn } from './script-walk.ts';

/** Ms after a message within which she is killed in the middle of its turn. */
const WITHIN = 30;

/** A customer on the way through the script. */
interface Customer {
  speaker: Speaker;
  /** Whether the answers come in the response, or are sent to the far end. */
  inline: boolean;
  turns: Turn[];
  /** The prompt that stands. */
  asked: string | null;
}

/** Posts what these customers say next; where a kill is due, in the middle of it, and then all of it once more. */
async function takeTurns(
  wendy: Process,
  farEnd: FarEnd,
  customers: readonly Customer[],
  kills: boolean,
): Promise<void> {
  const said = customers.map((customer) => {
    const { says = '', prompt } = SCRIPT[customer.turns.length] ?? {};
    expect(customer.asked, says).toBe(prompt);
    const message = messageOf(customer.speaker, says, {
      deliveryMode: customer.inline ? 'expectReplies' : undefined,
    });
    return { customer, message };
  });
  const send = () => said.map(({ message }) => post(wendy.url, message));
  let cutOff: (Answer | undefined)[] = [];
  if (kills) {
    const answers = send().map((answer) => answer.catch(() => undefined));
    await wait(Math.random() * WITHIN);
    await wendy.kill();
    cutOff = await Promise.all(answers);
    await wendy.start();
  }
  const answers = await Promise.all(send());
  for (const [index, { customer, message }] of said.entries()) {
    const answer = answers[index] as Answer;
    expect(answer.status).toBe(200);
    if (cutOff[index]) expect(answer.activities).toEqual(cutOff[index].activities);
    const { hears, asked } = customer.inline ? heardInline(answer) : await heardThere(farEnd, message.id);
    customer.turns.push({ message, hears });
    customer.asked = asked;
  }
}

describe('kill -9 on the way from hello to a queued case', () => {
  test('the same question stands, one case, nothing is lost and nothing twice', {
    timeout: 240_000,
  }, async () => {
    const wendy = await openProcess();
    const farEnd = await openFarEnd();
    onTestFinished(() => farEnd.close());
    const customer = (id: string, inline: boolean): Customer => {
      const speaker = { id, conversation: `talk-${id}`, serviceUrl: farEnd.url };
      return { speaker, inline, turns: [], asked: null };
    };
    const sam = customer('sam', true);
    const kim = customer('kim', false);
    await wendy.start();
    // Kim is a turn behind Sam: so killing in every other round meets each turn of the script.
    const killing = Math.floor(Math.random() * 2);
    for (let round = 0; round <= SCRIPT.length; round++) {
      const due = [...(round < SCRIPT.length ? [sam] : []), ...(round > 0 ? [kim] : [])];
      await takeTurns(wendy, farEnd, due, round % 2 === killing);
    }
    await wendy.kill();
    await wendy.start();
    expectInOrder(farEnd, kim.speaker.conversation, kim.turns);
    const { body } = await wendy.staff.get('?limit=200');
    const cases = at(body, 'cases') as Json[];
    expect(cases).toHaveLength(2);
    for (const { speaker, turns } of [sam, kim]) {
      expectTheCase(
        cases.find((one) => at(one, 'customer.id') === `emulator:${speaker.id}`),
        turns,
      );
    }
  });
});
