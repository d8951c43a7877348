import { type Change, type Content, type Context, lead, type Spot, say } from './context.ts';
import { changeFault, type Fault, type FaultState } from './draft.ts';
import type { FaultFamily } from './labels.ts';
import { advance, begin, learned, scopeOfFact, stepAt } from './triage/interpret.ts';
import { knownFrom } from './triage/known.ts';
import type { Known, Outcome, Position, Step, StopReason } from './triage/tree.ts';

/** The stops that put life or evidence at risk, ahead of everything in the queue. */
const URGENT: readonly StopReason[] = [
  'danger',
  'mains',
  'thunder',
  'compromised',
  'crime',
  'evidence',
  'privacy',
];

export function faultAt(context: Context): Fault | undefined {
  return context.draft.faults.find((fault) => fault.id === context.at.fault);
}

export function stepOf(spot: Spot, content: Content): Step | undefined {
  return spot.position && stepAt(content.trees, spot.position);
}

/** What is known before a step: what the customer's words say, dangers ruled out, and answers to other steps. */
export function knownOf(context: Context, fault: Fault): Known {
  return { ...knownFrom(fault.facts), ...context.known['*'], ...context.known[fault.id] };
}

/** Begins the triage of a fault; where there is none, or nothing is left to try, the fault is done with at once. */
export function beginTriage(context: Context, content: Content, faultId: string): Change {
  const fault = context.draft.faults.find((entry) => entry.id === faultId);
  if (!fault) return {};
  const outcome = begin(content.trees, fault.label as FaultFamily, knownOf(context, fault));
  const several = context.draft.faults.length > 1;
  const change = arrive({ ...context, at: { stop: 'triage.step', fault: faultId } }, content, fault, outcome);
  const intro = lead('steps:begin', { fault: fault.description });
  return several && 'at' in outcome ? { ...change, commands: [intro, ...(change.commands ?? [])] } : change;
}

/**
 * Takes the answer to the triage step that stands: it goes into the fault's record, what it taught is remembered, and
 * the tree says what is next. An answer that the step does not have changes nothing (undefined).
 */
export function answerTriage(
  context: Context,
  content: Content,
  answer: string,
  at: string,
): Change | undefined {
  const fault = faultAt(context);
  const position = context.at.position;
  const step = stepOf(context.at, content);
  if (!fault || !position || !step) return undefined;
  const outcome = advance(content.trees, position, answer, knownOf(context, fault));
  if ('invalid' in outcome) return undefined;
  const scope = step.fact && scopeOfFact(step.fact) === 'fault' ? fault.id : '*';
  const evidence = [...new Set([...fault.evidence, ...(step.evidence ?? [])])];
  const next: Context = {
    ...context,
    known: { ...context.known, [scope]: { ...context.known[scope], ...learned(step, answer) } },
    draft: changeFault(context.draft, fault.id, {
      evidence,
      steps: withStep(fault, position, answer, at),
      state: 'triage',
    }),
  };
  return arrive(next, content, fault, outcome);
}

/** Past a step that waits, where other words or another fault told meanwhile what it asks; undefined where it is open. */
export function passTold(context: Context, content: Content, spot: Spot): Change | undefined {
  const fault = context.draft.faults.find((entry) => entry.id === spot.fault);
  const fact = spot.stop === 'triage.step' ? stepOf(spot, content)?.fact : undefined;
  if (!fault || !fact || !spot.position) return undefined;
  const { family, step } = spot.position;
  const told = knownOf(context, fault)[fact];
  const answered = fault.steps.some(({ id }) => id === `${family}.${step}`);
  if (told === undefined || answered) return undefined;
  const outcome = advance(content.trees, spot.position, told, knownOf(context, fault));
  return 'invalid' in outcome ? undefined : arrive(context, content, fault, outcome);
}

/** A step that is answered anew, after "go back", keeps its place with the new result. */
function withStep(fault: Fault, position: Position, result: string, at: string): Fault['steps'] {
  const id = `${position.family}.${position.step}`;
  const rest = fault.steps.filter((step) => step.id !== id);
  return [...rest, { id, result, at }];
}

function arrive(context: Context, content: Content, fault: Fault, outcome: Outcome): Change {
  if ('at' in outcome) {
    const treeVersion = content.trees[outcome.at.family]?.version ?? 0;
    const spot: Spot = { stop: 'triage.step', fault: fault.id, position: outcome.at, treeVersion };
    const draft = changeFault(context.draft, fault.id, { state: 'triage' });
    return { context: { ...context, draft, triage: { ...context.triage, [fault.id]: spot } } };
  }
  if ('stop' in outcome) return stopTriage(context, outcome.stop, fault.id);
  if (outcome.end === 'solved' && context.at.position) {
    const spot: Spot = { ...context.at, stop: 'triage.confirm' };
    return { context: { ...context, triage: { ...context.triage, [fault.id]: spot } } };
  }
  return finish(context, content, fault.id, outcome.end);
}

/** Ends a fault's triage and collects what its tree wants as evidence. */
export function finish(context: Context, content: Content, faultId: string, state: FaultState): Change {
  const fault = context.draft.faults.find((entry) => entry.id === faultId);
  const family = fault?.label as FaultFamily | undefined;
  const wanted = (family && content.trees[family]?.evidence) ?? [];
  const evidence = [...new Set([...(fault?.evidence ?? []), ...(state === 'bench' ? wanted : [])])];
  const draft = changeFault(context.draft, faultId, { state, evidence });
  const { [faultId]: _over, ...triage } = context.triage;
  const told = state === 'bench' || state === 'elsewhere' ? [say(`triage:end.${state}`)] : [];
  return { context: { ...context, draft, triage }, commands: told };
}

/** Breaks off for a person at once. */
export function stopTriage(context: Context, reason: StopReason, faultId?: string): Change {
  const draft = faultId ? changeFault(context.draft, faultId, { state: 'stopped' }) : context.draft;
  return {
    context: { ...context, draft, submitted: { reason: 'stop', stop: reason } },
    commands: [
      say(`triage:stop.${reason}`, undefined, true),
      {
        do: 'submit',
        queue: 'technicians',
        priority: URGENT.includes(reason) ? 'urgent' : 'high',
        reason: `stop:${reason}`,
      },
    ],
  };
}
