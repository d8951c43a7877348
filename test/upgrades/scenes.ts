import { messageOf, post, type Speaker, type TurnTrace } from '../helpers/channel.ts';
import type { FarEnd } from '../helpers/far-end.ts';
import { createStaffClient } from '../helpers/staff-client.ts';
import { answerTo } from './answers.ts';

export const TOKEN = 'a-token-of-fixtures';
/** What nobody understood until it was taught. */
export const UNKNOWN_WORDS = 'my thing is a disco now';

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

/** Customers whose cases people have, and what staff do with them. */
function deskOf(stage: Stage) {
  const staff = createStaffClient(() => stage.url, TOKEN);
  const act = async (one: Customer, action: Record<string, unknown>): Promise<void> => {
    stage.minute();
    const id = one.trace?.case?.id ?? '';
    const { body: before } = await staff.get(`/${id}`);
    const { version } = before as { version: number };
    const { status, body } = await staff.act(id, { as: 'tom', version, ...action });
    if (status !== 200) throw new Error(JSON.stringify(body));
  };
  return {
    act,
    people: async (name: string): Promise<Customer> => {
      const one = customer(stage, name);
      await one.says('the recorder beeps, I need a technician');
      await one.until('contact.phone');
      await one.says('skip');
      return one;
    },
    claim: (one: Customer, as = 'tom'): Promise<void> => act(one, { type: 'claim', as }),
    heard: (one: Customer, words: RegExp): Promise<void> =>
      stage.farEnd.until(() => told(stage.farEnd, one.name, words), `${one.name} hears ${words}`),
  };
}

/** Those that people have. */
export async function staffScenes(stage: Stage): Promise<Left[]> {
  const { people, act, claim, heard } = deskOf(stage);
  const waits = await people('waits');
  const claimed = await people('claimed');
  await claim(claimed);
  await act(claimed, { type: 'reply', text: 'How many beeps?' });
  await claimed.says('three');
  const asked = await people('asked');
  await claim(asked);
  await act(asked, { type: 'resolve' });
  await heard(asked, /Tom/);
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

/** Those with which sales and technicians do all that they can do. `photo`: as a base64 of a JPEG. */
export async function deskScenes(stage: Stage, photo: string): Promise<Left[]> {
  const { people, act, claim, heard } = deskOf(stage);
  const file = { name: 'photo.jpg', contentType: 'image/jpeg' };
  const listed = customer(stage, 'listed');
  await listed.says('how much is a PTZ camera? and do you ship to Spain?');
  await listed.until('contact.email');
  await listed.says('lee@carter.example');
  await listed.says('skip');
  await claim(listed, 'wei');
  await act(listed, { type: 'consult', as: 'wei', text: 'Is it made for the sea?' });
  await act(listed, { type: 'advise', text: 'No.' });
  const answers = ['Q1', 'Q2'].map((questionId) => ({ questionId, text: `As to ${questionId}: yes.` }));
  await act(listed, { type: 'answer', as: 'wei', answers });
  const attachments = [{ ...file, content: photo }];
  await act(listed, { type: 'reply', as: 'wei', text: 'This is how it looks.', attachments });
  await act(listed, { type: 'note', as: 'wei', text: 'wants ten' });
  await heard(listed, /how it looks/);
  const kept = await people('kept');
  await claim(kept);
  await act(kept, { type: 'reply', text: 'Which of them?' });
  const merged = await people('merged');
  await claim(merged, 'li');
  await act(merged, { type: 'merge', as: 'li', into: kept.trace?.case?.id });
  await heard(merged, new RegExp(kept.trace?.case?.id ?? ''));
  await merged.says('the second');
  const handed = await people('handed');
  await claim(handed);
  await act(handed, { type: 'handoff', to: 'sales', reason: 'They want an offer.' });
  await handed.says('repeat');
  const decided = customer(stage, 'decided');
  await decided.says('my camera has no power');
  await decided.until('summary.confirm');
  await decided.says('send');
  await claim(decided);
  const decision = { unitId: 'U1', clause: '2', excluded: true, reason: 'It was soldered.' };
  await act(decided, { type: 'decide', ...decision });
  await act(decided, { type: 'confirm', unitId: 'U1' });
  await decided.says('I see');
  const rated = await people('rated');
  await claim(rated);
  await act(rated, { type: 'resolve' });
  await rated.says('yes');
  await rated.says('4');
  const pictured = customer(stage, 'pictured');
  const attached = { ...file, contentUrl: `data:image/jpeg;base64,${photo}` };
  await pictured.says('my dome is black at night', { attachments: [attached] });
  await pictured.says("that's all");
  const taught = customer(stage, 'taught');
  await taught.says(UNKNOWN_WORDS);
  const mei = customer(stage, 'mei');
  for (const text of ['/staff mei', 'misunderstood', 'phrase 1 night_vision']) await mei.says(text);
  // Staff have acted since these two said something.
  const inHands = [listed, kept].map((one): Left => ({ ...left(one), state: 'case.held', prompt: null }));
  return [...inHands, ...[merged, handed, decided, rated, pictured, taught, mei].map((one) => left(one))];
}

function told({ taken }: FarEnd, name: string, words: RegExp): boolean {
  return taken.some(
    ({ conversation, activity }) => conversation === `talk-${name}` && words.test(activity.text ?? ''),
  );
}
