import {
  type Change,
  type Command,
  type Content,
  type Context,
  firstContext,
  renewed,
  say,
} from './context.ts';
import { changeFault, type Draft, kindOf, type Unit } from './draft.ts';
import type { FoundFault } from './events.ts';
import { handOver, hearFaults, remarksOn, settlePending, takeFaults } from './fault-list.ts';
import { isFault } from './labels.ts';

/** Where the case is over, for the people or for the customer. */
export function isOver({ at }: Pick<Context, 'at'>): boolean {
  return at.stop === 'closed' || at.stop.startsWith('feedback.');
}

const DAY = 24 * 60 * 60 * 1000;

/** Whether the case that is over goes on where its customer writes at an instant; else that is too long ago. */
export function mayReopen({ ended }: Context, { at }: { at: string }, { reopenDays }: Content): boolean {
  return ended ? Date.parse(at) - Date.parse(ended) <= reopenDays * DAY : false;
}

/** Begins a new case where the last one is over. */
export function anew(change: Change): Change {
  return { ...change, commands: [{ do: 'renew' }, ...(change.commands ?? [])] };
}

/**
 * What the customer told stays; what the round before left behind goes, so that no old question comes again: where
 * triage stood, the way back, answers that could be taken back.
 */
function nextRound(context: Context): Context {
  const { skipped, at } = context;
  const { draft } = settlePending(context);
  const { withdrawn: _no, ...again } = context.submitted ?? { reason: 'person' as const };
  const submitted = context.submitted && again;
  return { ...firstContext, greeted: true, wantsFault: true, listed: true, draft, skipped, at, submitted };
}

/** Not solved: the case goes back to the same people, with what is said of it now; to Wendy, where it was hers alone. */
export function reopen(
  context: Context,
  found: readonly FoundFault[] = [],
  word: Command = say('case:feedback.reopened'),
): Change {
  if (!context.submitted) return takeUp(context, found);
  const next = nextRound(context);
  const { context: heard } = hearFaults(next, ofUnits(next.draft, found));
  return { context: { ...next, ...heard, redo: null }, commands: [{ do: 'reopen' }, word] };
}

/** What helped has not lasted, so nothing is tried again: it is for a technician, who needs the rest of the details. */
function takeUp(context: Context, said: readonly FoundFault[]): Change {
  const { asked, told, known } = context;
  const found = ofUnits(context.draft, said);
  const next = {
    ...nextRound(context),
    asked,
    told,
    known,
    draft: unsolved(settlePending(context).draft, found),
  };
  const { context: heard } = hearFaults(next, found);
  const commands: Command[] = [{ do: 'reopen', own: true }, say('case:again.mine')];
  return { context: { ...next, ...heard, redo: null }, commands };
}

/** The faults that are said to be back, or all where none is named: open again, and done with triage. */
function unsolved(draft: Draft, found: readonly FoundFault[]): Draft {
  const named = found.flatMap((one) => remarksOn(draft, one)?.id ?? []);
  const back = draft.faults.filter(
    ({ id, state }) =>
      (state === 'solved' || state === 'elsewhere') && (named.length === 0 || named.includes(id)),
  );
  return back.reduce((now, { id }) => changeFault(now, id, { state: 'listed' }), draft);
}

type Return = 'same' | 'other' | 'unclear';

/** Whether what is said belongs to the case that is over: the same fault, surely another, or it must be asked. */
function returnOf(draft: Draft, found: FoundFault): Return {
  const label = found.guesses[0]?.label;
  const { device } = found.facts;
  const listed = draft.faults.some((fault) => fault.label === label);
  const isKnown = device === undefined || draft.units.some((unit) => isSame(unit.device, device));
  if (found.again && isKnown) return 'same';
  if (!found.sure || !label || found.vague) return 'unclear';
  if (label === 'human_agent') return 'same';
  if (label === 'presales_order') return 'other';
  if (!isFault(label)) return 'unclear';
  if (!isKnown) return draft.units.length > 0 ? 'other' : 'unclear';
  return listed ? 'same' : 'unclear';
}

