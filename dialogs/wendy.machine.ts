import { attach } from './attach.ts';
import { cancel, welcomeBack } from './come-and-go.ts';
import {
  type Change,
  type Content,
  type Context,
  firstContext,
  renewed,
  STOPS,
  type StopName,
  say,
} from './context.ts';
import { detail, edit } from './edit-list.ts';
import type { WendyEvent } from './events.ts';
import { handOver } from './fault-list.ts';
import type { MessageKey } from './message.ts';
import { PLACES } from './places.ts';
import { reconsider } from './reconsider.ts';
import {
  answerTopic,
  askRestart,
  chat,
  correct,
  danger,
  goBack,
  greet,
  hear,
  misread,
  puzzled,
  refuseSkip,
  repeat,
  showList,
} from './root.ts';
import { anew, reopen } from './states/case.ts';
import { act, type Effect, type EventOf, onward, restingPlace, wendy } from './wendy.setup.ts';

/** The state of each resting place, by its path: `fault.more` is the state `more` in `fault`. */
const TARGETS = Object.fromEntries(STOPS.map((stop) => [stop, `#wendy.${stop}`])) as Record<StopName, string>;

/** The conversation, made of the content that it talks about. Pure: it reads no clock and knows no language. */
export function createWendy(content: Content) {
  const states = nest(content);
  const says =
    (key: MessageKey): Effect =>
    () => ({ commands: [say(key)] });
  const leads = (effect: Effect) => onward(effect, content);
  const to = (effect: Effect, stop: StopName) => ({ actions: act(effect), target: TARGETS[stop] });
  return wendy.createMachine({
    id: 'wendy',
    context: firstContext,
    initial: 'need',
    states: {
      ...states,
      // Only a person's deed leads to `case.held`.
      route: {
        always: STOPS.filter((stop) => stop !== 'case.held').map((stop) => ({
          guard: { type: 'goesTo' as const, params: { stop } },
          target: TARGETS[stop],
        })),
      },
    },
    on: {
      ARRIVED: { actions: act(greet) },
      PERSON: leads(handOver),
      DANGER: leads(inDanger),
      RESTART: leads(askRestart),
      BACK: leads(goBack),
      CORRECTED: leads((c, e) => correct(c, e as EventOf<'CORRECTED'>, content)),
      FAULTS: leads((c, e) => hear(c, e as EventOf<'FAULTS'>, content)),
      ASKED: leads((c, e) => answerTopic(c, e as EventOf<'ASKED'>)),
      CHATTED: leads((c, e) => chat(c, e as EventOf<'CHATTED'>, content)),
      EDITED: leads((c, e) => edit(c, e as EventOf<'EDITED'>, content)),
      DETAILED: leads((c, e) => detail(c, e as EventOf<'DETAILED'>, content)),
      RECONSIDERED: leads((c, e) => reconsider(c, e as EventOf<'RECONSIDERED'>, content)),
      CANCEL: leads((context) => cancel(context, content)),
      RETURNED: { actions: act(welcomeBack) },
      SKIP: { actions: act(refuseSkip) },
      REPEAT: { actions: act(repeat) },
      STALE: { actions: act(says('common:stale')) },
      HELP: { actions: act(says('common:help')) },
      WHY: { actions: act((context) => why(context, content)) },
      LIST: { actions: act(showList) },
      LANGUAGE: { actions: act(says('common:language.changed')) },
      ATTACHED: { actions: act((c, e) => attach(c, e as EventOf<'ATTACHED'>)) },
      MISREAD: { actions: act((c, e) => misread(c, e as EventOf<'MISREAD'>)) },
      PUZZLED: { actions: act(puzzled) },
      ANSWERED: { actions: act(puzzled) },
      'CASE.CLAIMED': to(told('case:claimed', { stop: 'case.held' }), 'case.held'),
      'CASE.RELEASED': leads(told('case:released')),
      'CASE.REPLIED': { actions: act(relay) },
      'CASE.RESOLVED': to(told('case:resolved', { stop: 'feedback.solved' }), 'feedback.solved'),
      'CASE.CLOSED': to(told('case:closed', { stop: 'closed' }), 'closed'),
      'CASE.REOPENED': [
        {
          guard: ({ event }) => event.held,
          ...to(told('case:claimed', { stop: 'case.held' }), 'case.held'),
        },
        leads(told('case:reopened')),
      ],
      '*': { actions: act((c) => (c.at.stop === 'case.held' ? {} : puzzled(c))) },
    },
  });

  /** Puts `fault.more` and its like under one parent each. */
  function nest(of: Content) {
    const parents: Record<string, { initial: string; states: Record<string, object> }> = {};
    const alone: Record<string, object> = {};
    for (const stop of STOPS) {
      const [parent = stop, child] = stop.split('.');
      const state = withOwn(stop, restingPlace(PLACES[stop], of), of);
      if (!child) alone[stop] = state;
      else {
        parents[parent] ??= { initial: child, states: {} };
        parents[parent].states[child] = state;
      }
    }
    return { ...alone, ...parents };
  }
}

