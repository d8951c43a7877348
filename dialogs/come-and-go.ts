import { isByAgenda } from './agenda.ts';
import { type Change, type Command, type Content, type Context, say, staying } from './context.ts';
import { unitsOf } from './draft.ts';
import type { WendyEvent } from './events.ts';
import { unitsName } from './fault-list.ts';
import { isOver } from './over.ts';
import { dropQuestions } from './question-list.ts';

/** After so long a silence, ms, a customer may have forgotten where the conversation stood. */
const LONG = 4 * 60 * 60 * 1000;

/** What staff did with the case is not the customer's word. */
export function isCustomers({ type }: WendyEvent): boolean {
  return !type.startsWith('CASE.');
}

/**
 * An event of a customer who was heard last at `heardAt`: after a long silence their return comes first, and a greeting
 * or "again?" says no more than it.
 */
export function withReturn(context: Context, event: WendyEvent, heardAt?: string): readonly WendyEvent[] {
  if (!isCustomers(event) || !context.greeted || heardAt === undefined) return [event];
  const { at, on } = event;
  if (Date.parse(at) - Date.parse(heardAt) < LONG || whereWeWere(context).length === 0) return [event];
  const greets = event.type === 'REPEAT' || (event.type === 'CHATTED' && event.kind === 'greeting');
  return [{ type: 'RETURNED', at, on }, ...(greets ? [] : [event])];
}

/** One sentence of where the conversation stood; nothing is changed by a return. */
export function welcomeBack(context: Context): Change {
  const words = whereWeWere(context);
  return { commands: words.length > 0 ? words : [say('common:return.known')] };
}

function whereWeWere({ at, draft, submitted }: Context): Command[] {
  const { stop } = at;
  const [parent] = stop.split('.');
  if (stop === 'paused' || parent === 'feedback') return [say('common:return.known')];
  if (stop === 'closed' || stop === 'case.held') return [];
  if (parent === 'contact') return [say('common:return.contact')];
  if (submitted) return [say('common:return.waiting')];
  if (draft.faults.length === 0) return stop === 'need' ? [] : [say('common:return.known')];
  if (parent === 'triage') {
    const text = draft.faults.find((fault) => fault.id === at.fault)?.description ?? '';
    return [say('common:return.triage', { text })];
  }
  if (parent === 'summary') return [say('common:return.summary')];
  const units = unitsOf(draft, at.group ?? '');
  if (units.length > 0) return [say('common:return.unit', { units: unitsName(units) })];
  return [say(parent === 'fault' ? 'common:return.list' : 'common:return.known')];
}

/**
 * "Forget it": a question that the customer went to is left; the conversation itself stops with all that was told kept,
 * and a case that people have is only taken back on a clear yes.
 */
export function cancel(context: Context, content: Content): Change {
  const { at, draft, submitted, pending } = context;
  if (at.stop === 'closed') return { context: staying(context), commands: [say('case:over')] };
  if (at.stop === 'paused') return { context: staying(context), commands: [say('common:paused.already')] };
  if (at.stop === 'feedback.solved') return { context: staying(context) };
  if (isOver(context)) {
    const redo = { stop: 'closed' as const };
    return { context: { ...context, returning: null, redo }, commands: [say('common:cancel.left')] };
  }
  const [waiting, ...others] = pending;
  if (waiting && (draft.faults.length > 0 || others.length > 0)) {
    const redo = waiting.from && !submitted ? waiting.from : null;
    const next = { ...context, pending: others, dropped: waiting, redo };
    return { context: next, commands: [say('fault:add.dropped')] };
  }
  if (at.stop === 'sales.confirm') {
    return { context: dropQuestions(context), commands: [say('common:cancel.left')] };
  }
  if (at.stop === 'cancel.confirm') return { context: staying(context) };
  if (submitted) return { context: { ...context, redo: { stop: 'cancel.confirm' } } };
  if (draft.faults.length === 0) {
    const next = { ...context, pending: [], begun: null, wantsFault: false };
    return { context: next, commands: [say('common:cancel.nothing')] };
  }
  if (!isByAgenda(context, content)) return { context, commands: [say('common:cancel.left')] };
  return { context: { ...context, redo: { stop: 'paused' } }, commands: [say('common:cancel.paused')] };
}
