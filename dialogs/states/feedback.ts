import { type Change, type Command, type Context, say, staying } from '../context.ts';
import { askWhich, comeBack, reopen, sameAgain, somethingNew } from '../over.ts';
import { ask } from '../say.ts';
import { saysMore, starsIn } from '../stars.ts';
import type { Place } from '../wendy.setup.ts';

/** The people say that it is solved. */
export const feedbackSolved: Place = {
  answer: (context, { value, text }) => {
    if (value === 'no') return reopen(context);
    if (value === 'yes') {
      return { context: { ...context, redo: { stop: 'feedback.rating' } }, commands: [{ do: 'close' }] };
    }
    return {
      context: staying(context),
      commands: [{ do: 'comment', text }, say('case:rating.noted')],
    };
  },
  skip: (context) => over(context, say('case:feedback.thanks')),
  faults: (context, event) => reopen(context, event.faults),
  question: () =>
    ask({
      prompt: 'feedback.solved',
      say: 'case:feedback.ask',
      choices: ['yes', 'no'],
      free: 'note',
      why: 'case:feedback.why',
    }),
};

const STARS = ['1', '2', '3', '4', '5'] as const;

/** How well it went; a word instead, or beside it, is kept for the people. */
export const feedbackRating: Place = {
  answer: (context, { value, text }) => rate(context, value, text),
  skip: (context) => over(context, say('case:feedback.thanks')),
  faults: comeBack,
  puzzled: (context, { text }) => rate(context, text, text),
  question: () =>
    ask({
      prompt: 'feedback.rating',
      say: 'case:rating.ask',
      choices: STARS.map((value) => ({ value, title: { key: `case:rating.choices.${value}` } })),
      free: 'note',
      why: 'case:rating.why',
    }),
};

function rate(context: Context, value: string, text: string): Change {
  if (text.trim() === '') return { context: staying(context) };
  const stars = starsIn(value) ?? starsIn(text);
  const words: Command = { do: 'comment', text };
  if (stars === undefined) return over(context, words, say('case:rating.noted'));
  return over(context, ...rated(stars), ...(saysMore(text) ? [words] : []));
}

/** The number is told back, as it can still be changed. */
export function rated(stars: number): Command[] {
  return [
    { do: 'rate', stars },
    say('case:rating.thanks', { stars: { key: `case:rating.choices.${STARS[stars - 1] ?? '5'}` } }),
  ];
}

/** It is not clear whether what was said is of the case that is over. */
export const feedbackReopen: Place = {
  answer: (context, { value }) => (value === 'same' ? sameAgain(context) : somethingNew(context)),
  skip: (context) => over({ ...context, returning: null }, say('case:again.left')),
  faults: comeBack,
  puzzled: (context, event) => askWhich(context, event),
  question: () =>
    ask({
      prompt: 'feedback.reopen',
      say: 'case:again.ask',
      choices: (['same', 'new'] as const).map((value) => ({
        value,
        title: { key: `case:again.choices.${value}` },
      })),
      why: 'case:again.why',
    }),
};

/** Nothing more is asked. */
function over(context: Context, ...commands: Command[]): Change {
  return { context: { ...context, redo: { stop: 'closed' } }, commands };
}
