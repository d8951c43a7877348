import { type Change, type Command, type Context, say, staying } from './context.ts';
import { type Draft, nextId } from './draft.ts';
import type { Message } from './message.ts';
import type { EventOf } from './wendy.setup.ts';

type Question = Draft['questions'][number];

/** The most entries of a list; what comes after them joins the last. */
const MOST_QUESTIONS = 50;

/** Those that nobody has answered yet. */
export function openQuestions({ questions }: Draft): Question[] {
  return questions.filter(({ answer }) => answer === null);
}

/** The list with more questions, each an entry of its own; what stands there in the same words is not put twice. */
export function withQuestions(draft: Draft, texts: readonly string[]): Draft {
  return texts.reduce((now, text) => withQuestion(now, text.trim()), draft);
}

function withQuestion(draft: Draft, text: string): Draft {
  const { questions } = draft;
  const same = text.toLowerCase();
  if (text === '' || openQuestions(draft).some((one) => one.text.toLowerCase() === same)) return draft;
  const last = questions.at(-1);
  if (last && questions.length >= MOST_QUESTIONS && last.answer === null) {
    return { ...draft, questions: questions.with(-1, { ...last, text: `${last.text}\n${text}` }) };
  }
  const id = nextId(
    'Q',
    questions.map((one) => one.id),
  );
  return { ...draft, questions: [...questions, { id, text, answer: null }] };
}

/** The entry that a customer means by its number; -1 is the last. */
function entryAt({ questions }: Draft, nth: number): number {
  return nth > 0 ? nth - 1 : questions.length + nth;
}

/** Without an entry: those behind it move up, as nobody has the list yet. */
function without(draft: Draft, at: number): Draft {
  const left = draft.questions.filter((_, place) => place !== at);
  return { ...draft, questions: left.map((one, place) => ({ ...one, id: `Q${place + 1}` })) };
}

/** The list as messages, an entry a line: with its answer, or (once people have it) that it is still open. */
export function questionLines({ draft, submitted }: Pick<Context, 'draft' | 'submitted'>): Message[] {
  return draft.questions.map(({ text, answer }, place): Message => {
    const values = { number: place + 1, question: text };
    if (answer !== null) return { key: 'sales:entry.answered', values: { ...values, answer } };
    return { key: submitted ? 'sales:entry.open' : 'sales:entry.noted', values };
  });
}

/** The customer's questions, with what became of each; nothing where there are none. */
export function tellQuestions(context: Pick<Context, 'draft' | 'submitted'>): Command[] {
  const entries = questionLines(context);
  if (entries.length === 0) return [];
  const title: Message = { key: 'sales:list.title', values: { count: entries.length } };
  const list: Message = { key: 'common:lines', values: { lines: entries } };
  const message: Message = { key: 'sales:list.shown', values: { title, list } };
  return [{ do: 'say', message, apart: true, meaning: { kind: 'list', title, entries } }];
}

/**
 * Notes questions that are no fault. People who have the case get them with it; in the middle of a fault they are kept
 * and travel with it; else they are the matter, and the list is shown.
 */
export function noteQuestions(
  context: Context,
  texts: readonly string[],
  word: 'kept' | 'unanswered' | 'request' = 'kept',
): Change {
  const draft = withQuestions(context.draft, texts);
  const next = { ...context, draft, misses: 0 };
  const count = Math.max(texts.length, 1);
  if (context.submitted) {
    const noted = word === 'request' ? say('topics:delete_data_noted') : say('topics:order_noted', { count });
    return { context: staying(next), commands: [noted] };
  }
  if (draft.faults.length > 0 || context.pending.length > 0) {
    return { context: staying(next), commands: [say(`sales:${word}`, { count })] };
  }
  const lead = word === 'request' ? [say('topics:delete_data', undefined, true)] : [];
  return { context: { ...next, wantsFault: false, redo: { stop: 'sales.confirm' } }, commands: lead };
}

/** Takes an entry off the list before it is sent, puts it right, or waits for more. */
export function editQuestions(context: Context, event: EventOf<'QUESTION_EDITED'>): Change {
  const { draft, submitted } = context;
  const here = staying(context);
  if (submitted) return { context: here, commands: [say('case:added')] };
  if (event.edit === 'more') return { context: here, commands: [say('sales:more')] };
  const at = entryAt(draft, event.nth);
  const entry = draft.questions[at];
  if (!entry) return { context: here, commands: [say('sales:none_such')] };
  if (event.edit === 'remove') {
    const words = say('sales:removed', { question: entry.text });
    return { context: { ...here, draft: without(draft, at) }, commands: [words] };
  }
  const text = event.with?.trim() ?? '';
  if (text === '') return { context: here, commands: [say('sales:change_how', { number: at + 1 })] };
  const questions = draft.questions.with(at, { ...entry, text });
  return { context: { ...here, draft: { ...draft, questions } }, commands: [say('sales:changed')] };
}

export function dropQuestions(context: Context): Context {
  return { ...context, draft: { ...context.draft, questions: [] } };
}
