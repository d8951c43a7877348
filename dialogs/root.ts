import { isByAgenda } from './agenda.ts';
import {
  asksWhatIsWrong,
  type Change,
  type Command,
  type Content,
  type Context,
  isWithdrawn,
  renewed,
  type Spot,
  sameSpot,
  say,
  staying,
} from './context.ts';
import { changeFault, changeUnits, setFacts, type Unit, unitsOf } from './draft.ts';
import { hearFaults, listOf, takeFaults } from './fault-list.ts';
import type { Message, MessageKey } from './message.ts';
import { anew, isOver } from './over.ts';
import { noteQuestions, tellQuestions } from './question-list.ts';
import { setContact } from './states/contact.ts';
import { helpWithModel, isAfterReport, setPurchaseDate, setSerials } from './states/product.ts';
import { setPeriod } from './states/warranty.ts';
import { knownFrom } from './triage/known.ts';
import { answerTriage, faultAt, stepOf, stopTriage } from './triage-progress.ts';
import type { EventOf } from './wendy.setup.ts';

/** What holds in every state: each is a pure step from the context and the event. */

export function greet(context: Context): Change {
  return context.greeted
    ? { commands: [say('common:chat.greeting')] }
    : { context: { ...context, greeted: true }, commands: [say('common:greeting')] };
}

export function goBack(context: Context): Change {
  const trail = context.trail.filter((spot) => isOpen(context, spot));
  while (trail.length > 0 && sameSpot(trail.at(-1) as Spot, context.at)) trail.pop();
  const before = trail.pop();
  if (!before) return { context: staying(context), commands: [say('common:back.none')] };
  const reopened = before.stop.startsWith('triage') ? reopenTriage(context, before) : context;
  const pending = context.pending.map(({ from, ...one }) =>
    from && !sameSpot(from, before) ? { ...one, from } : one,
  );
  return { context: { ...reopened, trail, pending, redo: before }, commands: [say('common:back.done')] };
}

/** Once people have the case, or it is over, what led there stands; only how to reach the customer may change. */
function isOpen(context: Context, { stop }: Spot): boolean {
  if (isOver(context)) return false;
  return !context.submitted || stop.startsWith('contact.');
}

function reopenTriage(context: Context, spot: Spot): Context {
  const fault = spot.fault ?? '';
  const draft = changeFault(context.draft, fault, { state: 'triage' });
  return { ...context, draft, triage: { ...context.triage, [fault]: spot } };
}

export function askRestart(context: Context): Change {
  if (context.submitted) return { context: staying(context), commands: [say('common:restart.submitted')] };
  const { faults, questions } = context.draft;
  if (faults.length === 0 && questions.length === 0 && context.pending.length === 0) {
    return { context: renewed(context), commands: [say('common:restart.done')] };
  }
  return { context: { ...context, redo: { stop: 'restart.confirm' } } };
}

export function showList(context: Context): Change {
  const lines = listOf(context.draft);
  // The question there shows its list itself.
  const asked = context.at.stop === 'sales.confirm' ? [] : tellQuestions(context);
  if (lines.length === 0 && context.draft.questions.length > 0) return { commands: asked };
  if (lines.length === 0) return { commands: [say('fault:list.empty')] };
  if (context.at.stop === 'fault.more') return { commands: asked };
  const title: Message = { key: 'fault:list.title' };
  const list: Message = { key: 'common:lines', values: { lines } };
  const message: Message = { key: 'fault:list.shown', values: { title, list } };
  return {
    commands: [
      { do: 'say', message, apart: true, meaning: { kind: 'list', title, entries: lines } },
      ...asked,
    ],
  };
}

