import { setup } from 'xstate';
import {
  type Change,
  type Command,
  type Content,
  type Context,
  type StopName,
  say,
  staying,
} from './context.ts';
import type { WendyEvent } from './events.ts';
import type { FreeText, Question } from './message.ts';

/** The types, the one action and the guard that all states share. */
export const wendy = setup({
  types: { context: {} as Context, events: {} as WendyEvent },
  actions: {
    /** Never runs: the turn reads it from the transition as data. */
    command: (_, _command: Command) => {},
  },
  guards: {
    goesTo: ({ context }, { stop }: { stop: StopName }) => context.at.stop === stop,
  },
});

export type Effect = (context: Context, event: WendyEvent) => Change | undefined;
export type EventOf<T extends WendyEvent['type']> = Extract<WendyEvent, { type: T }>;

/** An action that lays an effect's change over the context and hands out its commands. */
export function act(effect: Effect) {
  return wendy.enqueueActions(({ enqueue, context, event }) => {
    const change = effect(context, event) ?? {};
    if (change.context) enqueue.assign(change.context);
    for (const command of change.commands ?? []) enqueue({ type: 'command', params: command });
  });
}

/** Where every answer leads: the agenda chooses the next question. */
export const ROUTE = '#wendy.route';

type Part = (context: Context, event: WendyEvent, content: Content) => Change | undefined;

/** What a resting place does with an answer, with a skip, and which question stands there. */
export interface Place {
  answer?: (context: Context, event: EventOf<'ANSWERED'>, content: Content) => Change | undefined;
  /** Left out where `skip` is refused. */
  skip?: Part;
  faults?: (context: Context, event: EventOf<'FAULTS'>, content: Content) => Change | undefined;
  puzzled?: (context: Context, event: EventOf<'PUZZLED'>, content: Content) => Change | undefined;
  question: (context: Context, content: Content) => Question | null;
}

/**
 * The state of a resting place: answers, skips and what else the place takes lead to the agenda; everything it does
 * not name is answered by the root. An answer to another question, or one that is not offered, changes nothing.
 */
export function restingPlace(place: Place, content: Content) {
  const { answer, skip, faults, puzzled } = place;
  const on = {
    ...(answer && {
      ANSWERED: {
        actions: act((c, e) => takeAnswer(place, c, e as EventOf<'ANSWERED'>, content)),
        target: ROUTE,
      },
    }),
    ...(skip && { SKIP: { actions: act((c, e) => skip(c, e, content)), target: ROUTE } }),
    ...(faults && {
      FAULTS: { actions: act((c, e) => faults(c, e as EventOf<'FAULTS'>, content)), target: ROUTE },
    }),
    ...(puzzled && {
      PUZZLED: { actions: act((c, e) => puzzled(c, e as EventOf<'PUZZLED'>, content)), target: ROUTE },
    }),
  };
  return wendy.createStateConfig({ on });
}

/** Where other words than the choices come as faults, never as an answer. */
const CHOSEN: readonly FreeText[] = ['none', 'fault', 'need'];

function takeAnswer(
  place: Place,
  context: Context,
  event: EventOf<'ANSWERED'>,
  content: Content,
): Change | undefined {
  const question = place.question(context, content);
  if (question?.prompt !== event.prompt) return { context: staying(context) };
  const { choices, free } = question;
  const takesWords = !CHOSEN.includes(free) || choices.length === 0;
  if (!takesWords && !choices.some((choice) => choice.value === event.value)) {
    return { context: staying(context), commands: [say('common:misread.no_choice')] };
  }
  const change = place.answer?.(context, event, content) ?? { context: staying(context) };
  const answered = { spot: context.at, value: event.value };
  return { ...change, context: { ...context, ...change.context, answered } };
}
