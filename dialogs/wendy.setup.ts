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
import { route } from './route.ts';

/** The types and the guard that all states share. */
export const wendy = setup({
  types: { context: {} as Context, events: {} as WendyEvent },
  guards: {
    goesTo: ({ context }, { stop }: { stop: StopName }) => context.at.stop === stop,
  },
});

export type Effect = (context: Context, event: WendyEvent) => Change | undefined;
export type EventOf<T extends WendyEvent['type']> = Extract<WendyEvent, { type: T }>;

/** An action that lays an effect's change over the context, with its commands after those that are there. */
export function act(effect: Effect) {
  return wendy.assign(({ context, event }) => {
    const { context: changed, commands = [] } = effect(context, event) ?? {};
    return commands.length === 0 ? { ...changed } : { ...changed, commands: after(context, commands) };
  });
}

function after({ commands = [] }: Context, more: readonly Command[]): readonly Command[] {
  return [...commands, ...more];
}

/** A transition to where the agenda leads after an effect: the state `route` only goes on to the place it chose. */
export function onward(effect: Effect, content: Content) {
  return {
    actions: act((context, event) => {
      const done = effect(context, event) ?? {};
      const led = route({ ...context, ...done.context }, event, content);
      const commands = [...(done.commands ?? []), ...(led.commands ?? [])];
      return { context: { ...done.context, ...led.context }, commands };
    }),
    target: '#wendy.route',
  };
}

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
      ANSWERED: onward((c, e) => takeAnswer(place, c, e as EventOf<'ANSWERED'>, content), content),
    }),
    ...(skip && { SKIP: onward((c, e) => skip(c, e, content), content) }),
    ...(faults && { FAULTS: onward((c, e) => faults(c, e as EventOf<'FAULTS'>, content), content) }),
    ...(puzzled && { PUZZLED: onward((c, e) => puzzled(c, e as EventOf<'PUZZLED'>, content), content) }),
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
