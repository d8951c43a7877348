import { type Change, type Context, firstContext, say } from '../context.ts';
import { takeFaults, withQuestion } from '../fault-list.ts';
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

/** A question about buying: to the sales team, if the customer wants that; more words join the question. */
export const salesConfirm: Place = {
  answer: (context, { value, text }) => {
    if (value === 'wrong') return dropQuestions(context);
    if (value !== 'right') return askSales(context, text);
    return {
      context: { ...context, submitted: { reason: 'sales' } },
      commands: [
        { do: 'submit', queue: 'sales', priority: 'normal', reason: 'sales' },
        say('case:sales', undefined, true),
      ],
    };
  },
  skip: dropQuestions,
  faults: (context, event) => takeFaults(context, event.faults),
  puzzled: (context, event) => askSales(context, event.text),
  question: ({ draft }) =>
    draft.questions.length === 0
      ? ask({ prompt: 'sales.question', say: 'common:sales.what', free: 'note', why: 'common:sales.why' })
      : ask({
          prompt: 'sales.confirm',
          say: 'common:sales.ask',
          choices: RIGHT_WRONG,
          free: 'note',
          why: 'common:sales.why',
        }),
};

function dropQuestions(context: Context): Change {
  return { context: { ...context, draft: { ...context.draft, questions: [] } } };
}

/** Notes a question for the sales team, if there is one in the text, and asks whether that is all. */
export function askSales(context: Context, text = ''): Change {
  const { draft } = context;
  if (text.trim() === '') return { context: { ...context, redo: { stop: 'sales.confirm' } } };
  return { context: { ...context, draft: withQuestion(draft, text), redo: { stop: 'sales.confirm' } } };
}

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
