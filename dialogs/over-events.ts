import { attach } from './attach.ts';
import { type Change, type Content, type Context, renewed, type StopName, say } from './context.ts';
import { detail } from './edit-list.ts';
import type { WendyEvent } from './events.ts';
import { anew, askWhich, fetchAgain, mayReopen, reopen, somethingNew, unsubmitted } from './over.ts';
import { reconsider } from './reconsider.ts';
import { askRestart, danger } from './root.ts';
import { closed, rateAnew } from './states/case.ts';
import { type Effect, type EventOf, onward } from './wendy.setup.ts';

/** What a case that is over does with what can't wait, with what is not understood, and with what is taken back. */
export function ofOver(stop: StopName, content: Content) {
  const leads = (effect: Effect) => onward(effect, content);
  const within: Effect = (context, event) => {
    if (stop !== 'closed' || mayReopen(context, event, content)) return inDanger(unsubmitted(context), event);
    return anew(inDanger(renewed(context), event));
  };
  const unsure: Effect = (context, event) =>
    closed.puzzled?.(context, { ...event, type: 'PUZZLED', text: wordsOf(event) }, content);
  const retake: Effect = (context, event) => {
    const { values } = event as EventOf<'RECONSIDERED'>;
    const was = context.answered?.spot.stop === 'feedback.solved' && context.answered.value === 'yes';
    if (was && values.includes('no')) return reopen(context);
    return stop === 'closed' && context.answered?.spot.stop === 'feedback.rating'
      ? unsure(context, event)
      : reconsider(context, event as EventOf<'RECONSIDERED'>, content);
  };
  const detailed: Effect = (context, event) => {
    const told = event as EventOf<'DETAILED'>;
    return rateAnew(context, told) ?? detail(context, told, content);
  };
  return {
    PERSON: leads((context, event) => fetchAgain(context, event, content)),
    DANGER: leads(within),
    RECONSIDERED: leads(retake),
    ...(stop === 'feedback.reopen' && { RESTART: leads((context) => somethingNew(context)) }),
    ...(stop === 'feedback.rating' && { RETURNED: leads(leaveRating) }),
    ...(stop === 'closed' && {
      ANSWERED: leads(unsure),
      DETAILED: leads(detailed),
      MISREAD: leads(unsure),
      RESTART: leads((context) => anew(askRestart(renewed(context)))),
      ATTACHED: leads((context, event) => sendAgain(context, event as EventOf<'ATTACHED'>, content)),
    }),
  };
}

function wordsOf(event: WendyEvent): string {
  return 'text' in event ? (event.text ?? '') : '';
}

/** After a long silence nobody is asked any more how it went. */
function leaveRating(context: Context): Change {
  return { context: { ...context, redo: { stop: 'closed' } }, commands: [say('common:return.known')] };
}

/** Files by themselves, once the case is over: they are kept with it until it is clear what they are of. */
function sendAgain(context: Context, event: EventOf<'ATTACHED'>, content: Content): Change {
  if (!mayReopen(context, event, content)) return anew(attach(renewed(context), event));
  const sent = attach(context, event);
  const asked = askWhich({ ...context, ...sent.context }, { at: event.at, text: '' });
  return { ...asked, commands: sent.commands ?? [] };
}

function inDanger(context: Context, event: WendyEvent): Change {
  return danger(context, event as EventOf<'DANGER'>);
}
