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
import { route } from './route.ts';
import { anew, reopen } from './states/case.ts';
import { act, type Effect, type EventOf, ROUTE, restingPlace, wendy } from './wendy.setup.ts';

/** The state of each resting place, by its path: `fault.more` is the state `more` in `fault`. */
const TARGETS = Object.fromEntries(STOPS.map((stop) => [stop, `#wendy.${stop}`])) as Record<StopName, string>;

/** The conversation, made of the content that it talks about. Pure: it reads no clock and knows no language. */
export function createWendy(content: Content) {
  const states = nest(content);
  const says =
    (key: MessageKey): Effect =>
    () => ({ commands: [say(key)] });
  const caseEvent = (effect: Effect, target?: string) => ({
    actions: act(effect),
    ...(target ? { target } : {}),
  });
  return wendy.createMachine({
    id: 'wendy',
    context: firstContext,
    initial: 'need',
    states: {
      ...states,
      // Only a person's deed leads to `case.held`.
      route: {
        entry: act((context, event) => route(context, event, content)),
        always: STOPS.filter((stop) => stop !== 'case.held').map((stop) => ({
          guard: { type: 'goesTo' as const, params: { stop } },
          target: TARGETS[stop],
        })),
      },
    },
    on: {
      ARRIVED: { actions: act(greet) },
      PERSON: { actions: act(handOver), target: ROUTE },
      DANGER: { actions: act(inDanger), target: ROUTE },
      RESTART: { actions: act(askRestart), target: ROUTE },
      BACK: { actions: act(goBack), target: ROUTE },
      CORRECTED: { actions: act((c, e) => correct(c, e as EventOf<'CORRECTED'>, content)), target: ROUTE },
      FAULTS: { actions: act((c, e) => hear(c, e as EventOf<'FAULTS'>, content)), target: ROUTE },
      ASKED: { actions: act((c, e) => answerTopic(c, e as EventOf<'ASKED'>)), target: ROUTE },
      CHATTED: { actions: act((c, e) => chat(c, e as EventOf<'CHATTED'>, content)), target: ROUTE },
      EDITED: { actions: act((c, e) => edit(c, e as EventOf<'EDITED'>, content)), target: ROUTE },
      DETAILED: { actions: act((c, e) => detail(c, e as EventOf<'DETAILED'>, content)), target: ROUTE },
      RECONSIDERED: {
        actions: act((c, e) => reconsider(c, e as EventOf<'RECONSIDERED'>, content)),
        target: ROUTE,
      },
      CANCEL: { actions: act((context) => cancel(context, content)), target: ROUTE },
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
      'CASE.CLAIMED': caseEvent(told('case:claimed', { stop: 'case.held' }), TARGETS['case.held']),
      'CASE.RELEASED': caseEvent(told('case:released'), ROUTE),
      'CASE.REPLIED': caseEvent(relay),
      'CASE.RESOLVED': caseEvent(
        told('case:resolved', { stop: 'feedback.solved' }),
        TARGETS['feedback.solved'],
      ),
      'CASE.CLOSED': caseEvent(told('case:closed', { stop: 'closed' }), TARGETS.closed),
      'CASE.REOPENED': [
        {
          guard: ({ event }) => event.held,
          ...caseEvent(told('case:claimed', { stop: 'case.held' }), TARGETS['case.held']),
        },
        caseEvent(told('case:reopened'), ROUTE),
      ],
      'CASE.HANDED': caseEvent(handed, ROUTE),
      'CASE.CONSULTED': caseEvent(told('case:consulted')),
      'CASE.ANSWERED': caseEvent(answered),
      'CASE.DELAYED': caseEvent(told('case:delayed'), ROUTE),
      'CASE.REMINDED': caseEvent(told('case:reminded')),
      'CASE.EXPIRED': caseEvent(told('case:expired', { stop: 'closed' }), TARGETS.closed),
      'CASE.SETTLED': caseEvent(settled, TARGETS.closed),
      '*': { actions: act((c) => (c.at.stop === 'case.held' ? {} : puzzled(c))) },
    },
  });

  /** Puts `fault.more` and its like under one parent each. */
  function nest(of: Content) {
    const parents: Record<string, { initial: string; states: Record<string, object> }> = {};
    const alone: Record<string, object> = {};
    for (const stop of STOPS) {
      const [parent = stop, child] = stop.split('.');
      const state = withOwn(stop, restingPlace(PLACES[stop], of));
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
function withOwn(stop: StopName, state: object): object {
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
  const leads = (effect: Effect) => ({ actions: act(effect), target: ROUTE });
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

function handed(context: Context, event: WendyEvent): Change {
  return told(`case:handed.${(event as EventOf<'CASE.HANDED'>).to}`)(context, event) ?? {};
}

/** The customer's question stands before the person's answer, and how many are still open after it. */
function answered(_context: Context, event: WendyEvent): Change {
  const { question, text, by, open } = event as EventOf<'CASE.ANSWERED'>;
  const rest = say(open > 0 ? 'case:answered.open' : 'case:answered.all', { count: open }, true);
  return { commands: [say('case:answered.question', { question }, true), { do: 'relay', text, by }, rest] };
}

/** Nothing is said: it was solved, and the customer had been asked. */
function settled(context: Context): Change {
  return { context: { ...context, at: { stop: 'closed' } } };
}

function relay(_context: Context, event: WendyEvent) {
  const { text, by } = event as EventOf<'CASE.REPLIED'>;
  return { commands: [{ do: 'relay' as const, text, by }] };
}

function why(context: Context, content: Content) {
  const question = PLACES[context.at.stop].question(context, content);
  return { commands: [question ? { do: 'say' as const, message: question.why } : say('common:why.nothing')] };
}
