import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Answer, messageOf, post, type Speaker, traceSchema } from '../helpers/channel.ts';
import { type FarEnd, openFarEnd } from '../helpers/far-end.ts';
import { openProcess, type Process } from '../helpers/process.ts';
import { at, type Json } from '../helpers/staff-client.ts';
import { BOUGHT, FACTS, SCRIPT, STEPS } from './nothing-helps.ts';

/** Ms after a message within which she is killed in the middle of its turn. */
const WITHIN = 30;

interface Turn {
  message: { id: string; text: string };
  hears: string[];
}

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

function heardInline({ texts, trace }: Answer) {
  return { hears: texts, asked: trace?.expects?.prompt ?? null };
}

/** What the far end was sent in answer, each text once: it may have come twice. */
async function heardThere(farEnd: FarEnd, id: string) {
  const sent = () => farEnd.taken.filter(({ replyTo }) => replyTo === id).map(({ activity }) => activity);
  const trace = () => sent().find(({ type }) => type === 'trace');
  await farEnd.until(() => trace() !== undefined, 'the answer');
  const texts = sent().flatMap(({ type, text }) => (type === 'message' && text !== undefined ? [text] : []));
  return { hears: [...new Set(texts)], asked: traceSchema.parse(trace()?.value).expects?.prompt ?? null };
}

/** Whether the answers came to the far end in the order in which they were given, as far as each came first. */
function expectInOrder(farEnd: FarEnd, turns: readonly Turn[]): void {
  const ids = turns.map(({ message }) => message.id);
  const order = farEnd.taken.map(({ replyTo }) => ids.indexOf(replyTo ?? ''));
  expect([...new Set(order)]).toEqual(ids.map((_id, index) => index));
}

function expectTheCase(found: Json | undefined, turns: readonly Turn[]): void {
  expect(found).toMatchObject({
    status: 'queued',
    queue: 'technicians',
    priority: 'normal',
    assignee: null,
    contact: { name: 'Sam Carter', email: 'sam@example.com', phone: '+442079460018' },
    units: [{ model: 'RS-D210', kind: 'camera', serial: 'RS-4471', purchaseDate: BOUGHT }],
    faults: [
      {
        label: 'no_power',
        description: 'my dome camera at the gate has no power',
        since: 'since last Tuesday, I think',
        steps: STEPS.map((step) => ({ ...step, at: expect.any(String) })),
      },
    ],
  });
  const facts = at(found, 'units.0.warranty.facts');
  for (const [name, value] of Object.entries(FACTS)) {
    const fact = { value, by: 'customer', at: expect.stringMatching(/^\d{4}-.*Z$/), was: [] };
    expect(at(facts, name), name).toEqual(fact);
  }
  expect(at(facts, 'reportedOn')).toMatchObject({ by: 'system', was: [] });
  const said = at(found, 'transcript') as { from: string; text: string }[];
  expect(said.map(({ from, text }) => ({ from, text }))).toEqual(
    turns.flatMap(({ message, hears }) => [
      { from: 'customer', text: message.text },
      ...hears.map((text) => ({ from: 'bot', text })),
    ]),
  );
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
    expectInOrder(farEnd, kim.turns);
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
