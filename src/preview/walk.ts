import type { Command, Content } from '../../dialogs/context.ts';
import type { Resting, Wendy } from '../../dialogs/converse.ts';
import type { Fault } from '../../dialogs/draft.ts';
import type { WendyEvent } from '../../dialogs/events.ts';
import type { FaultFamily } from '../../dialogs/labels.ts';
import type { Question } from '../../dialogs/message.ts';
import { advance } from '../../dialogs/triage/interpret.ts';
import type { Outcome, Position } from '../../dialogs/triage/tree.ts';
import { knownOf } from '../../dialogs/triage-progress.ts';

/** One instant for a whole walk: a tree knows no clock. */
const STAMP = { at: '2026-01-05T02:00:00.000Z', on: '2026-01-05' };

export type Unstamped = WendyEvent extends infer E
  ? E extends unknown
    ? Omit<E, 'at' | 'on'>
    : never
  : never;

/** A tree walked as a customer would; each step gives what is said. */
export interface Walk {
  readonly at: string;
  readonly on: string;
  question(): Question | null;
  fault(): Fault | undefined;
  /** The step that stands, if one does. */
  position(): Position | undefined;
  /** Where the answer leads, past what is known by now. */
  leadsTo(value: string): string;
  /** What the fault's steps taught: fact to answer. */
  learned(): Readonly<Record<string, string>>;
  take(events: readonly WendyEvent[]): Command[];
}

/** Begins at the first step of a family, with one fault of that kind on the list and nothing known of it. */
export function beginWalk(wendy: Wendy, content: Content, family: FaultFamily): Walk {
  let resting = begun(wendy, family);
  const fault = (): Fault | undefined => resting.context.draft.faults[0];
  const position = (): Position | undefined => {
    const { at } = resting.context;
    return at.stop === 'triage.step' ? at.position : undefined;
  };
  return {
    ...STAMP,
    question: () => wendy.question(resting),
    fault,
    position,
    leadsTo(value) {
      const here = position();
      const of = fault();
      if (!here || !of) return '';
      const outcome = advance(content.trees, here, value, knownOf(resting.context, of));
      return 'invalid' in outcome ? '' : nameOf(outcome, here.family);
    },
    learned: () => ({ ...resting.context.known['*'], ...resting.context.known[fault()?.id ?? ''] }),
    take(events) {
      const turn = wendy.converse(resting, events);
      resting = turn.resting;
      return turn.commands;
    },
  };
}

function begun(wendy: Wendy, family: FaultFamily): Resting {
  const tell = (resting: Resting, event: Unstamped): Resting =>
    wendy.converse(resting, [{ ...event, ...STAMP } as WendyEvent]).resting;
  const found = { text: family, guesses: [{ label: family, confidence: 1 }], sure: true, facts: {} };
  const arrived = tell(wendy.first(), { type: 'ARRIVED' });
  const listed = tell(arrived, { type: 'FAULTS', faults: [found], text: family });
  const prompt = wendy.question(listed)?.prompt ?? '';
  return tell(listed, { type: 'ANSWERED', prompt, value: 'done', text: 'done' });
}

/** `at_night`, `no_power.poe_class`, `solved`, `stop: danger`. */
function nameOf(outcome: Outcome, family: FaultFamily): string {
  if ('end' in outcome) return `end: ${outcome.end}`;
  if ('stop' in outcome) return `stop: ${outcome.stop}`;
  const { at } = outcome;
  return at.family === family ? at.step : `${at.family}.${at.step}`;
}
