import { firstContext, say } from '../context.ts';
import { takeFaults } from '../fault-list.ts';
import { ask, RIGHT_WRONG } from '../say.ts';
import type { Place } from '../wendy.setup.ts';

const NEEDS = ['fault', 'repair', 'order'] as const;

/** What the customer wants: most say it in their own words. */
export const need: Place = {
  answer: (context, { value }) => {
    if (value === 'order') return { context: { ...context, redo: { stop: 'sales.confirm' } } };
    const commands = value === 'repair' ? [say('topics:how_to_send', undefined, true)] : [];
    return { context: { ...context, wantsFault: true }, commands };
  },
  skip: (context) => ({ context: { ...context, wantsFault: true } }),
  faults: (context, event) => takeFaults(context, event.faults),
  question: () =>
    ask({
      prompt: 'need',
      say: 'common:need.ask',
      choices: NEEDS.map((value) => ({ value, title: { key: `common:need.choices.${value}` } })),
      free: 'need',
      why: 'common:need.why',
    }),
};

/** "Start over" takes the list away: only on a clear yes. */
export const restartConfirm: Place = {
  answer: (context, { value }) =>
    value === 'right'
      ? { context: { ...firstContext, greeted: true }, commands: [say('common:restart.done')] }
      : { context },
  skip: (context) => ({ context }),
  question: () =>
    ask({
      prompt: 'restart.confirm',
      say: 'common:restart.ask',
      choices: RIGHT_WRONG,
      why: 'common:restart.why',
    }),
};