/** A dome is a camera, too: the general word may mean it. */
function isSame(a: Unit['device'], b: Unit['device']): boolean {
  const general = a === 'camera' || b === 'camera';
  return a === b || (general && kindOf(a) === 'camera' && kindOf(b) === 'camera');
}

/** "The camera" is the dome of the case: it is no further device. */
function ofUnits({ units }: Draft, found: readonly FoundFault[]): FoundFault[] {
  return found.map((one) => {
    const { device, ...facts } = one.facts;
    const isMeant =
      device !== undefined &&
      !units.some((unit) => unit.device === device) &&
      units.some((unit) => isSame(unit.device, device));
    return isMeant ? { ...one, facts } : one;
  });
}

/** What is told once the case is over: it goes on, a new one begins, or the customer is asked which. */
export function comeBack(
  context: Context,
  event: { at: string; text: string; faults: readonly FoundFault[] },
  content: Content,
): Change {
  const { faults } = event;
  if (!mayReopen(context, event, content)) return anew(takeFaults(renewed(context), faults));
  const kinds = faults.map((found) => returnOf(context.draft, found));
  if (kinds.includes('same')) return reopen(context, faults, say('case:again.reopened'));
  if (kinds.includes('unclear')) return askWhich(context, event, faults);
  return anew(takeFaults(renewed(context), faults));
}

/** One question: the same, or something new? What was said waits for its answer. */
export function askWhich(
  context: Context,
  { at, text }: { at: string; text: string },
  found: readonly FoundFault[] = [],
): Change {
  const before = context.returning;
  const words = [before?.text ?? '', text].filter((part) => part.trim() !== '').join('\n');
  const returning = { text: words, found: [...(before?.found ?? []), ...found], at: before?.at ?? at };
  return { context: { ...context, returning, misses: 0, redo: { stop: 'feedback.reopen' } } };
}

/** It is the same: all that was said meanwhile is of it. */
export function sameAgain(context: Context): Change {
  const found = (context.returning?.found ?? []).map((one) => ({ ...one, again: true }));
  return reopen(context, found, say('case:again.reopened'));
}

/** It is something new: a case of its own, with all that was said and sent meanwhile. */
export function somethingNew(context: Context): Change {
  const { returning, draft } = context;
  const next = renewed(context);
  const sent = (draft.attachments ?? []).filter(({ at }) => returning && at >= returning.at);
  const attachments = sent.map((file) => ({ ...file, fault: null, group: null }));
  const begun = {
    ...next,
    wantsFault: true,
    draft: { ...next.draft, ...(sent.length > 0 && { attachments }) },
  };
  return anew(takeFaults(begun, returning?.found ?? []));
}

/** A person, once the case is over: the one who had it, else one for the case as it is; after its time, for a new one. */
export function fetchAgain(context: Context, event: { at: string }, content: Content): Change {
  if (!mayReopen(context, event, content) && context.at.stop === 'closed') {
    return anew(handOver(renewed(context)));
  }
  return context.submitted ? reopen(context, [], say('case:again.person')) : handOver(nextRound(context));
}

/** Who answers a mail of the case means that case, which people had: it need not be asked which. */
export function writeBack(
  context: Context,
  event: { at: string; faults: readonly FoundFault[]; ended: string | null },
  content: Content,
): Change {
  const over = { ...context, ended: event.ended, at: { stop: 'closed' as const } };
  if (!mayReopen(over, event, content)) return fetchAgain(over, event, content);
  const found = event.faults.map((one) => ({ ...one, again: true }));
  const submitted = context.submitted ?? { reason: 'person' as const };
  return reopen({ ...over, submitted }, found, say('case:again.reopened'));
}

/** The case as it goes to people once more, for what can't wait. */
export function unsubmitted(context: Context): Context {
  return { ...nextRound(context), submitted: null };
}
