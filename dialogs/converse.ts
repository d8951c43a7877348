import { initialTransition, type SnapshotFrom, type StateValue } from 'xstate';
import { type Command, type Content, type Context, STOPS, type StopName } from './context.ts';
import type { WendyEvent } from './events.ts';
import type { Question } from './message.ts';
import { PLACES } from './places.ts';
import { createStep } from './step.ts';
import { nearest } from './triage/interpret.ts';
import { createWendy } from './wendy.machine.ts';

export type WendyMachine = ReturnType<typeof createWendy>;
export type WendySnapshot = SnapshotFrom<WendyMachine>;

/** A conversation at rest, as it is stored: plain data with the version of its shape. */
export interface Resting {
  v: 1;
  context: Context;
}

/** The conversation as pure functions, for the content it was made of. */
export interface Wendy {
  machine: WendyMachine;
  first(): Resting;
  /** Takes the events of one turn, in order: where the conversation then rests, and what it wants done. */
  converse(resting: Resting, events: readonly WendyEvent[]): { resting: Resting; commands: Command[] };
  /** The question that stands; null while nothing is asked. */
  question(resting: Resting): Question | null;
  /** The dotted path of the trace: the machine's state, then family and step. */
  path(resting: Resting): string;
}

export function createConversation(content: Content): Wendy {
  const machine = createWendy(content);
  const step = createStep(machine);
  const restored = new Map<StopName, WendySnapshot>();

  /** Where a stop lies in the machine is worked out once; the context is all that differs. */
  function restore(resting: Resting): WendySnapshot {
    const context = atSafePlace(resting.context, content);
    const { stop } = context.at;
    const snapshot = restored.get(stop) ?? machine.resolveState({ value: stateOf(stop), context });
    restored.set(stop, snapshot);
    return { ...snapshot, context };
  }

  return {
    machine,
    first: () => ({ v: 1, context: initialTransition(machine)[0].context }),
    converse(resting, events) {
      let snapshot = restore(resting);
      const commands: Command[] = [];
      for (const event of events) {
        const [next, actions] = step(snapshot, event);
        snapshot = next;
        for (const action of actions) if (action.type === 'command') commands.push(action.params as Command);
      }
      return { resting: { v: 1, context: snapshot.context }, commands };
    },
    question: ({ context }) => {
      const safe = atSafePlace(context, content);
      return PLACES[safe.at.stop].question(safe, content);
    },
    path: (resting) => pathOf(atSafePlace(resting.context, content)),
  };
}

/** `triage.no_power.check_adapter`, `warranty.place`, `product.serial`. */
function pathOf({ at }: Context): string {
  const { stop, position, topic } = at;
  if (stop === 'triage.step' && position) return `triage.${position.family}.${position.step}`;
  if (stop === 'triage.confirm' && position) return `triage.${position.family}.confirm`;
  if (stop === 'warranty.topic') return `warranty.${topic}`;
  return stop;
}

function stateOf(stop: StopName): StateValue {
  const [parent = stop, child] = stop.split('.');
  return child ? { [parent]: child } : parent;
}

/**
 * A stored place that is gone, since a support lead edited a tree or a later version renamed a state: the nearest safe
 * one, with all that was said kept.
 */
function atSafePlace(context: Context, content: Content): Context {
  const { at } = context;
  if (!STOPS.includes(at.stop)) return { ...context, at: { stop: 'need' } };
  if (at.stop.startsWith('triage') && at.position) {
    const position = nearest(content.trees, at.position);
    if (!position) return { ...context, at: { stop: 'fault.more' }, listed: false };
    if (position === at.position) return context;
    return { ...context, at: { ...at, stop: 'triage.step', position } };
  }
  if (at.stop === 'warranty.topic' && !content.policy.topics.some((topic) => topic.id === at.topic)) {
    return { ...context, at: { stop: 'fault.more' }, listed: false };
  }
  return context;
}
