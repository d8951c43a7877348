import { type Talk, talkWith } from '../e2e/talk.ts';
import type { Activity, Answer } from './channel.ts';
import { at, type Json } from './staff-client.ts';
import type { Running } from './wendy.ts';

/** A button as its card has it: its title, and the data that a press submits. */
export interface Button {
  title: string;
  data: { staff: string; case?: string; version?: number } & Record<string, unknown>;
}

/** A staff member in a chat of their own: what they type, and the buttons they press. */
export interface StaffChat {
  talk: Talk;
  say(text: string, changes?: Record<string, unknown>): Promise<Answer>;
  /** Presses a button with what was filled in on its card. */
  press(button: Button, inputs?: Record<string, string>, changes?: Record<string, unknown>): Promise<Answer>;
}

/** Somebody of the sample staff, in Teams unless another channel is named. */
export async function staffChat(
  wendy: Running,
  who: string,
  { channel = 'msteams', ...more }: { channel?: string; locale?: string; conversation?: string } = {},
): Promise<StaffChat> {
  const talk = talkWith(wendy, { channel, ...more });
  await talk.say(`/staff ${who}`);
  return {
    talk,
    say: talk.say,
    press: ({ data }, inputs = {}, changes = {}) =>
      talk.say('', { value: { ...data, ...inputs }, ...changes }),
  };
}

/** All objects of a kind in what was answered, wherever they stand. */
function all(activities: readonly Activity[], is: (value: Json) => boolean): Json[] {
  const found: Json[] = [];
  JSON.stringify(activities, (_key, value) => {
    if (value !== null && typeof value === 'object' && is(value)) found.push(value);
    return value;
  });
  return found;
}

export function buttonsIn({ activities }: Pick<Answer, 'activities'>): Button[] {
  return all(activities, (value) => at(value, 'type') === 'Action.Submit') as unknown as Button[];
}

/** The first button of that verb, and of that case where one is named. Throws where there is none. */
export function buttonIn(answer: Answer, verb: string, caseId?: string): Button {
  const found = buttonsIn(answer).find(
    ({ data }) => data.staff === verb && (caseId === undefined || data.case === caseId),
  );
  if (!found) throw new Error(`there is no button ${verb} ${caseId ?? ''}: ${answer.texts.join('\n')}`);
  return found;
}

/** What stands in an input; undefined where there is none, or nothing in it. */
export function inputIn({ activities }: Pick<Answer, 'activities'>, id: string): string | undefined {
  const [found] = all(activities, (value) => at(value, 'type') === 'Input.Text' && at(value, 'id') === id);
  return found === undefined ? undefined : (at(found, 'value') as string | undefined);
}

/** What everybody was sent besides the answers: by the far end, to one person. */
export function sentTo(wendy: Running, { talk }: StaffChat): { text: string; activity: Activity }[] {
  return wendy.farEnd.taken
    .filter(({ conversation }) => conversation === talk.speaker.conversation)
    .map(({ activity }) => ({ text: JSON.stringify(activity), activity: activity as Activity }));
}
