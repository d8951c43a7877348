import { type Change, type Context, labelName, type Pending, type Spot, say } from '../context.ts';
import { changeFault } from '../draft.ts';
import type { FaultFacts, FoundFault } from '../events.ts';
import {
  dropFault,
  joinWords,
  listFault,
  listOf,
  takeFaults,
  takeLabelled,
  tellFaults,
  withChanged,
} from '../fault-list.ts';
import { FAULT_FAMILIES, type Label } from '../labels.ts';
import type { Message } from '../message.ts';
import { ask, RIGHT_WRONG } from '../say.ts';
import type { Place } from '../wendy.setup.ts';

/** How often Wendy asks for other words before she takes down what was said as it is. */
const PATIENCE = 1;

/** The fault in the customer's own words; what can't be sorted is taken down all the same. */
export const faultDescribe: Place = {
  answer: (context, event) => (event.value === 'done' ? noMore(context) : takeAsItIs(context, event.text)),
  faults: (context, event) => takeFaults(context, event.faults, context.at.fault),
  puzzled: (context, event) => takeAsItIs(context, event.text),
  question: (context) =>
    ask({
      prompt: 'fault.describe',
      ...describing(context),
      free: 'fault',
      skippable: false,
      why: 'fault:describe.why',
    }),
};

function describing({ begun, draft }: Context): Pick<Parameters<typeof ask>[0], 'say' | 'values'> {
  if (begun) return { say: 'fault:describe.begun', values: { text: begun.text } };
  return { say: draft.faults.length > 0 ? 'fault:describe.next' : 'fault:describe.first' };
}

/** "No, that's all", where a further fault was to be told. */
function noMore(context: Context): Change {
  const { at, draft } = context;
  return { context: { ...context, listed: at.fault ? context.listed : draft.faults.length > 0 } };
}

function takeAsItIs(context: Context, text: string): Change {
  const again = context.at;
  if (text.trim() === '' || context.misses < PATIENCE) {
    return {
      context: { ...context, misses: context.misses + 1, redo: again },
      commands: [say('fault:describe.again')],
    };
  }
  const { begun } = context;
  const found = {
    text: begun ? joinWords(begun.text, text) : text,
    guesses: [],
    sure: true,
    facts: begun?.facts ?? {},
  };
  return takeLabelled({ ...context, begun: null }, found, 'other', again.fault);
}

/** How the kinds show to who can say no more than that it is broken. */
const SEEN: Partial<Record<Label, Message>> = {
  no_power: { key: 'fault:label.seen.no_power' },
  no_video: { key: 'fault:label.seen.no_video' },
  network: { key: 'fault:label.seen.network' },
  recording_playback: { key: 'fault:label.seen.recording_playback' },
  ptz_lens: { key: 'fault:label.seen.ptz_lens' },
  physical_damage: { key: 'fault:label.seen.physical_damage' },
};

/** Unsure what kind of fault it is: the best three, and something else. */
export const faultLabel: Place = {
  answer: (context, { value }) => settleLabel(context, value as Label),
  skip: (context) => settleLabel(context, 'other'),
  faults: (context, event) => {
    const [first, ...pending] = context.pending;
    if (context.at.fault) return takeFaults(context, event.faults, context.at.fault);
    if (first?.found.vague) return tellVague(context, first, event.faults);
    return takeFaults({ ...context, pending }, withFacts(event.faults, first?.found.facts), first?.instead);
  },
  question: (context) => {
    const text = faultOf(context)?.description ?? context.pending[0]?.found.text ?? '';
    const vague = !context.at.fault && context.pending[0]?.found.vague === true;
    return ask({
      prompt: 'fault.label',
      say: vague ? 'fault:label.ask_vague' : 'fault:label.ask',
      values: { text },
      choices: labelsToOffer(context).map((label) => ({
        value: label,
        title: (vague && SEEN[label]) || labelName(label),
      })),
      free: 'fault',
      why: 'fault:label.why',
    });
  },
};

/** "It's broken", then "no lights": both are its description, and one of the kinds asked about is taken. As vague as before, it is asked once more, then taken. */
function tellVague(context: Context, { found, instead }: Pending, told: readonly FoundFault[]): Change {
  const [now, ...others] = told;
  if (!now?.vague || others.length > 0) {
    const asked = found.guesses.some(({ label }) => label === now?.guesses[0]?.label);
    const joined = withFacts(told, found.facts).map((one, nth) =>
      nth === 0 ? { ...one, text: joinWords(found.text, one.text), sure: one.sure || asked } : one,
    );
    return takeFaults({ ...context, pending: context.pending.slice(1) }, joined, instead);
  }
  const both = { ...found, text: joinWords(found.text, now.text) };
  const [first, ...rest] = context.pending;
  const next = { ...context, pending: first ? [{ ...first, found: both }, ...rest] : [] };
  if (context.misses >= PATIENCE) return settleLabel(next, 'other');
  return { context: { ...next, misses: context.misses + 1 }, commands: [say('fault:label.once_more')] };
}

