import { initialTransition, type SnapshotFrom, type StateValue } from 'xstate';
import { isCustomers, withReturn } from './come-and-go.ts';
import { type Command, type Content, type Context, type StopName, say } from './context.ts';
import type { WendyEvent } from './events.ts';
import { listOf } from './fault-list.ts';
import type { Question } from './message.ts';
import { PLACES } from './places.ts';
import { atSafePlace, isAnswerToGone, restored } from './safe-place.ts';
import { createStep } from './step.ts';
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
  const resting = new Map<StopName, WendySnapshot>();

  /** Where a stop lies in the machine is worked out once; the context is all that differs. */
  function restore(context: Context): WendySnapshot {
    const { stop } = context.at;
    const snapshot = resting.get(stop) ?? machine.resolveState({ value: stateOf(stop), context });
    resting.set(stop, snapshot);
    return { ...snapshot, context: { ...context, commands: [] } };
  }

  return {
    machine,
    first: () => ({ v: 1, context: initialTransition(machine)[0].context }),
    converse(resting, events) {
      const safe = restored(resting.context, content);
      const isGone = (event: WendyEvent): boolean => isAnswerToGone(resting.context, safe, event, content);
      let heardAt = safe.heardAt;
      let snapshot = restore(safe);
      for (const event of events) {
        if (isGone(event)) continue;
        const { context } = snapshot;
        // What a customer writes to a person is not hers to hear.
        const hers = !isCustomers(event) || context.at.stop !== 'case.held';
        for (const one of withReturn(context, event, heardAt)) snapshot = step(snapshot, one);
        if (hers && !CLOCKS.includes(event.type)) heardAt = event.at;
      }
      const { listShown: _before, commands = [], ...context } = snapshot.context;
      const shown = showsList(safe, context, events) ? { listShown: true as const } : {};
      return {
        resting: { v: 1, context: { ...context, ...shown, ...(heardAt ? { heardAt } : {}) } },
        commands: events.some(isGone) ? [say('common:moved'), ...commands] : [...commands],
      };
    },
    question: ({ context }) => {
      const safe = atSafePlace(context, content);
      return PLACES[safe.at.stop].question(safe, content);
    },
    path: (resting) => pathOf(atSafePlace(resting.context, content)),
  };
}

/** Nobody said anything: the clock did. */
const CLOCKS: readonly WendyEvent['type'][] = [
  'CASE.DELAYED',
  'CASE.LEFT',
  'CASE.REMINDED',
  'CASE.EXPIRED',
  'CASE.SETTLED',
];

/** These want the list, or want it in another language or after a long time. */
const SHOWING: readonly WendyEvent['type'][] = ['REPEAT', 'LIST', 'LANGUAGE', 'RETURNED', 'SKIP', 'BACK'];

/** Whether the list that the question would show stood in the question before, as it is. */
function showsList(before: Context, now: Context, events: readonly WendyEvent[]): boolean {
  const there = before.at.stop === 'fault.more' && now.at.stop === 'fault.more';
  if (!there || events.some(({ type }) => SHOWING.includes(type))) return false;
  const list = ({ draft }: Context): string => JSON.stringify(listOf(draft));
  return list(before) === list(now);
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
