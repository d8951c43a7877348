import { describe, expect, it } from 'vitest';
import type { AnyStateNode, StateValue } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import { type Context, STOPS } from '../../dialogs/context.ts';
import type { Resting, WendySnapshot } from '../../dialogs/converse.ts';
import type { WendyEvent } from '../../dialogs/events.ts';
import { stamped, wendy } from './conversation.ts';
import { checkStep, type Step } from './promises.ts';
import { eventsAt } from './sample.ts';

const { machine } = wendy;
const UNKNOWN = { type: 'SOMETHING.NEW', at: '', on: '' } as unknown as WendyEvent;

/** One transition of the machine's own definition: where it is defined, for which event, the how-manieth. */
type Arrow = string;

function nodesOf(node: AnyStateNode): AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap(nodesOf)];
}

const nodes = nodesOf(machine.root);
const arrows = new Map<object, Arrow>(
  nodes.flatMap((node) => [
    ...[...node.transitions].flatMap(([event, all]) =>
      all.map((one, nth): [object, Arrow] => [one, `${node.id} on ${event} #${nth}`]),
    ),
    ...(node.always ?? []).map((one): [object, Arrow] => [
      one,
      `${node.id} to ${one.target?.map((target) => target.path.join('.'))}`,
    ]),
  ]),
);

/** What makes two conversations at the same place the same situation for the walks. */
function situation(context: Context): string {
  const { at, draft, pending, listed, submitted } = context;
  const some = (count: number): string => (count > 1 ? 'several' : String(count));
  return JSON.stringify([
    wendy.path({ v: 1, context }),
    at.fault !== undefined,
    some(draft.faults.length),
    some(pending.length),
    pending[0]?.ask,
    listed,
    submitted?.reason,
    draft.faults.some(({ label }) => label === 'audio'),
  ]);
}

const restingOf = ({ context: { commands: _done, ...context } }: WendySnapshot): Resting => ({
  v: 1,
  context,
});
const nameOf = (value: StateValue): string =>
  typeof value === 'string' ? value : (Object.entries(value).map(([one, of]) => `${one}.${of}`)[0] ?? '');

/** The transitions of the definition that an event takes; one that leads on by the agenda takes two. */
function taken(snapshot: WendySnapshot, step: Step): Arrow[] {
  const first = machine.getTransitionData(snapshot, step.event);
  const routed = first.some((one) => one.target?.some((target) => target.id === 'wendy.route'));
  const own = first.map((one) => arrows.get(one) ?? `unknown: ${one.eventType}`);
  return routed ? [...own, `wendy.route to ${step.after.context.at.stop}`] : own;
}

describe('the walks through every situation', () => {
  const walks = getShortestPaths(machine, {
    events: (snapshot: WendySnapshot) => eventsAt(restingOf(snapshot)).map((event) => stamped(event)),
    serializeState: (snapshot: WendySnapshot) => situation(snapshot.context),
    serializeEvent: (event: WendyEvent) => JSON.stringify(event),
  });

  it('reach every state of the definition, and each is the state that is stored', () => {
    const stored = walks.map(({ state }) => [nameOf(state.value), state.context.at.stop]);
    expect(stored.filter(([value, stop]) => value !== stop)).toEqual([]);
    expect([...new Set(stored.map(([value]) => value))].sort()).toEqual([...STOPS].sort());
    const leaves = nodes.filter((node) => node.type === 'atomic' && node.key !== 'route');
    expect(leaves.map((node) => node.path.join('.')).sort()).toEqual([...STOPS].sort());
  });

  it('take every transition of the definition, and keep every promise in both languages', () => {
    const covered = new Set<Arrow>();
    let steps = 0;
    for (const { state } of walks) {
      const before = restingOf(state);
      for (const event of [...eventsAt(before).map((one) => stamped(one, 1)), UNKNOWN]) {
        const made = wendy.converse(before, [event]);
        const step = { before, event, after: made.resting, commands: made.commands };
        checkStep(step);
        for (const arrow of taken(state, step)) covered.add(arrow);
        steps += 1;
      }
    }
    const all = [...arrows.values()];
    expect(all.filter((arrow) => !covered.has(arrow))).toEqual([]);
    expect([...covered].filter((arrow) => !all.includes(arrow))).toEqual([]);
    const length = walks.reduce((sum, walk) => sum + walk.steps.length, 0);
    console.info(
      `walks: ${nodes.length} states, ${all.length} transitions, all taken; ${walks.length} situations, each by a ` +
        `walk (${length} steps), ${steps} events tried there`,
    );
  });
});