/** Said again in other words: a model, a number, a date of the first words still hold where the new ones have none. */
function withFacts(found: readonly FoundFault[], before: FaultFacts = {}): FoundFault[] {
  return found.map((one, nth) => (nth === 0 ? { ...one, facts: { ...before, ...one.facts } } : one));
}

function faultOf({ at, draft }: Context) {
  return draft.faults.find((fault) => fault.id === at.fault);
}

function labelsToOffer(context: Context): Label[] {
  if (context.at.fault) return [...FAULT_FAMILIES, 'other'];
  const guesses = context.pending[0]?.found.guesses.map((guess) => guess.label) ?? [];
  return [...guesses.filter((label) => label !== 'other').slice(0, 3), 'other'];
}

function settleLabel(context: Context, label: Label): Change {
  const before = faultOf(context);
  if (before) {
    if (before.label === label) return { context: { ...context, listed: false } };
    const draft = changeFault(context.draft, before.id, { label, state: 'new' });
    return { context: { ...withChanged({ ...context, draft }, before), listed: false } };
  }
  const [first, ...pending] = context.pending;
  if (!first) return { context };
  const rest = { ...context, pending };
  const { found, instead, from } = first;
  const taken: Change =
    label === 'other'
      ? { context: { ...listFault(rest, found, label, instead), listed: false, wantsFault: true } }
      : takeLabelled(rest, found, label, instead);
  return { ...taken, context: comeBack({ ...rest, ...taken.context }, from) };
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
  faults: (context, event) => tellFaults(context, event.faults),
  question: ({ draft, listShown }) => {
    const more = {
      about: listOf(draft),
      choices: ['done', 'add', 'correct'] as const,
      free: 'fault' as const,
      why: 'fault:more.why' as const,
    };
    if (listShown) return ask({ prompt: 'fault.more', say: 'fault:more.again', ...more });
    return ask({
      prompt: 'fault.more',
      say: 'fault:more.ask',
      values: {
        noted: { key: 'fault:more.noted', values: { count: draft.faults.length } },
        list: { key: 'common:lines', values: { lines: listOf(draft) } },
        whole: { key: 'fault:more.whole' },
      },
      shows: {
        kind: 'list',
        title: { key: 'fault:more.noted', values: { count: draft.faults.length } },
        entries: listOf(draft),
      },
      brief: { key: 'fault:more.whole' },
      ...more,
    });
  },
};

/** Which entry is wrong. */
export const faultCorrect: Place = {
  answer: (context, { value }) =>
    value === 'done'
      ? { context }
      : { context: { ...context, redo: { stop: 'fault.change', fault: value } } },
  skip: (context) => ({ context }),
  question: ({ draft }) => {
    const titles = listOf(draft);
    return ask({
      prompt: 'fault.correct',
      say: 'fault:correct.ask',
      choices: [
        ...draft.faults.map((fault, index) => ({
          value: fault.id,
          title: titles[index] ?? labelName(fault.label),
        })),
        { value: 'done', title: { key: 'fault:correct.none' } },
      ],
      why: 'fault:correct.why',
    });
  },
};

/** What is wrong with the entry. */
export const faultChange: Place = {
  answer: (context, { value }) => {
    const fault = context.at.fault ?? '';
    if (value === 'done') return { context };
    if (value === 'remove') {
      return {
        context: { ...dropFault(context, fault), listed: false },
        commands: [say('fault:change.removed')],
      };
    }
    const stop = value === 'label' ? 'fault.label' : 'fault.describe';
    return { context: { ...context, redo: { stop, fault } } };
  },
  skip: (context) => ({ context }),
  faults: (context, event) => takeFaults(context, event.faults, context.at.fault),
  question: (context) =>
    ask({
      prompt: 'fault.change',
      say: 'fault:change.ask',
      values: { text: faultOf(context)?.description ?? '' },
      choices: (['text', 'label', 'remove', 'done'] as const).map((value) => ({
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
  const next: Context = { ...context, ...taken.context, listed };
  const added = next.draft.faults.length > context.draft.faults.length ? [say('fault:add.done')] : [];
  return { context: comeBack(next, first.from), commands: [...(taken.commands ?? []), ...added] };
}

/** "Actually yes": a fault that was left off the list is put on it after all. */
export function pickUpDropped(context: Context, dropped: Pending): Change {
  return takePending({ ...context, dropped: null, pending: [dropped, ...context.pending] });
}

function dropPending(context: Context): Change {
  const [first, ...pending] = context.pending;
  const next = { ...context, pending, dropped: first ?? null };
  return { context: comeBack(next, first?.from), commands: [say('fault:add.dropped')] };
}

/** To the question that stood before the digression, once everything said in it has its place. */
function comeBack(context: Context, from: Spot | undefined): Context {
  const [next, ...others] = context.pending;
  if (!next) return { ...context, redo: context.redo ?? (context.submitted ? null : (from ?? null)) };
  return from ? { ...context, pending: [{ ...next, from: next.from ?? from }, ...others] } : context;
}
