import { isByAgenda } from './agenda.ts';
import { asksWhatIsWrong, type Change, type Content, type Context, say, staying } from './context.ts';
import {
  addFault,
  changeFault,
  type Draft,
  type Fault,
  isSold,
  kindOf,
  type Unit,
  unitsOfFault,
  withNamedUnits,
} from './draft.ts';
import type { Entry, FaultFacts } from './events.ts';
import { dropFault, joinWords, listOf } from './fault-list.ts';
import type { Message } from './message.ts';
import { resize } from './replace-fault.ts';
import { isAnswered } from './root.ts';
import { answerTriage, faultAt, knownOf, stepOf } from './triage-progress.ts';
import type { EventOf } from './wendy.setup.ts';

/** "The second one is the recorder, not the camera", "only one, not two", "since Monday", and "my camera" before a fault. */
export function detail(context: Context, event: EventOf<'DETAILED'>, content: Content): Change {
  const { facts, corrects, entry } = event;
  const [pending, ...others] = context.pending;
  if (pending && !corrects && context.at.stop === 'fault.label') {
    const found = {
      ...pending.found,
      text: joinWords(pending.found.text, event.text),
      facts: { ...pending.found.facts, ...facts },
    };
    return { context: { ...context, pending: [{ ...pending, found }, ...others] } };
  }
  if (begins(context, event)) return begin(context, event);
  const fault = faultMeant(context, event);
  if (!fault) return unknownEntry(context);
  const draft = withFacts(context.draft, fault, facts);
  const described = corrects
    ? draft
    : changeFault(draft, fault.id, { description: joinWords(fault.description, event.text) });
  const next = here({ ...context, draft: described, misses: 0 }, context, content);
  if (context.submitted) return { context: next, commands: [say('case:added')] };
  const changed = corrects && (entry.nth ?? facts.device ?? facts.quantity) !== undefined;
  const words = changed ? entrySaid(next, fault.id) : say('fault:remark');
  return pastKnown({ context: next, commands: [words] }, content, event.at);
}

/** Takes an entry off the list, makes two of them one, or asks what is wrong with it. */
export function edit(context: Context, event: EventOf<'EDITED'>, content: Content): Change {
  if (context.submitted) return { context: staying(context), commands: [say('case:added')] };
  const [pending, ...others] = context.pending;
  if (pending && event.edit === 'remove' && isPending(context, event.entry)) {
    return {
      context: { ...context, pending: others, dropped: pending },
      commands: [say('fault:add.dropped')],
    };
  }
  const fault = faultMeant(context, event);
  if (!fault) return unknownEntry(context);
  if (event.edit === 'change')
    return { context: { ...context, redo: { stop: 'fault.change', fault: fault.id } } };
  if (event.edit === 'remove') {
    const words = say('fault:edit.removed', { text: fault.description });
    return { context: here(dropFault(context, fault.id), context, content, fault.id), commands: [words] };
  }
  const other = event.with && faultMeant(context, { entry: event.with });
  const second = other ?? context.draft.faults.find((one) => one.id !== fault.id);
  if (!second || second.id === fault.id) return unknownEntry(context);
  return pastKnown(merge(context, fault, second, content), content, event.at);
}

/** What is just asked about comes after the entries of the list. */
function isPending({ at, draft }: Context, { nth, device }: Entry): boolean {
  if (at.stop !== 'fault.label' && at.stop !== 'fault.add') return false;
  return device === undefined && (nth === undefined || nth === -1 || nth === draft.faults.length + 1);
}

function merge(context: Context, kept: Fault, gone: Fault, content: Content): Change {
  const draft = changeFault(context.draft, kept.id, {
    description: joinWords(kept.description, gone.description),
    facts: { ...gone.facts, ...kept.facts },
    ...(kept.since === undefined && gone.since !== undefined ? { since: gone.since } : {}),
  });
  const next = here(dropFault({ ...context, draft }, gone.id), context, content, gone.id);
  return { context: next, commands: [say('fault:edit.merged')] };
}

/** A triage step that asks what was told just now is passed with it. */
function pastKnown(change: Change, content: Content, at: string): Change {
  const context = change.context as Context;
  const fault = faultAt(context);
  const step = context.at.stop === 'triage.step' ? stepOf(context.at, content) : undefined;
  const answer = fault && step?.fact && knownOf(context, fault)[step.fact];
  const passed = answer ? answerTriage({ ...context, redo: null }, content, answer, at) : undefined;
  return passed ? { ...passed, commands: [...(change.commands ?? []), ...(passed.commands ?? [])] } : change;
}

/** Back to the question that stands, unless it was about what is gone, or became needless. */
function here(context: Context, before: Context, content: Content, gone?: string): Context {
  const { at, draft } = context;
  const lost =
    (at.fault !== undefined && (at.fault === gone || !draft.faults.some(({ id }) => id === at.fault))) ||
    (at.group !== undefined && !draft.units.some(({ group }) => group === at.group));
  if (lost || draft.faults.length === 0 || asksWhatIsWrong(at) || isAnswered(before, context))
    return { ...context, redo: null };
  return isByAgenda(context, content) || at.stop === 'product.since' ? context : staying(context);
}