/** A topic is answered from the terms and the company's data, then the question stands again. */
export function answerTopic(context: Context, event: EventOf<'ASKED'>, { policy }: Content): Change {
  const { topic } = event;
  if (topic === 'case_status' && !context.submitted) {
    return { context: staying(context), commands: [say('topics:case_status_none')] };
  }
  const asked = event.questions ?? (event.text?.trim() ? [event.text] : []);
  const word = topic === 'delete_data' ? 'request' : 'kept';
  const forPeople = topic === 'order' || topic === 'delete_data';
  if (forPeople && (isOver(context) || isWithdrawn(context))) {
    return anew(noteQuestions(renewed(context), asked, word));
  }
  if (forPeople && asked.length > 0) return noteQuestions(context, asked, word);
  if (topic === 'order' && !context.submitted)
    return { context: { ...context, redo: { stop: 'sales.confirm' } } };
  const told = topic === 'questions' || topic === 'case_status' ? tellQuestions(context) : [];
  if (topic === 'questions' && told.length > 0)
    return { context: { ...staying(context), misses: 0 }, commands: told };
  const wantsFault = context.wantsFault || (topic === 'how_to_send' && !context.submitted);
  return {
    context: { ...staying(context), wantsFault, misses: 0 },
    commands: [
      topic === 'warranty_length'
        ? say('topics:warranty_length', { count: policy.facts.warrantyMonths.default ?? 0 }, true)
        : say(topic === 'case_status' ? statusKey(context) : `topics:${topic}`, undefined, true),
      ...told,
    ],
  };
}

/** Who has the case and by when they answer, while it waits for them. */
function statusKey(context: Context): MessageKey {
  if (isOver(context)) return 'topics:case_status_over';
  return isWithdrawn(context) ? 'topics:case_status' : 'topics:case_status_waiting';
}

export function chat(context: Context, event: EventOf<'CHATTED'>, content: Content): Change {
  if (event.kind === 'already_told') {
    const told = showList(context).commands ?? [];
    return {
      context: { ...staying(context), misses: 0 },
      commands: [say('common:chat.already_told'), ...told],
    };
  }
  if (event.kind === 'already_tried' && stepOf(context.at, content)?.kind === 'do') {
    const change = answerTriage(context, content, 'not_helped', event.at);
    if (change) return { ...change, commands: [say('steps:already_tried'), ...(change.commands ?? [])] };
  }
  return { context: { ...staying(context), misses: 0 }, commands: [say(`common:chat.${event.kind}`)] };
}

/** Nothing fits: once more in other words, then a person is offered. */
export function puzzled(context: Context): Change {
  const misses = context.misses + 1;
  return {
    context: { ...context, misses },
    commands: [say(misses > 1 ? 'common:puzzled.again' : 'common:puzzled.first')],
  };
}

export function misread(context: Context, event: EventOf<'MISREAD'>): Change {
  if (event.problem === 'question' && event.questions) {
    const { context: noted, commands = [] } = noteQuestions(context, event.questions, 'unanswered');
    return { context: { draft: noted?.draft ?? context.draft }, commands };
  }
  if (event.problem === 'question' && context.submitted) return { commands: [say('case:added')] };
  const misses = context.misses + 1;
  if (event.problem === 'no_model' && misses > 1) {
    return { context: { ...context, misses }, commands: [helpWithModel(context)] };
  }
  const help = misses > 2 ? [say('common:puzzled.person')] : [];
  return { context: { ...context, misses }, commands: [say(`common:misread.${event.problem}`), ...help] };
}

/** Danger goes ahead of everything, also in a case that people have already. */
export function danger(before: Context, { reason = 'danger' }: EventOf<'DANGER'>): Change {
  const context = isWithdrawn(before) ? { ...before, submitted: null } : before;
  if (context.submitted?.stop === reason) {
    return { context: staying(context), commands: [say(`triage:stop.${reason}`, undefined, true)] };
  }
  return stopTriage(context, reason, faultAt(context)?.id);
}

/** What is asked is needed, or nothing is asked that could be skipped. */
export function refuseSkip(context: Context): Change {
  return { commands: [standing(context) ?? say('common:skip.refused')] };
}

export function repeat(context: Context): Change {
  return { commands: [standing(context) ?? say('common:repeat')] };
}

/** How it stands, where nothing is asked. */
function standing({ at }: Context): Command | undefined {
  if (at.stop === 'closed') return say('case:over');
  return at.stop === 'case.waiting' ? say('case:waiting') : undefined;
}

/** What is said of a fault in the middle of something else; the customer comes back to a question that they chose. */
export function hear(context: Context, event: EventOf<'FAULTS'>, content: Content): Change {
  const { at } = context;
  if (isWithdrawn(context)) return anew(takeFaults(renewed(context), event.faults));
  const chosen = at.stop !== 'fault.add' && !isByAgenda(context, content);
  const heard = hearFaults(context, event.faults, chosen ? at : undefined);
  return answerByTheWay(context, heard, event, content);
}

