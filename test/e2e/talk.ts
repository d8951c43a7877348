import { type Answer, messageOf, post, type Speaker } from '../helpers/channel.ts';
import { at, type Json } from '../helpers/staff-client.ts';
import type { Running } from '../helpers/wendy.ts';

/** A customer who talks with Wendy, one message after another. */
export interface Talk {
  speaker: Speaker;
  /** Says it and resolves with the answer; `changes` over the activity. */
  say(text: string, changes?: Record<string, unknown>): Promise<Answer>;
  /** Says all of it; resolves with the last answer. */
  sayAll(...texts: string[]): Promise<Answer>;
}

let talks = 0;

/** A conversation of its own with Wendy. */
export function talkWith(wendy: Running, changes: Partial<Speaker> = {}): Talk {
  const id = `customer-${++talks}`;
  const speaker: Speaker = { id, conversation: `talk-${id}`, serviceUrl: wendy.farEnd.url, ...changes };
  const say: Talk['say'] = (text, over = {}) => post(wendy.url, messageOf(speaker, text, over));
  return {
    speaker,
    say,
    sayAll: async (...texts) => {
      let last: Answer | undefined;
      for (const text of texts) last = await say(text);
      if (!last) throw new Error('nothing was said');
      return last;
    },
  };
}

/** A customer who asked for a person and left their name and address: the case, waiting in the technicians' queue. */
export async function queuedCase(
  wendy: Running,
  talk = talkWith(wendy),
  email = 'ann@example.com',
): Promise<{ talk: Talk; id: string; version: number }> {
  const begun = await casesOf(wendy);
  await talk.sayAll('my camera has no power', 'person', 'Ann Hill', email, 'skip');
  const id = (await casesOf(wendy)).find((one) => !begun.includes(one)) ?? '';
  const { body } = await wendy.staff.get(`/${id}`);
  return { talk, id, version: Number(at(body, 'version')) };
}

async function casesOf(wendy: Running): Promise<string[]> {
  const { body } = await wendy.staff.get('?limit=1000');
  return (at(body, 'cases') as Json[]).map((one) => String(at(one, 'id')));
}

/** The words between which one walks to every kind of question. */
export const WALK = [
  'hello',
  'my dome camera has no sound',
  'done',
  "I don't know",
  "I don't know",
  'RS-D210',
  'RS-4471',
  new Date(Date.now() - 90 * 86_400_000).toISOString().slice(0, 10),
  'last week',
  '1.0',
  'authorized',
  'intact',
  'no',
  'indoors',
  'no',
  'no',
  'none',
  'accept',
  'Sam Carter',
  'sam@example.com',
  '+44 20 7946 0018',
];
