import { attach } from './attach.ts';
import { cancel, welcomeBack } from './come-and-go.ts';
import {
  type Change,
  type Command,
  type Content,
  type Context,
  firstContext,
  STOPS,
  type StopName,
  say,
} from './context.ts';
import { detail, edit } from './edit-list.ts';
import type { WendyEvent } from './events.ts';
import { handOver } from './fault-list.ts';
import type { MessageKey } from './message.ts';
import { isOver, writeBack } from './over.ts';
import { ofOver } from './over-events.ts';
import { hearContact } from './owner.ts';
import { PLACES } from './places.ts';
import { editQuestions } from './question-list.ts';
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
import { tellFinal } from './warranty-final.ts';
import { act, type Effect, type EventOf, onward, restingPlace, wendy } from './wendy.setup.ts';

/** The state of each resting place, by its path: `fault.more` is the state `more` in `fault`. */
const TARGETS = Object.fromEntries(STOPS.map((stop) => [stop, `#wendy.${stop}`])) as Record<StopName, string>;

/** What a customer says to a person is not hers to hear. */
const UNHEARD: readonly WendyEvent['type'][] = [
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
  'QUESTION_EDITED',
  'CONTACT_NAMED',
  'WROTE_BACK',
  'CANCEL',
  'RETURNED',
  'SKIP',
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
      ASKED: leads((c, e) => answerTopic(c, e as EventOf<'ASKED'>, content)),
      CHATTED: leads((c, e) => chat(c, e as EventOf<'CHATTED'>, content)),
      EDITED: leads((c, e) => edit(c, e as EventOf<'EDITED'>, content)),
      DETAILED: leads((c, e) => detail(c, e as EventOf<'DETAILED'>, content)),
      RECONSIDERED: leads((c, e) => reconsider(c, e as EventOf<'RECONSIDERED'>, content)),
      WROTE_BACK: leads((c, e) => writeBack(c, e as EventOf<'WROTE_BACK'>, content)),
      QUESTION_EDITED: leads((c, e) => editQuestions(c, e as EventOf<'QUESTION_EDITED'>)),
      CONTACT_NAMED: leads((c, e) => hearContact(c, e as EventOf<'CONTACT_NAMED'>, content)),
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
      'CASE.HANDED': leads(handed),
      'CASE.LEFT': leads(told('case:left')),
      'CASE.CONSULTED': { actions: act(word('case:consulted')) },
      'CASE.ANSWERED': { actions: act(answered) },
      'CASE.CONFIRMED': { actions: act((c, e) => tellFinal(c, e as EventOf<'CASE.CONFIRMED'>, content)) },
      'CASE.MERGED': leads(merged),
      'CASE.DELAYED': leads(told('case:delayed')),
      'CASE.REMINDED': { actions: act(word('case:reminded')) },
      'CASE.EXPIRED': to(told('case:expired', { stop: 'closed' }), 'closed'),
      // What the customer has begun meanwhile goes on.
      'CASE.SETTLED': [
        { guard: ({ context }) => isAsleep(context), ...to(settled, 'closed') },
        { actions: act(() => ({})) },
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
 * What some places do that no other does: a held conversation is silent; where the case is over, a person, danger or
 * files open it again, or a new one after its time.
 */
function withOwn(stop: StopName, state: object, content: Content): object {
  const own = (state as { on?: object }).on ?? {};
  if (stop === 'case.held') {
    return { on: Object.fromEntries(UNHEARD.map((type) => [type, {}])) };
  }
  return isOver({ at: { stop } }) ? { on: { ...own, ...ofOver(stop, content) } } : state;
}

/** Whether the case rests: the customer was asked whether it is solved, or took it back. */
function isAsleep({ at, submitted }: Context): boolean {
  if (at.stop === 'paused') return submitted?.withdrawn === true;
  return at.stop === 'feedback.solved' || at.stop === 'closed';
}

function inDanger(context: Context, event: WendyEvent): Change {
  return danger(context, event as EventOf<'DANGER'>);
}

/** The word about what changes nothing of where the conversation stands. */
function word(key: MessageKey): Effect {
  return (_context, event) => ({ commands: [aboutPerson(key, event)] });
}

function aboutPerson(key: MessageKey, event: WendyEvent): Command {
  return say(key, { name: 'name' in event ? event.name : '' }, true);
}

/** Where a person's deed puts the conversation, and the word about it. */
function told(key: MessageKey, at?: Context['at']): Effect {
  return (context, event) => {
    const { withdrawn: _over, ...submitted } = context.submitted ?? { reason: 'person' as const };
    const ended = at && isOver({ at }) ? (context.ended ?? event.at) : null;
    return {
      context: { ...context, submitted, ended, returning: null, ...(at ? { at } : {}) },
      commands: [aboutPerson(key, event)],
    };
  };
}

function handed(context: Context, event: WendyEvent): Change {
  return told(`case:handed.${(event as EventOf<'CASE.HANDED'>).to}`)(context, event) ?? {};
}

/** The customer's question stands before each answer, and how many are still open after them. */
function answered(_context: Context, event: WendyEvent): Change {
  const { question, text, by, open, more = [] } = event as EventOf<'CASE.ANSWERED'>;
  const rest = say(open > 0 ? 'case:answered.open' : 'case:answered.all', { count: open }, true);
  const answers = [{ question, text }, ...more].flatMap((one): Command[] => [
    say('case:answered.question', { question: one.question }, true),
    { do: 'relay', text: one.text, by },
  ]);
  return { commands: [...answers, rest] };
}

/** Nothing is said: it was solved, and the customer had been asked. */
function settled(context: Context): Change {
  return { context: { ...context, at: { stop: 'closed' } } };
}

function relay(_context: Context, event: WendyEvent) {
  const { text, by, files } = event as EventOf<'CASE.REPLIED'>;
  return { commands: [{ do: 'relay' as const, text, by, ...(files && { files }) }] };
}

/** What was noted of the faults and units of the case that was has their old names: it is left behind. */
function merged(context: Context, event: WendyEvent): Change {
  const { name, from, into, moved } = event as EventOf<'CASE.MERGED'>;
  const commands = [say('case:merged', { name, from, into }, true)];
  if (!moved) return { commands };
  const { known, submitted } = context;
  const pending = context.pending.map(({ instead: _gone, from: _place, ...one }) => one);
  const general = known['*'] ? { '*': known['*'] } : {};
  const left = { triage: {}, asked: {}, told: {}, trail: [], redo: null, dropped: null };
  return {
    context: { ...context, ...left, pending, known: general, submitted: submitted ?? { reason: 'person' } },
    commands,
  };
}

function why(context: Context, content: Content) {
  const question = PLACES[context.at.stop].question(context, content);
  return { commands: [question ? { do: 'say' as const, message: question.why } : say('common:why.nothing')] };
}