function unknownEntry(context: Context): Change {
  const lines = listOf(context.draft);
  if (lines.length === 0) return { context: staying(context), commands: [say('fault:list.empty')] };
  if (context.at.stop === 'fault.more')
    return { context: staying(context), commands: [say('fault:edit.none_such')] };
  const list: Message = { key: 'common:lines', values: { lines } };
  return { context: staying(context), commands: [say('fault:edit.none', { list }, true)] };
}

/** The entry as it reads now, where the question does not show it anyway. */
function entrySaid({ at, draft, listed }: Context, id: string) {
  if (at.stop === 'fault.more' || (asksWhatIsWrong(at) && !listed)) return say('fault:edit.right');
  const nth = draft.faults.findIndex((fault) => fault.id === id);
  const text = listOf(draft)[nth < 0 ? draft.faults.length - 1 : nth];
  return text ? say('fault:edit.changed', { entry: text }) : say('fault:remark');
}

/** Whether it is told of a fault that is still to be named. */
function begins({ at, draft, submitted }: Context, { facts, corrects, entry }: EventOf<'DETAILED'>): boolean {
  if (submitted || entry.nth !== undefined) return false;
  if (draft.faults.length === 0) return true;
  if (corrects) return false;
  if (at.stop === 'fault.describe') return at.fault === undefined;
  return at.stop === 'fault.more' && facts.device !== undefined && !hasDevice(draft, facts.device);
}

function begin(context: Context, { facts, text }: EventOf<'DETAILED'>): Change {
  const before = context.begun;
  const begun = {
    text: before ? joinWords(before.text, text) : text,
    facts: { ...before?.facts, ...facts },
  };
  return { context: { ...context, begun, wantsFault: true, misses: 0, redo: { stop: 'fault.describe' } } };
}

/** The entry that is spoken of: by its number, its device, how it was said before; else the one in hand, else the last. */
function faultMeant(
  { draft, at }: Context,
  { entry, facts, was }: { entry: Entry; facts?: FaultFacts; was?: FaultFacts | undefined },
): Fault | undefined {
  const { faults } = draft;
  if (entry.nth !== undefined) return faults.at(entry.nth > 0 ? entry.nth - 1 : entry.nth);
  if (entry.device) return ofDevice(draft, entry.device);
  const denied = was?.device && ofDevice(draft, was.device);
  if (denied) return denied;
  const counted = was?.quantity;
  if (counted !== undefined) {
    const fault = faults.findLast((one) => one.unitIds.length === counted);
    if (fault) return fault;
  }
  const asked = faults.find((one) => one.id === at.fault);
  const inGroup = faults.findLast((one) => unitsOfFault(draft, one).some((unit) => unit.group === at.group));
  const sameDevice =
    facts?.quantity === undefined ? undefined : facts.device && ofDevice(draft, facts.device);
  return sameDevice ?? asked ?? inGroup ?? faults.at(-1);
}

function ofDevice(draft: Draft, device: Unit['device']): Fault | undefined {
  const among = (isOne: (unit: Unit) => boolean) =>
    draft.faults.findLast((fault) => unitsOfFault(draft, fault).some(isOne));
  const camera = device === 'camera' ? among((unit) => unit.kind === 'camera') : undefined;
  return among((unit) => unit.device === device) ?? camera;
}

function hasDevice(draft: Draft, device: Unit['device']): boolean {
  return ofDevice(draft, device) !== undefined;
}

/** A fault with its facts put right, and with them the units that it is about. */
function withFacts(draft: Draft, fault: Fault, facts: FaultFacts): Draft {
  const { device, quantity, since } = facts;
  const units = unitsOfFault(draft, fault);
  const all = { ...fault.facts, ...facts };
  const isOther = device !== undefined && units.some((unit) => unit.device !== device);
  const isShared = draft.faults.some(
    (one) => one.id !== fault.id && one.unitIds.some((id) => fault.unitIds.includes(id)),
  );
  const renamed = !isOther ? draft : isShared ? apart(draft, fault, all) : asDevice(draft, fault, device);
  const now = renamed.faults.find(({ id }) => id === fault.id) ?? fault;
  const resized =
    quantity === undefined ? renamed : resize(renamed, now, unitsOfFault(renamed, now), quantity);
  return changeFault(resized, fault.id, { facts: all, ...(since === undefined ? {} : { since }) });
}

/** Onto units of its own, or of that device: the ones it was on belong to another fault as well. */
function apart(draft: Draft, fault: Fault, facts: FaultFacts): Draft {
  const { model: _model, serial: _serial, ...others } = facts;
  const quantity = facts.quantity ?? fault.unitIds.length;
  const added = addFault(draft, { ...fault, facts: { ...others, quantity } });
  const unitIds = added.faults.at(-1)?.unitIds ?? fault.unitIds;
  return withNamedUnits(changeFault({ ...added, faults: draft.faults }, fault.id, { unitIds }));
}

function asDevice(draft: Draft, { unitIds }: Fault, device: Unit['device']): Draft {
  const change = (unit: Unit): Unit =>
    unitIds.includes(unit.id) ? { ...unit, device, kind: isSold(unit) ? unit.kind : kindOf(device) } : unit;
  return { ...draft, units: draft.units.map(change) };
}
