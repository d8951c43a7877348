import { messageOf, post, type Speaker, type TurnTrace } from '../helpers/channel.ts';
import type { FarEnd } from '../helpers/far-end.ts';
import { createStaffClient } from '../helpers/staff-client.ts';
import { answerTo } from './answers.ts';

export const TOKEN = 'a-token-of-fixtures';

/** Where a conversation was left; the one of a member of staff shows no state. */
export interface Left {
  name: string;
  locale?: string;
  state?: string;
  prompt?: string | null;
  case?: { id: string; status: string } | null;
}

/** Wendy, of whom the conversations are held; each thing that is said takes a minute of her clock. */
export interface Stage {
  url: string;
  farEnd: FarEnd;
  minute(): void;
}

/** One customer, and where their conversation stands. */
interface Customer {
  name: string;
  trace: TurnTrace | undefined;
  says(text: string, changes?: Record<string, unknown>): Promise<void>;
  /** Answers what is asked until this is asked. */
  until(prompt: string): Promise<void>;
}

export function speakerOf(name: string, farEnd: Pick<FarEnd, 'url'>, locale?: string): Speaker {
  return { id: name, conversation: `talk-${name}`, serviceUrl: farEnd.url, ...(locale && { locale }) };
}

function customer({ url, farEnd, minute }: Stage, name: string, locale?: string): Customer {
  const speaker = speakerOf(name, farEnd, locale);
  const one: Customer = {
    name,
    trace: undefined,
    says: async (text, changes = {}) => {
      minute();
      const answer = await post(url, messageOf(speaker, text, changes));
      if (answer.status !== 200) throw new Error(`${name}: ${answer.status} ${answer.body}`);
      one.trace = answer.trace ?? one.trace;
    },
    until: async (prompt) => {
      for (let turns = 0; one.trace?.expects?.prompt !== prompt; turns++) {
        const asked = one.trace?.expects?.prompt;
        if (asked === undefined || turns > 60)
          throw new Error(`${name} does not come to ${prompt}: ${asked}`);
        await one.says(answerTo(asked));
      }
    },
  };
  return one;
}

const left = ({ name, trace }: Customer, locale?: string): Left => ({
  name,
  ...(locale && { locale }),
  ...(trace && { state: trace.state, prompt: trace.expects?.prompt ?? null, case: trace.case }),
});

/** The long conversations, stopped in the middle. */
export async function longScenes(stage: Stage): Promise<Left[]> {
  const arrives = customer(stage, 'arrives');
  await arrives.says('', { type: 'conversationUpdate', membersAdded: [{ id: 'arrives' }], text: undefined });
  const lists = customer(stage, 'lists');
  await lists.says('2 of my outdoor domes are black at night since the storm');
  await lists.says('and the recorder beeps');
  const tries = customer(stage, 'tries');
  await tries.says('my camera has no power, the lights are off');
  for (const text of ["that's all", 'no', 'nothing', 'one', 'constant', 'dc']) await tries.says(text);
  const product = customer(stage, 'product');
  await product.says('the picture of my dome is blurred');
  await product.until('product.serial');
  const topic = customer(stage, 'topic', 'zh-CN');
  await topic.says('摄像头晚上全黑 白天正常');
  await topic.until('warranty.place');
  const contact = customer(stage, 'contact');
  await contact.says('my camera has no power');
  await contact.until('contact.email');
  const edits = customer(stage, 'edits');
  await edits.says('there is no sound from my camera');
  await edits.until('summary.confirm');
  await edits.says('edit');
  return [arrives, lists, tries, product, topic, contact, edits].map((one) =>
    left(one, one === topic ? 'zh-CN' : undefined),
  );
}

/** Those that people have. */
export async function staffScenes(stage: Stage): Promise<Left[]> {
  const staff = createStaffClient(() => stage.url, TOKEN);
  const people = async (name: string): Promise<Customer> => {
    const one = customer(stage, name);
    await one.says('the recorder beeps, I need a technician');
    await one.until('contact.phone');
    await one.says('skip');
    return one;
  };
  const act = async (one: Customer, action: Record<string, unknown>): Promise<void> => {
    stage.minute();
    const { status, body } = await staff.act(one.trace?.case?.id ?? '', { as: 'tom', ...action });
    if (status !== 200) throw new Error(JSON.stringify(body));
  };
  const claim = async (one: Customer): Promise<void> => {
    const { body } = await staff.get(`/${one.trace?.case?.id}`);
    await act(one, { type: 'claim', version: (body as { version: number }).version });
  };
  const waits = await people('waits');
  const claimed = await people('claimed');
  await claim(claimed);
  await act(claimed, { type: 'reply', text: 'How many beeps?' });
  await claimed.says('three');
  const asked = await people('asked');
  await claim(asked);
  await act(asked, { type: 'resolve' });
  await stage.farEnd.until(() => told(stage.farEnd, 'asked', /Tom/), 'the word that it is solved');
  await asked.says('repeat');
  const tom = customer(stage, 'tom');
  await tom.says('/staff tom');
  await tom.says(`case ${claimed.trace?.case?.id}`);
  const unheard = customer(stage, 'unheard');
  await unheard.says('my camera has no power');
  stage.farEnd.refuseWith(503);
  await unheard.says("that's all", { deliveryMode: undefined });
  await unheard.says('repeat');
  const due = await people('due');
  return [waits, claimed, asked, tom, unheard, due].map((one) => left(one));
}

function told({ taken }: FarEnd, name: string, words: RegExp): boolean {
  return taken.some(
    ({ conversation, activity }) => conversation === `talk-${name}` && words.test(activity.text ?? ''),
  );
}
