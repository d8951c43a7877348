import { type Change, type Context, say } from '../context.ts';
import { takeFaults } from '../fault-list.ts';
import type { Choice, Message } from '../message.ts';
import { nameContact, withoutContact } from '../owner.ts';
import { dropQuestions, questionLines, withQuestions } from '../question-list.ts';
import { ask } from '../say.ts';
import type { EventOf, Place } from '../wendy.setup.ts';

/** The most names that are offered; any other is written. */
const MOST_NAMES = 8;

/**
 * The customer's questions before they go to people: all of them as one list (the terms, technical support, 2), which
 * more words join, until the customer sends it.
 */
export const salesConfirm: Place = {
  answer: (context, event) => {
    const { value, text, questions = [text] } = event;
    if (context.draft.questions.length === 0) return takeQuestions(context, questions);
    if (value === 'wrong') return drop(context);
    return value === 'right' ? send(context) : takeQuestions(context, questions);
  },
  skip: (context) => drop(context),
  faults: takeFaultsBeside,
  puzzled: (context, event) => takeQuestions(context, [event.text]),
  question: (context) => (context.draft.questions.length === 0 ? firstQuestion() : wholeList(context)),
};

/** A fault is told beside the questions: it comes first, and they go with it. */
function takeFaultsBeside(context: Context, event: EventOf<'FAULTS'>): Change {
  const change = takeFaults(context, event.faults);
  const now: Context = { ...context, ...change.context };
  const count = now.draft.questions.length;
  if (count === 0 || now.submitted || now.draft.faults.length + now.pending.length === 0) return change;
  const word = say('sales:kept', { count });
  const told = change.commands?.some((one) => one.do === 'say' && one.message.key === 'sales:kept');
  return told ? change : { ...change, commands: [...(change.commands ?? []), word] };
}

function firstQuestion() {
  return ask({ prompt: 'sales.question', say: 'sales:what', free: 'note', why: 'sales:why' });
}

function wholeList(context: Context) {
  const entries = questionLines(context);
  const count = entries.length;
  const title: Message = { key: 'sales:noted', values: { count } };
  const whole: Message = { key: 'sales:whole', values: { count } };
  const list: Message = { key: 'common:lines', values: { lines: entries } };
  return ask({
    prompt: 'sales.confirm',
    say: { key: 'sales:ask', values: { title, list, whole } },
    choices: (['right', 'wrong'] as const).map((value) => ({
      value,
      title: { key: `sales:choices.${value}` },
    })),
    free: 'note',
    why: 'sales:why',
    shows: { kind: 'list', title, entries },
    brief: whole,
  });
}

function takeQuestions(context: Context, texts: readonly string[]): Change {
  const draft = withQuestions(context.draft, texts);
  return { context: { ...context, draft, redo: { stop: 'sales.confirm' } } };
}

function drop(context: Context): Change {
  const dropped = context.draft.questions.length > 0 ? [say('sales:dropped')] : [];
  return { context: dropQuestions(context), commands: dropped };
}

/** To the sales team, unless a fault is still looked into: then they go with the case. */
function send(context: Context): Change {
  const { faults, questions } = context.draft;
  const count = questions.length;
  if (faults.some(({ state }) => state !== 'solved' && state !== 'elsewhere')) {
    return { context, commands: [say('sales:kept', { count })] };
  }
  return {
    context: { ...context, submitted: { reason: 'sales' } },
    commands: [
      { do: 'submit', queue: 'sales', priority: 'normal', reason: 'sales' },
      say('case:sales', { count }, true),
    ],
  };
}

/** Who the customer's contact is, where nothing else tells: the list then goes to that person. */
export const salesContact: Place = {
  answer: (context, { value, text }: EventOf<'ANSWERED'>, content) => {
    if (value === 'unknown') return { context: { ...context, ...withoutContact(context) } };
    const chosen = content.sales.find(({ id }) => id === value);
    const change = nameContact(context, chosen?.name ?? text, content);
    return { ...change, context: { ...context, ...change.context } };
  },
  skip: (context) => ({ context: { ...context, ...withoutContact(context) } }),
  faults: (context, event) => takeFaults(context, event.faults),
  question: (_context, { sales }) =>
    ask({
      prompt: 'sales.contact',
      say: 'sales:contact.ask',
      choices: [...sales.slice(0, MOST_NAMES).map(nameOf), 'unknown'],
      free: 'note',
      why: 'sales:contact.why',
    }),
};

function nameOf({ id, name }: { id: string; name: string }): Choice {
  return { value: id, title: { key: 'sales:contact.name', values: { name } } };
}
