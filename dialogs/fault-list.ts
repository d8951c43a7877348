import {
  type Change,
  type Command,
  type Context,
  isWithdrawn,
  labelName,
  type Pending,
  type Spot,
  say,
  staying,
} from './context.ts';
import {
  addFault,
  changeFault,
  type Draft,
  type Fault,
  removeFault,
  tellUnits,
  type Unit,
  unitsOfFault,
} from './draft.ts';
import type { FoundFault } from './events.ts';
import { isFault, type Label } from './labels.ts';
import type { Message } from './message.ts';
import { withQuestions } from './question-list.ts';
import { replaceFault } from './replace-fault.ts';

/**
 * What was found in a message goes where it belongs: on the list, to the question of its kind, or to people. The first
 * stands for a fault on the list where that one is said anew (`instead`).
 */
export function takeFaults(context: Context, found: readonly FoundFault[], instead?: string): Change {
  let next: Context = { ...context, misses: 0, begun: null };
  const commands: Command[] = [];
  for (const [nth, one] of withBegun(found, context.begun).entries()) {
    const label = one.guesses[0]?.label;
    const replaced = nth === 0 ? instead : undefined;
    if (replaced) next = { ...next, pending: next.pending.filter(({ found }) => !saysSame(found, one)) };
    if (!replaced && isNoted(next, one, instead)) commands.push(say('fault:remark'));
    else if (!one.sure || !label) {
      const pending: Pending = { found: one, ask: 'label', ...(replaced ? { instead: replaced } : {}) };
      next = { ...next, pending: [...next.pending, pending] };
    } else {
      const change = takeLabelled(next, one, label, replaced);
      next = { ...next, ...change.context };
      commands.push(...(change.commands ?? []));
    }
  }
  return { context: next, commands };
}

/** Said in the same words before: it stands on the list (but for the fault that is said anew), or waits for a word on it. */
function isNoted({ draft, pending }: Context, one: FoundFault, instead?: string): boolean {
  const others = draft.faults.filter(({ id }) => id !== instead);
  return (
    others.some(({ description }) => saysSame({ text: description }, one)) ||
    pending.some(({ found }) => saysSame(found, one))
  );
}

function saysSame(a: { text: string }, b: { text: string }): boolean {
  return a.text.trim().toLowerCase() === b.text.trim().toLowerCase();
}

/** "My camera", and then "is black at night": what was told before the fault belongs to it. */
function withBegun(found: readonly FoundFault[], begun: Context['begun']): readonly FoundFault[] {
  const [first, ...others] = found;
  if (!begun || !first) return found;
  const facts = { ...begun.facts, ...first.facts };
  return [{ ...first, text: joinWords(begun.text, first.text), facts }, ...others];
}

/** One thing that a customer said, once its kind is known. */
export function takeLabelled(context: Context, found: FoundFault, label: Label, instead?: string): Change {
  if (label === 'human_agent') return handOver(context);
  if (label === 'presales_order') {
    const draft = withQuestions(context.draft, [found.text]);
    if (context.submitted) return { context: { ...context, draft } };
    if (draft.faults.length === 0) return { context: { ...context, draft, wantsFault: false } };
    return { context: { ...context, draft }, commands: [say('sales:kept', { count: 1 })] };
  }
  if (label === 'warranty_repair') {
    const first = context.draft.faults.length === 0 && !context.wantsFault;
    return {
      context: { ...context, wantsFault: true },
      commands: first ? [say('topics:how_to_send', undefined, true)] : [],
    };
  }
  if (!isFault(label) && context.draft.faults.length === 0 && !context.wantsFault) {
    return { context: { ...context, wantsFault: true } };
  }
  return { context: { ...listFault(context, found, label, instead), listed: false, wantsFault: true } };
}

/** On the list, in the place of a fault that is said anew or as a further one. */
export function listFault(context: Context, found: FoundFault, label: Label, instead?: string): Context {
  const fault = { label, description: found.text, facts: found.facts };
  if (!instead) return { ...context, draft: addFault(context.draft, fault) };
  const draft = replaceFault(context.draft, instead, fault);
  const before = context.draft.faults.find((one) => one.id === instead);
  const kept = draft.faults.some((one) => one.id === instead);
  return kept ? withChanged({ ...context, draft }, before) : withoutFaults({ ...context, draft }, [instead]);
}

/** A fault of another kind begins its triage anew. */
export function withChanged(context: Context, before: Fault | undefined): Context {
  const now = context.draft.faults.find((fault) => fault.id === before?.id);
  if (!now || now.label === before?.label) return context;
  const { [now.id]: _over, ...triage } = context.triage;
  return { ...context, triage };
}

/** Off the list, with all that was kept of it and of units that are named no more: an id may be given again. */
export function dropFault(context: Context, faultId: string): Context {
  return withoutFaults({ ...context, draft: removeFault(context.draft, faultId) }, [faultId]);
}

function withoutFaults(context: Context, gone: readonly string[]): Context {
  const { draft, trail } = context;
  const groups = new Set(draft.units.map((unit) => unit.group));
  const isThere = (fault?: string): boolean => !fault || !gone.includes(fault);
  const spots = draft.faults.length > 0 ? trail : trail.filter(({ stop }) => stop === 'need');
  return {
    ...context,
    trail: spots.filter(({ fault, group }) => isThere(fault) && (!group || groups.has(group))),
    pending: context.pending.map(({ from, instead, ...one }) => ({
      ...one,
      ...(instead && isThere(instead) ? { instead } : {}),
      ...(from && isThere(from.fault) && (!from.group || groups.has(from.group)) ? { from } : {}),
    })),
    triage: only(context.triage, isThere),
    known: only(context.known, isThere),
    asked: only(context.asked, (group) => groups.has(group)),
    told: only(context.told, (group) => groups.has(group)),
  };
}

