import { type Content, type Context, type Spot, STOPS } from './context.ts';
import type { Fault } from './draft.ts';
import type { WendyEvent } from './events.ts';
import { PLACES } from './places.ts';
import { nearest } from './triage/interpret.ts';
import { knownOf } from './triage-progress.ts';

const STOP_NAMES: ReadonlySet<string> = new Set(STOPS);

/** Whether a stored place is still one: its stop, its triage step, its warranty topic. */
function isThere({ stop, position, topic }: Spot, { trees, policy }: Content): boolean {
  if (!STOP_NAMES.has(stop)) return false;
  if (stop.startsWith('triage.') && position) {
    const steps = trees[position.family]?.steps;
    return steps !== undefined && Object.hasOwn(steps, position.step);
  }
  return stop !== 'warranty.topic' || policy.topics.some(({ id }) => id === topic);
}

/**
 * A conversation whose stored place is gone, since a support lead edited a tree or the policy, or a later version
 * renamed a state: at the nearest safe place, with all that was said kept. One whose place is there stays as it is.
 */
export function atSafePlace(context: Context, content: Content): Context {
  return isThere(context.at, content) ? context : { ...context, ...safePlace(context, content) };
}

/** As `atSafePlace`, and no way back leads to a place that is gone. */
export function restored(context: Context, content: Content): Context {
  const is = (spot: Spot): boolean => isThere(spot, content);
  const { trail, redo, pending, triage } = context;
  const safe = atSafePlace(context, content);
  const spots = [...trail, ...(redo ? [redo] : []), ...pending.flatMap(({ from }) => from ?? [])];
  if (spots.every(is) && Object.values(triage).every(is)) return safe;
  return {
    ...safe,
    trail: trail.filter(is),
    redo: redo && is(redo) ? redo : null,
    pending: pending.map(({ from, ...one }) => (from && is(from) ? { ...one, from } : one)),
    triage: Object.fromEntries(Object.entries(triage).filter(([, spot]) => is(spot))),
  };
}

/** What is said in answer to a question, which means nothing where the question is gone. */
const ANSWERS: readonly WendyEvent['type'][] = ['ANSWERED', 'MISREAD', 'PUZZLED', 'SKIP'];

/**
 * Whether the customer, who still sees a question that is gone, must be told so: what they answer to it is not taken as
 * an answer to the question that stands in its place.
 */
export function isAnswerToGone(stored: Context, safe: Context, event: WendyEvent, content: Content): boolean {
  if (stored.at === safe.at || !ANSWERS.includes(event.type)) return false;
  return PLACES[safe.at.stop].question(safe, content) !== null;
}

/** A step of the same fault's triage; else the list, or what stands where there is no list, or people have it. */
function safePlace(context: Context, content: Content): Partial<Context> {
  const { at, draft, pending, submitted } = context;
  const fault = draft.faults.find(({ id }) => id === at.fault);
  if (fault && at.position && at.stop.startsWith('triage.')) {
    const position = nearest(content.trees, at.position, resultsOf(fault), knownOf(context, fault));
    if (position) {
      const treeVersion = content.trees[position.family]?.version ?? 0;
      return { at: { ...at, stop: 'triage.step', position, treeVersion } };
    }
  }
  if (submitted) return { at: { stop: 'case.waiting' } };
  if (pending[0]) return { at: { stop: pending[0].ask === 'label' ? 'fault.label' : 'fault.add' } };
  if (draft.faults.length === 0) return { at: { stop: 'need' } };
  const isOver = draft.faults.every(({ state }) => state === 'solved' || state === 'elsewhere');
  return isOver ? { at: { stop: 'closed' } } : { at: { stop: 'fault.more' }, listed: false };
}

function resultsOf({ steps }: Fault): Record<string, string> {
  return Object.fromEntries(steps.map(({ id, result }) => [id, result]));
}
