import { type Change, type Content, type Context, type Spot, say } from './context.ts';
import { changeUnits, setFacts } from './draft.ts';
import { handOver, hearFaults, listOf } from './fault-list.ts';
import { setContact } from './states/contact.ts';
import { setPurchaseDate, setSerials } from './states/product.ts';
import { answerTriage, faultAt, stepOf, stopTriage } from './triage-progress.ts';
import type { EventOf } from './wendy.setup.ts';

/** What holds in every state: each is a pure step from the context and the event. */

export function greet(context: Context): Change {
  return context.greeted
    ? {}
    : { context: { ...context, greeted: true }, commands: [say('common:greeting')] };
}

export function goBack(context: Context): Change {
  const trail = [...context.trail];
  const before = trail.pop();
  if (!before) return { context: { ...context, redo: context.at }, commands: [say('common:back.none')] };
  const reopened = before.stop.startsWith('triage') ? reopenTriage(context, before) : context;
  return { context: { ...reopened, trail, redo: before }, commands: [say('common:back.done')] };
}

function reopenTriage(context: Context, spot: Spot): Context {
  const fault = spot.fault ?? '';
  const draft = {
    ...context.draft,
    faults: context.draft.faults.map((one) =>
      one.id === fault ? { ...one, state: 'triage' as const } : one,
    ),
  };
  return { ...context, draft, triage: { ...context.triage, [fault]: spot } };
}

export function askRestart(context: Context): Change {
  if (context.submitted) return { context, commands: [say('common:restart.submitted')] };
  if (context.draft.faults.length === 0 && context.pending.length === 0) {
    return { context: { ...context, wantsFault: false }, commands: [say('common:restart.done')] };
  }
  return { context: { ...context, redo: { stop: 'restart.confirm' } } };
}

export function showList(context: Context): Change {
  const lines = listOf(context.draft);
  if (lines.length === 0) return { commands: [say('fault:list.empty')] };
  return { commands: [say('fault:list.shown', { list: { key: 'common:lines', values: { lines } } }, true)] };
}

/** A topic is answered from the terms and the company's data, then the question stands again. */
export function answerTopic(context: Context, event: EventOf<'ASKED'>): Change {
  const { topic } = event;
  if (topic === 'case_status' && !context.submitted) return { commands: [say('topics:case_status_none')] };
  if (topic === 'order' && !context.submitted)
    return { context: { ...context, redo: { stop: 'sales.confirm' } } };
  return { context: { ...context, misses: 0 }, commands: [say(`topics:${topic}`, undefined, true)] };
}

export function chat(context: Context, event: EventOf<'CHATTED'>, content: Content): Change {
  if (event.kind === 'already_tried' && stepOf(context.at, content)?.kind === 'do') {
    const change = answerTriage(context, content, 'not_helped', event.at);
    if (change) return { ...change, commands: [say('steps:already_tried'), ...(change.commands ?? [])] };
  }
  return { context: { ...context, misses: 0 }, commands: [say(`common:chat.${event.kind}`)] };
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
  const misses = context.misses + 1;
  const help = misses > 2 ? [say('common:puzzled.person')] : [];
  return { context: { ...context, misses }, commands: [say(`common:misread.${event.problem}`), ...help] };
}

export function danger(context: Context): Change {
  if (context.submitted) return { commands: [say('triage:stop.danger', undefined, true)] };
  return stopTriage(context, 'danger', faultAt(context)?.id);
}

/** "No, the serial is …": the field of the units in hand, or of the only ones there are. */
export function correct(context: Context, event: EventOf<'CORRECTED'>): Change {
  const { field, value, at } = event;
  const groups = [...new Set(context.draft.units.map((unit) => unit.group))];
  const group = context.at.group ?? groups.at(-1);
  const thanks = [say('common:corrected', { value })];
  if (field === 'name' || field === 'email' || field === 'phone') {
    return { context: { ...setContact(context, field, value), redo: null }, commands: thanks };
  }
  if (!group) return puzzled(context);
  if (field === 'purchaseDate') {
    if (value > event.on) return { commands: [say('common:misread.future_date')] };
    return { context: setPurchaseDate(context, group, value, at), commands: thanks };
  }
  if (field === 'serial') return { context: setSerials(context, group, [value], event), commands: thanks };
  const draft = changeUnits(context.draft, group, (unit) => ({ ...unit, model: value }));
  return { context: { ...context, draft }, commands: thanks };
}

export function hear(context: Context, event: EventOf<'FAULTS'>): Change {
  return hearFaults(context, event.faults);
}

/** The day of the first report stands for "found to be defective"; in the company's zone. */
export function stampReport(context: Context, event: { at: string; on: string }): Context {
  const open = context.draft.units.filter((unit) => !unit.warranty.facts.reportedOn);
  if (open.length === 0) return context;
  let draft = context.draft;
  for (const group of new Set(open.map((unit) => unit.group))) {
    draft = changeUnits(draft, group, (unit) =>
      unit.warranty.facts.reportedOn ? unit : setFacts(unit, { reportedOn: event.on }, 'system', event.at),
    );
  }
  return { ...context, draft };
}

export { handOver };
