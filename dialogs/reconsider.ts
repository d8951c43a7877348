import { type Change, type Content, type Context, type Pending, sameSpot, say, staying } from './context.ts';
import { detail } from './edit-list.ts';
import type { Question } from './message.ts';
import { isOver } from './over.ts';
import { PLACES } from './places.ts';
import { goBack, hear } from './root.ts';
import { pickUpDropped } from './states/fault.ts';
import type { EventOf } from './wendy.setup.ts';

/**
 * "No wait, yes": the answer before is taken back and given anew, where it was another one and can still be changed;
 * else it is the answer to the question that stands.
 */
export function reconsider(context: Context, event: EventOf<'RECONSIDERED'>, content: Content): Change {
  const { answered } = context;
  const asked = questionAt(context, context.at, content);
  const standing = asked?.decides ? undefined : offered(asked, event.values);
  const before = answered ? questionAt(context, answered.spot, content) : null;
  // Words of one's own are no yes or no that could be turned round.
  const value = answered && offered(before, [answered.value]) && offered(before, event.values);
  if (value && value !== answered.value) {
    if (answered.spot.stop === 'fault.add' && context.dropped)
      return pickUp(context, context.dropped, event, content);
    const back = goBack(context).context as Context;
    if (back.redo && sameSpot(back.redo, answered.spot)) {
      if (standing && !event.sure) return { context: back, commands: [say('common:reconsider.again')] };
      const there: Context = { ...back, at: back.redo, redo: null };
      const change = answerAt(there, value, event, content);
      if (change) return { ...change, commands: [say('common:reconsidered'), ...(change.commands ?? [])] };
    }
  }
  const change = standing ? answerAt(context, standing, event, content) : undefined;
  if (change) return change;
  const { at, on, text } = event;
  if (event.detail) return detail(context, { type: 'DETAILED', ...event.detail, text, at, on }, content);
  return { context: staying(context), commands: [say('common:reconsider.which')] };
}

/** What was left off the list: on it after all, or said once more where people have the case or it is over. */
function pickUp(
  before: Context,
  dropped: Pending,
  { at, on, text }: EventOf<'RECONSIDERED'>,
  content: Content,
): Change {
  if (!before.submitted && !isOver(before)) return pickUpDropped(before, dropped);
  const take = PLACES[before.at.stop].faults ?? hear;
  const said: EventOf<'FAULTS'> = { type: 'FAULTS', faults: [dropped.found], text, at, on };
  return take({ ...before, dropped: null }, said, content) ?? {};
}

function questionAt(context: Context, at: Context['at'], content: Content): Question | null {
  return PLACES[at.stop].question({ ...context, at }, content);
}

function offered(question: Question | null, values: readonly string[]): string | undefined {
  return values.find((value) => question?.choices.some((choice) => choice.value === value));
}

function answerAt(
  context: Context,
  value: string,
  { at, on, text }: EventOf<'RECONSIDERED'>,
  content: Content,
): Change | undefined {
  const prompt = questionAt(context, context.at, content)?.prompt ?? '';
  const change = PLACES[context.at.stop].answer?.(
    context,
    { type: 'ANSWERED', prompt, value, text, at, on },
    content,
  );
  return (
    change && { ...change, context: { ...context, ...change.context, answered: { spot: context.at, value } } }
  );
}