/**
 * What three places do that no other does: a held conversation is silent, a solved case goes back to its people, a
 * closed one begins anew.
 */
function withOwn(stop: StopName, state: object, content: Content): object {
  const own = (state as { on?: object }).on ?? {};
  if (stop === 'case.held') {
    const passed = [
      'ARRIVED',
      'ANSWERED',
      'PERSON',
      'DANGER',
      'RESTART',
      'BACK',
      'CORRECTED',
      'FAULTS',
      'ASKED',
      'CHATTED',
      'EDITED',
      'DETAILED',
      'RECONSIDERED',
      'CANCEL',
      'RETURNED',
      'SKIP',
    ];
    const silent = [
      ...passed,
      'REPEAT',
      'STALE',
      'HELP',
      'WHY',
      'LIST',
      'LANGUAGE',
      'ATTACHED',
      'MISREAD',
      'PUZZLED',
    ];
    return { on: Object.fromEntries(silent.map((type) => [type, {}])) };
  }
  const leads = (effect: Effect) => onward(effect, content);
  if (stop === 'feedback.solved') {
    const unsolved: Effect = (context) => reopen(context);
    return {
      on: {
        ...own,
        PERSON: leads(unsolved),
        DANGER: leads((context, event) => inDanger({ ...context, submitted: null }, event)),
      },
    };
  }
  if (stop !== 'closed') return state;
  const begins =
    (effect: (context: Context, event: WendyEvent) => Change): Effect =>
    (context, event) =>
      anew(effect(renewed(context), event));
  return {
    on: {
      ...own,
      PERSON: leads(begins(handOver)),
      DANGER: leads(begins(inDanger)),
      RESTART: leads(begins(askRestart)),
      ATTACHED: leads(begins((context, event) => attach(context, event as EventOf<'ATTACHED'>))),
    },
  };
}

function inDanger(context: Context, event: WendyEvent): Change {
  return danger(context, event as EventOf<'DANGER'>);
}

/** Where a person's deed puts the conversation, and the word about it. */
function told(key: MessageKey, at?: Context['at']): Effect {
  return (context, event) => {
    const { withdrawn: _over, ...submitted } = context.submitted ?? { reason: 'person' as const };
    return {
      context: { ...context, submitted, ...(at ? { at } : {}) },
      commands: [say(key, { name: (event as WendyEvent & { name?: string }).name ?? '' }, true)],
    };
  };
}

function relay(_context: Context, event: WendyEvent) {
  const { text, by } = event as EventOf<'CASE.REPLIED'>;
  return { commands: [{ do: 'relay' as const, text, by }] };
}

function why(context: Context, content: Content) {
  const question = PLACES[context.at.stop].question(context, content);
  return { commands: [question ? { do: 'say' as const, message: question.why } : say('common:why.nothing')] };
}
