import type { CaseRecord } from '../desk/case.ts';
import type { Stored } from '../store/port.ts';
import type { DeedVerb } from './staff-bodies.ts';
import { button, caseValues, type Desk, type Done, findCase, say, tell, tellText } from './staff-desk.ts';
import { heldBy, targetOf } from './staff-focus.ts';
import { INPUTS } from './staff-forms.ts';
import type { Words } from './staff-words.ts';
import type { Card, CardAction, CardInput, Outgoing } from './types.ts';

/** Plain words of somebody who has cases in hand: sent to nobody before one press, or "send". */
export async function offerWords(desk: Desk, words: Words): Promise<Done> {
  const held = await heldBy(desk, desk.staff.id);
  const target = await targetOf(desk, { ...words, verb: null });
  if (target !== 'none' && 'id' in target) {
    const stored = held.find(({ value }) => value.id === target.id);
    if (stored) return offer(desk, words.rest, stored);
    if (words.caseId && !(await findCase(desk, words.caseId))) {
      return tellText(desk, 'desk:refused.no_case', { case: words.caseId });
    }
  }
  const [only] = held;
  if (!only) return tellText(desk, 'desk:plain.nothing');
  return held.length === 1 ? offer(desk, words.rest, only) : askWhich(desk, 'reply', words.rest, held);
}

/** Asks whether words shall go to the customer of a case. */
export function offer(desk: Desk, words: string, { value, version }: Stored<CaseRecord>): Done {
  const values = caseValues(desk, value);
  const data = { case: value.id, version, from: INPUTS.reply, brief: true };
  const actions = [
    button(desk, say(desk, 'desk:button.reply', values), ['send', value.id], { staff: 'reply', ...data }),
    button(desk, say(desk, 'desk:button.note'), ['note', `${value.id} …`], { staff: 'note', ...data }),
  ];
  return waiting(desk, { verb: 'reply', words }, say(desk, 'desk:offer', values), actions, value.id);
}

/** Which of one's cases is meant, by a button each; the words are kept. */
export function askWhich(
  desk: Desk,
  verb: DeedVerb,
  words: string,
  among: readonly Stored<CaseRecord>[],
): Done {
  const actions = among.map(({ value, version }) =>
    button(desk, say(desk, 'desk:button.reply_case', caseValues(desk, value)), ['send', value.id], {
      ...{ staff: verb, case: value.id, version },
      ...(words === '' ? {} : { from: INPUTS.reply }),
      brief: true,
    }),
  );
  const facing = verb === 'reply' || verb === 'answer';
  const title = say(desk, facing ? 'desk:which.customer' : 'desk:which.of_yours');
  return waiting(desk, { verb, words }, title, actions);
}

/** Something that waits for a word on it; what was written can be changed on the card first. */
function waiting(
  desk: Desk,
  draft: { verb: string; words: string },
  title: string,
  actions: CardAction[],
  about?: string,
): Done {
  const { words } = draft;
  const input: CardInput = { id: INPUTS.reply, label: say(desk, 'desk:input.words'), value: words };
  const card: Card = {
    title,
    lines: [],
    facts: [],
    sections: words === '' ? [] : [{ lines: [], inputs: [input], actions }],
    actions: words === '' ? actions : [],
  };
  const outgoing: Outgoing = { text: '', choices: [], card, ...(about && { about }) };
  return tell(outgoing, { talk: { ...desk.talk, draft } });
}
