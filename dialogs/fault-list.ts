import { type Change, type Command, type Context, labelName, type Pending, say } from './context.ts';
import { addFault, type Draft, removeFault, type Unit } from './draft.ts';
import type { FoundFault } from './events.ts';
import { isFault, type Label } from './labels.ts';
import type { Message } from './message.ts';

/** What was found in a message goes where it belongs: on the list, to the question of its kind, or to people. */
export function takeFaults(context: Context, found: readonly FoundFault[]): Change {
  let next: Context = { ...context, misses: 0 };
  const commands: Command[] = [];
  for (const one of found) {
    const label = one.guesses[0]?.label;
    if (!one.sure || !label) next = { ...next, pending: [...next.pending, { found: one, ask: 'label' }] };
    else {
      const change = takeLabelled(next, one, label);
      next = { ...next, ...change.context };
      commands.push(...(change.commands ?? []));
    }
  }
  return { context: next, commands };
}

/** One thing that a customer said, once its kind is known. */
export function takeLabelled(context: Context, found: FoundFault, label: Label): Change {
  if (label === 'human_agent') return handOver(context);
  if (label === 'presales_order') {
    const id = `Q${context.draft.questions.length + 1}`;
    const questions = [...context.draft.questions, { id, text: found.text, answer: null }];
    return {
      context: { ...context, draft: { ...context.draft, questions }, redo: { stop: 'sales.confirm' } },
    };
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
  const replaced = context.at.stop === 'fault.describe' ? context.at.fault : undefined;
  const draft = replaced ? removeFault(context.draft, replaced) : context.draft;
  const added = addFault(draft, { label, description: found.text, facts: found.facts });
  return {
    context: { ...context, draft: added, listed: false, wantsFault: true, at: { stop: 'fault.more' } },
  };
}

/** A person, at once, with everything that is known. */
export function handOver(context: Context): Change {
  if (context.submitted) return { context, commands: [say('case:already')] };
  return {
    context: { ...context, submitted: { reason: 'person' }, pending: [], redo: null },
    commands: [
      { do: 'submit', queue: 'technicians', priority: 'high', reason: 'person' },
      say('case:person', undefined, true),
    ],
  };
}

/** Whether a message only says more of a fault that is on the list. */
export function remarksOn(draft: Draft, found: FoundFault): string | undefined {
  const label = found.guesses[0]?.label;
  const { device } = found.facts;
  const same = draft.faults.find((fault) => {
    const units = draft.units.filter((unit) => fault.unitIds.includes(unit.id));
    return fault.label === label && (device === undefined || units.some((unit) => unit.device === device));
  });
  return same?.id;
}

/** In the middle of something else: more words on a fault are noted, a further fault is asked for. */
export function hearFaults(context: Context, found: readonly FoundFault[]): Change {
  let draft = context.draft;
  const pending: Pending[] = [];
  const commands: Command[] = [];
  for (const one of found) {
    const id = remarksOn(draft, one);
    if (id) {
      draft = {
        ...draft,
        faults: draft.faults.map((fault) =>
          fault.id === id ? { ...fault, description: joinWords(fault.description, one.text) } : fault,
        ),
      };
      commands.push(say('fault:remark'));
    } else pending.push({ found: one, ask: 'add' });
  }
  return { context: { ...context, draft, pending: [...context.pending, ...pending], misses: 0 }, commands };
}

function joinWords(description: string, text: string): string {
  return description.includes(text) ? description : `${description}; ${text}`;
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
