import { type Change, type Context, renewed, say } from '../context.ts';
import { handOver, hearFaults, takeFaults } from '../fault-list.ts';
import { ask } from '../say.ts';
import type { Place } from '../wendy.setup.ts';

/** The case waits for people: what the customer adds joins it. */
export const caseWaiting: Place = {
  faults: (context, event) => hearFaults(context, event.faults),
  puzzled: (context, event) => ({
    context,
    commands: [event.text.trim() === '' ? say('case:waiting') : say('case:added')],
  }),
  question: () => null,
};

/** A person talks with the customer: Wendy is silent. */
export const caseHeld: Place = { question: () => null };

/** The person says that it is solved. */
export const feedbackSolved: Place = {
  answer: (context, { value }) => (value === 'no' ? reopen(context) : close(context)),
  skip: (context) => close(context),
  faults: (context) => reopen(context),
  question: () =>
    ask({
      prompt: 'feedback.solved',
      say: 'case:feedback.ask',
      choices: ['yes', 'no'],
      free: 'note',
      why: 'case:feedback.why',
    }),
};

function reopen(context: Context): Change {
  return { context, commands: [{ do: 'reopen' }, say('case:feedback.reopened')] };
}

function close(context: Context): Change {
  return { context: { ...context, redo: { stop: 'closed' } }, commands: [say('case:feedback.thanks')] };
}

/** The case is over; whatever is new belongs to a new one. */
export const closed: Place = {
  faults: (context, event) => anew(takeFaults(renewed(context), event.faults)),
  puzzled: (context, event) => ({
    context: { ...context, redo: context.at },
    commands: event.text.trim() === '' ? [say('case:over')] : [say('case:over')],
  }),
  question: () => null,
};

/** The same, where a person is asked for. */
export function personAnew(context: Context): Change {
  return anew(handOver(renewed(context)));
}

function anew(change: Change): Change {
  return { ...change, commands: [{ do: 'renew' }, ...(change.commands ?? [])] };
}