/** More words on the fault in hand may answer the question that stands: "no power, since the storm". */
function answerByTheWay(
  context: Context,
  heard: Change,
  { at }: EventOf<'FAULTS'>,
  content: Content,
): Change {
  const now = { ...context, ...heard.context };
  const fact = stepOf(now.at, content)?.fact;
  const fault = faultAt(now);
  const value = fact && fault && knownFrom(fault.facts)[fact];
  if (now.submitted || now.pending.length > 0) return heard;
  if (isAnswered(context, now)) return { ...heard, context: { ...heard.context, redo: null } };
  if (value === undefined) return heard;
  const change = answerTriage({ ...now, redo: null }, content, value, at);
  return change ? { ...change, commands: [...(heard.commands ?? []), ...(change.commands ?? [])] } : heard;
}

/** "No, the serial is …": the field of the units in hand, or of the only ones there are. */
export function correct(before: Context, event: EventOf<'CORRECTED'>, content: Content): Change {
  const { field, value, at } = event;
  const isAsked = before.at.stop.endsWith(`.${field}`);
  const leads = isAsked || asksWhatIsWrong(before.at) || isByAgenda(before, content);
  const context = leads ? before : staying(before);
  const groups = [...new Set(context.draft.units.map((unit) => unit.group))];
  const group = context.at.group ?? groups.at(-1);
  const thanks = [say('common:corrected', { value })];
  const corrected = (now: Context): Change => ({
    context: isAnswered(before, now) ? { ...now, redo: null } : now,
    commands: thanks,
  });
  if (field === 'name' || field === 'email' || field === 'phone') {
    const now = setContact(context, field, value);
    // The one given where the other is asked for is given instead of it: one is enough.
    const asked = before.at.stop.replace('contact.', '');
    const fresh = before.draft.contact[field] === null && field !== 'name' && field !== asked;
    const instead = fresh && (asked === 'email' || asked === 'phone');
    return { context: instead ? { ...now, skipped: [...now.skipped, asked] } : now, commands: thanks };
  }
  if (!group) return puzzled(staying(before));
  if (field === 'purchaseDate') {
    if (isAfterReport(context, group, value, event.on))
      return { context: staying(before), commands: [say('common:misread.future_date')] };
    return corrected(setPurchaseDate(context, group, value, at));
  }
  if (field === 'warrantyMonths') return setPeriod(context, group, value, at);
  if (field === 'serial') return corrected(setSerials(context, group, [value], event));
  const draft = changeUnits(context.draft, group, (unit) => ({ ...unit, model: value }));
  return corrected({ ...context, draft });
}

/** The serial number of the units in hand, or of the last that have one. */
export function serialInHand({ at, draft }: Context): string | undefined {
  const known = draft.units.filter((unit) => unit.serial !== null);
  const inHand = known.find((unit) => unit.group === (at.group ?? draft.units.at(-1)?.group));
  return (inHand ?? known.at(-1))?.serial ?? undefined;
}

/** Whether what was asked of the units in hand became known by the way, or is of units that are gone. */
export function isAnswered({ at, draft }: Context, now: Context): boolean {
  if (at.stop === 'product.since') {
    const open = (of: Context['draft']): boolean =>
      of.faults.some((fault) => fault.id === at.fault && fault.since === undefined);
    return open(draft) && !open(now.draft);
  }
  const open = (units: readonly Unit[]): number =>
    units.filter((unit) =>
      at.stop === 'warranty.topic'
        ? unit.warranty.facts.source === undefined
        : Object.entries(unit).some(([field, value]) => at.stop === `product.${field}` && value === null),
    ).length;
  const group = at.group ?? '';
  return open(unitsOf(draft, group)) > 0 && open(unitsOf(now.draft, group)) === 0;
}

/** The day of the first report stands for "found to be defective"; in the company's zone. */
export function stampReport(context: Context, event: { at: string; on: string }): Context {
  const isStamped = (unit: Unit): boolean => unit.warranty.facts.reportedOn !== undefined;
  if (context.draft.units.every(isStamped)) return context;
  const units = context.draft.units.map((unit) =>
    isStamped(unit) ? unit : setFacts(unit, { reportedOn: event.on }, 'system', event.at),
  );
  return { ...context, draft: { ...context.draft, units } };
}
