import { type Change, type Context, say, staying } from '../context.ts';
import { hearFaults } from '../fault-list.ts';
import { askWhich, comeBack, mayReopen } from '../over.ts';
import { starsIn } from '../stars.ts';
import type { Place } from '../wendy.setup.ts';
import { rated } from './feedback.ts';

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

/** So short a text is a number rather than a fault. */
const LONGEST_RATING = 10;

/** Another number right after the rating; undefined where there is none. */
export function rateAnew(context: Context, { text }: { text: string }): Change | undefined {
  const stars = context.answered?.spot.stop === 'feedback.rating' ? starsIn(text) : undefined;
  return stars === undefined ? undefined : { context: staying(context), commands: rated(stars) };
}

/** The case is over. What is said of it opens it again for a time; whatever is new belongs to a new one. */
export const closed: Place = {
  faults: (context, event, content) =>
    (event.text.length <= LONGEST_RATING && rateAnew(context, event)) || comeBack(context, event, content),
  puzzled: (context, event, content) => {
    const { text } = event;
    const change = rateAnew(context, event);
    if (change) return change;
    if (text.trim() !== '' && mayReopen(context, event, content)) return askWhich(context, event);
    return { context: staying(context), commands: [say('case:over')] };
  },
  question: () => null,
};
