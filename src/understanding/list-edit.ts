import { meantChoice } from './answers.ts';
import { detailIn, editIn, factsOf } from './edits.ts';
import { type Hearing, push, type Tools } from './hearing.ts';
import { withoutMarkers } from './taken-back.ts';
import { flat, parts } from './text.ts';

/** What puts the list right, wherever the conversation stands, unless it answers the question. */
export function hearListEdit(sentence: string, plain: string, hearing: Hearing, tools: Tools): boolean {
  const { question, listed = 0 } = hearing.context;
  const { vocabulary } = tools;
  if (listed === 0 || question?.free === 'note') return false;
  const edit = editIn(plain, hearing.text, vocabulary);
  if (edit) return push(hearing, edit);
  const detail = correctionIn(sentence, hearing, tools);
  if (!detail) return false;
  const { device, quantity } = detail.facts;
  const certain = detail.entry.nth !== undefined || detail.was !== undefined;
  if (!certain && device === undefined && quantity === undefined) return false;
  if (!certain && isAnswer(sentence, hearing, tools)) return false;
  return push(hearing, detail);
}

/** The correction that a sentence is, or its part that says so by itself: "…, I meant the recorder". */
function correctionIn(sentence: string, hearing: Hearing, { vocabulary }: Tools) {
  const { models } = hearing.settings;
  const whole = detailIn(sentence, vocabulary, models);
  // Where it is asked what is wrong, the words need not say that they put something right.
  if (whole && hearing.context.question?.prompt === 'fault.change') return { ...whole, corrects: true };
  if (whole) return whole.corrects ? whole : undefined;
  const clear = parts(sentence).filter((part) => withoutMarkers(part, vocabulary)?.sure);
  return clear.map((part) => detailIn(part, vocabulary, models)).find((detail) => detail?.corrects);
}

/** "No, the recorder", where recorder is one of the answers. */
function isAnswer(sentence: string, { context, titles }: Hearing, { vocabulary }: Tools): boolean {
  const { question } = context;
  const said = withoutMarkers(sentence, vocabulary)?.rest;
  if (!question || said === undefined || question.choices.length === 0) return false;
  const { meanings, negators, fillers } = vocabulary;
  return meantChoice(said, question, titles, { meanings, negators, fillers })?.rest === '';
}

/** Words that only tell more of a fault: "since Monday", "the one outside". False where they tell something else, too. */
export function hearDetail(text: string, hearing: Hearing, { vocabulary }: Tools): boolean {
  const detail = detailIn(text, vocabulary, hearing.settings.models);
  return detail ? push(hearing, detail) : false;
}

/** The same beside an answer or instead of one, where "both" and "the camera" may mean something else. */
export function hearCircumstance(text: string, hearing: Hearing, { vocabulary }: Tools): boolean {
  const detail = detailIn(text, vocabulary, hearing.settings.models);
  if (!detail || !hearing.context.listed) return false;
  const { quantity: _quantity, device: _device, ...facts } = detail.facts;
  return Object.keys(facts).length > 0 && push(hearing, { ...detail, facts, corrects: false });
}

/** Which device something is wrong with, where no more is said: "I need help with my 3 domes". */
export function hearConcerned(text: string, hearing: Hearing, { vocabulary }: Tools): void {
  const facts = factsOf(vocabulary.mend(flat(text)), vocabulary, hearing.settings.models);
  if (Object.keys(facts).length > 0)
    push(hearing, { type: 'DETAILED', facts, entry: {}, corrects: false, text: text.trim() });
}
