import { type Change, type Context, renewed, say, staying } from '../context.ts';
import { hearFaults, takeFaults } from '../fault-list.ts';
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
  answer: (context, { value }) => {
    if (value === 'no') return reopen(context);
    if (value === 'yes') return close(context);
    return { context: staying(context), commands: [say('case:added')] };
  },
  skip: (context) => close(context),
  faults: (context, event) => {
    const { commands: _words, ...heard } = hearFaults(context, event.faults);
    return reopen({ ...context, ...heard.context, redo: null });
  },
  question: () =>
    ask({
      prompt: 'feedback.solved',
      say: 'case:feedback.ask',
      choices: ['yes', 'no'],
      free: 'note',
      why: 'case:feedback.why',
    }),
};

/** Not solved: back to the same people. */
export function reopen(context: Context): Change {
  return { context, commands: [{ do: 'reopen' }, say('case:feedback.reopened')] };
}

function close(context: Context): Change {
  return { context: { ...context, redo: { stop: 'closed' } }, commands: [say('case:feedback.thanks')] };
}

/** The case is over; whatever is new belongs to a new one. */
export const closed: Place = {
  faults: (context, event) => anew(takeFaults(renewed(context), event.faults)),
  puzzled: (context) => ({
    context: staying(context),
    commands: [say('case:over')],
  }),
  question: () => null,
};

/** Begins a new case where the last one is over. */
export function anew(change: Change): Change {
  return { ...change, commands: [{ do: 'renew' }, ...(change.commands ?? [])] };
}