function only<T>(record: Record<string, T>, keeps: (key: string) => boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => keeps(key)));
}

/** Given over to people, nothing is asked about any more: what waited for a word goes along as the best guess. */
export function settlePending(context: Context): Context {
  let next: Context = { ...context, pending: [] };
  for (const { found, instead } of context.pending) {
    const label = found.vague ? 'other' : (found.guesses[0]?.label ?? 'other');
    next =
      label === 'presales_order'
        ? { ...next, draft: withQuestions(next.draft, [found.text]) }
        : listFault(next, found, isFault(label) ? label : 'other', instead);
  }
  return next;
}

/** A person, at once, with everything that is known. */
export function handOver(context: Context): Change {
  const back = resumed(context);
  if (back) return back;
  if (context.submitted) return { context, commands: [say('case:already')] };
  return {
    context: { ...context, submitted: { reason: 'person' }, redo: null },
    commands: [
      { do: 'submit', queue: 'technicians', priority: 'high', reason: 'person' },
      say('case:person', undefined, true),
    ],
  };
}

/** A case that was taken back goes to its people again; undefined where there is none. */
export function resumed(context: Context): Change | undefined {
  const { submitted } = context;
  if (!submitted || !isWithdrawn(context)) return undefined;
  const { withdrawn: _no, ...again } = submitted;
  return {
    context: { ...context, submitted: again, redo: null },
    commands: [{ do: 'reopen' }, say('case:resumed')],
  };
}

/** The fault on the list that a message only says more of. */
export function remarksOn(draft: Draft, found: FoundFault): Fault | undefined {
  const label = found.vague ? undefined : found.guesses[0]?.label;
  const { device } = found.facts;
  const isOf = (fault: Fault): boolean =>
    device === undefined || unitsOfFault(draft, fault).some((unit) => unit.device === device);
  const same = draft.faults.find((fault) => fault.label === label && isOf(fault));
  const more = found.again || (found.vague && device === undefined);
  return same ?? (more ? draft.faults.findLast(isOf) : undefined);
}

/** What is said once more while the list is told: the same words, or "it is still black". */
export function tellFaults(context: Context, found: readonly FoundFault[]): Change {
  const isKnown = (one: FoundFault): boolean =>
    one.again || one.vague
      ? remarksOn(context.draft, one) !== undefined
      : context.draft.faults.some(({ description }) => description === one.text);
  const known = found.filter(isKnown);
  const fresh = found.filter((one) => !isKnown(one));
  const heard = known.length > 0 ? hearFaults(context, known).context : undefined;
  const next = { ...context, ...heard, redo: context.redo };
  if (fresh.length === 0) return { context: next, commands: [say('fault:remark')] };
  return takeFaults(next, fresh);
}

/**
 * In the middle of something else: more words on a fault are noted, a further fault is asked for, then one comes back
 * to where the agenda would not lead (`from`). Once people have the case it joins the case.
 */
export function hearFaults(context: Context, found: readonly FoundFault[], from?: Spot): Change {
  let draft = context.draft;
  const pending: Pending[] = [];
  const commands: Command[] = [];
  for (const one of found) {
    const same = remarksOn(draft, one);
    if (same) {
      draft = withRemark(draft, same, one);
      commands.push(say('fault:remark'));
    } else if (one.sure && one.guesses[0]?.label === 'presales_order') {
      draft = withQuestions(draft, [one.text]);
      commands.push(say(context.submitted ? 'topics:order_noted' : 'sales:kept', { count: 1 }));
    } else if (isNoted({ ...context, pending: [...context.pending, ...pending] }, one)) {
      commands.push(say('fault:remark'));
    } else pending.push({ found: one, ask: 'add', ...(from ? { from } : {}) });
  }
  const next = { ...context, draft, pending: [...context.pending, ...pending], misses: 0 };
  if (pending.length === 0) return { context: staying(next), commands };
  if (!context.submitted) return { context: next, commands };
  const joined = settlePending(next);
  const lines = listOf(joined.draft).slice(draft.faults.length);
  const word =
    lines.length > 0
      ? say('case:noted', { list: { key: 'common:lines', values: { lines } } })
      : say('case:added');
  return { context: staying(joined), commands: [...commands, word] };
}

/** More words on a fault: what they tell besides fills in what was not told before. */
function withRemark(draft: Draft, fault: Fault, { text, facts }: FoundFault): Draft {
  const { device: _ofUnits, quantity: _too, ...more } = facts;
  const told = { ...more, ...fault.facts };
  const since = fault.since === undefined && more.since !== undefined ? { since: more.since } : {};
  const description = joinWords(fault.description, text);
  const changed = changeFault(draft, fault.id, { description, facts: told, ...since });
  return tellUnits(changed, { ...fault, facts: more });
}

export function joinWords(description: string, text: string): string {
  const mark = /\p{Script=Han}/u.test(text) ? '；' : '; ';
  return description.includes(text) ? description : description + mark + text;
}

/** The list as messages, an entry a line. */
export function listOf(draft: Draft): Message[] {
  return draft.faults.map((fault, index) => {
    const units = draft.units.filter((unit) => fault.unitIds.includes(unit.id));
    return {
      key: 'fault:entry',
      values: {
        number: index + 1,
        units: unitsName(units),
        label: labelName(fault.label),
        description: fault.description,
      },
    };
  });
}

/** "2 dome cameras", "the recorder". */
export function unitsName(units: readonly Unit[]): Message {
  return {
    key: `fault:devices.${units[0]?.device ?? 'camera'}`,
    values: { count: Math.max(units.length, 1) },
  };
}
