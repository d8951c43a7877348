import { type Change, type Context, labelName, say } from '../context.ts';
import { addFault, changeFault, removeFault } from '../draft.ts';
import { listOf, takeFaults, takeLabelled } from '../fault-list.ts';
import { FAULT_FAMILIES, type Label } from '../labels.ts';
import { ask, RIGHT_WRONG } from '../say.ts';
import type { Place } from '../wendy.setup.ts';

/** How often Wendy asks for other words before she takes down what was said as it is. */
const PATIENCE = 1;

/** The fault in the customer's own words; what can't be sorted is taken down all the same. */
export const faultDescribe: Place = {
  answer: (context, event) => takeAsItIs(context, event.text),
  faults: (context, event) => takeFaults(context, event.faults),
  puzzled: (context, event) => takeAsItIs(context, event.text),
  question: (context) =>
    ask({
      prompt: 'fault.describe',
      say: context.draft.faults.length > 0 ? 'fault:describe.next' : 'fault:describe.first',
      free: 'fault',
      skippable: false,
      why: 'fault:describe.why',
    }),
};

function takeAsItIs(context: Context, text: string): Change {
  const again = context.at;
  if (text.trim() === '' || context.misses < PATIENCE) {
    return {
      context: { ...context, misses: context.misses + 1, redo: again },
      commands: [say('fault:describe.again')],
    };
  }
  return takeLabelled(context, { text, guesses: [], sure: true, facts: {} }, 'other');
}

/** Unsure what kind of fault it is: the best three, and something else. */
export const faultLabel: Place = {
  answer: (context, { value }) => settleLabel(context, value as Label),
  skip: (context) => settleLabel(context, 'other'),
  faults: (context, event) => takeFaults({ ...context, pending: context.pending.slice(1) }, event.faults),
  question: (context) => {
    const text = context.pending[0]?.found.text ?? faultOf(context)?.description ?? '';
    return ask({
      prompt: 'fault.label',
      say: 'fault:label.ask',
      values: { text },
      choices: labelsToOffer(context).map((label) => ({ value: label, title: labelName(label) })),
      free: 'fault',
      why: 'fault:label.why',
    });
  },
};

function faultOf({ at, draft }: Context) {
  return draft.faults.find((fault) => fault.id === at.fault);
}

function labelsToOffer(context: Context): Label[] {
  if (context.at.fault) return [...FAULT_FAMILIES, 'other'];
  const guesses = context.pending[0]?.found.guesses.map((guess) => guess.label) ?? [];
  return [...guesses.filter((label) => label !== 'other').slice(0, 3), 'other'];
}

function settleLabel(context: Context, label: Label): Change {
  if (context.at.fault) {
    const draft = changeFault(context.draft, context.at.fault, { label, state: 'new', steps: [] });
    return { context: { ...context, draft, listed: false } };
  }
  const [first, ...pending] = context.pending;
  if (!first) return { context };
  const rest = { ...context, pending };
  if (label !== 'other') return takeLabelled(rest, first.found, label);
  const draft = addFault(rest.draft, { label, description: first.found.text, facts: first.found.facts });
  return { context: { ...rest, draft, listed: false, wantsFault: true } };
}

/** The list as understood so far, before anything is done with it. */
export const faultMore: Place = {
  answer: (context, { value }) => {
    if (value === 'add') return { context: { ...context, redo: { stop: 'fault.describe' } } };
    if (value !== 'correct') return { context: { ...context, listed: true } };
    const [only, second] = context.draft.faults;
    if (!only || second) return { context: { ...context, redo: { stop: 'fault.correct' } } };
    return { context: { ...context, redo: { stop: 'fault.change', fault: only.id } } };
  },
  skip: (context) => ({ context: { ...context, listed: true } }),
  faults: (context, event) => takeFaults(context, event.faults),
  question: ({ draft }) =>
    ask({
      prompt: 'fault.more',
      say: 'fault:more.ask',
      values: { count: draft.faults.length, list: { key: 'common:lines', values: { lines: listOf(draft) } } },
      choices: ['done', 'add', 'correct'],
      free: 'fault',
      why: 'fault:more.why',
    }),
};

/** Which entry is wrong. */
export const faultCorrect: Place = {
  answer: (context, { value }) => ({ context: { ...context, redo: { stop: 'fault.change', fault: value } } }),
  skip: (context) => ({ context }),
  question: ({ draft }) => {
    const titles = listOf(draft);
    return ask({
      prompt: 'fault.correct',
      say: 'fault:correct.ask',
      choices: draft.faults.map((fault, index) => ({
        value: fault.id,
        title: titles[index] ?? labelName(fault.label),
      })),
      why: 'fault:correct.why',
    });
  },
};

/** What is wrong with the entry. */
export const faultChange: Place = {
  answer: (context, { value }) => {
    const fault = context.at.fault ?? '';
    if (value === 'remove') {
      const draft = removeFault(context.draft, fault);
      return { context: { ...context, draft, listed: false }, commands: [say('fault:change.removed')] };
    }
    const stop = value === 'label' ? 'fault.label' : 'fault.describe';
    return { context: { ...context, redo: { stop, fault } } };
  },
  skip: (context) => ({ context }),
  question: (context) =>
    ask({
      prompt: 'fault.change',
      say: 'fault:change.ask',
      values: { text: faultOf(context)?.description ?? '' },
      choices: (['text', 'label', 'remove'] as const).map((value) => ({
        value,
        title: { key: `fault:change.choices.${value}` },
      })),
      why: 'fault:correct.why',
    }),
};

/** Whether what was said in the middle of something else is a further fault. */
export const faultAdd: Place = {
  answer: (context, { value }) => (value === 'right' ? takePending(context) : dropPending(context)),
  skip: (context) => dropPending(context),
  question: (context) =>
    ask({
      prompt: 'fault.add',
      say: 'fault:add.ask',
      values: { text: context.pending[0]?.found.text ?? '' },
      choices: RIGHT_WRONG,
      why: 'fault:add.why',
    }),
};

function takePending(context: Context): Change {
  const [first, ...pending] = context.pending;
  if (!first) return { context };
  const { listed } = context;
  const taken = takeFaults({ ...context, pending }, [first.found]);
  const added = [say('fault:add.done')];
  return { context: { ...taken.context, listed }, commands: [...(taken.commands ?? []), ...added] };
}

function dropPending(context: Context): Change {
  return { context: { ...context, pending: context.pending.slice(1) }, commands: [say('fault:add.dropped')] };
}
