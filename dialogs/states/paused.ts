import { type Change, type Context, firstContext, renewed, say } from '../context.ts';
import { hearFaults, resumed, takeFaults, tellFaults } from '../fault-list.ts';
import { anew } from '../over.ts';
import { ask, RIGHT_WRONG } from '../say.ts';
import type { Place } from '../wendy.setup.ts';

/** "Forget it", once people have the case: only a clear yes takes it from them. */
export const cancelConfirm: Place = {
  answer: (context, { value, at }) =>
    value === 'right'
      ? {
          context: { ...withdrawn(context), ended: at },
          commands: [{ do: 'solve' }, say('case:withdrawn')],
        }
      : { context, commands: [say('case:kept')] },
  skip: (context) => ({ context, commands: [say('case:kept')] }),
  question: ({ submitted }) =>
    ask({
      prompt: 'cancel.confirm',
      say: submitted?.reason === 'stop' ? 'case:withdraw.ask_urgent' : 'case:withdraw.ask',
      choices: RIGHT_WRONG,
      decides: { close: 'right', keep: 'wrong' },
      why: 'case:withdraw.why',
    }),
};

function withdrawn(context: Context): Context {
  const { submitted } = context;
  return submitted ? { ...context, submitted: { ...submitted, withdrawn: true } } : context;
}

/** The customer broke off: nothing is asked of them, and everything is kept for when they go on. */
export const paused: Place = {
  answer: (context, { value }) => (value === 'anew' ? beginAnew(context) : goOn(context)),
  skip: (context) => goOn(context),
  faults: (context, event) => {
    if (context.submitted) return anew(takeFaults(renewed(context), event.faults));
    return context.listed ? hearFaults(context, event.faults) : tellFaults(context, event.faults);
  },
  question: () =>
    ask({
      prompt: 'paused',
      say: 'common:paused.ask',
      choices: (['go_on', 'anew'] as const).map((value) => ({
        value,
        title: { key: `common:paused.choices.${value}` },
      })),
      why: 'common:paused.why',
    }),
};

function goOn(context: Context): Change {
  return resumed(context) ?? { context, commands: [say('common:paused.on')] };
}

function beginAnew(context: Context): Change {
  if (context.submitted) return anew({ context: renewed(context), commands: [say('common:restart.done')] });
  return { context: { ...firstContext, greeted: true }, commands: [say('common:restart.done')] };
}
