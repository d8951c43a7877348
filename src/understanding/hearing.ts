import type { Titles } from './answers.ts';
import type { Meant, ReadContext } from './context.ts';
import type { FreeSettings } from './free-answer.ts';
import type { ClassifyText } from './pieces.ts';
import { hasHan } from './text.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A message being read: what it has meant so far, and what is left of it. */
export interface Hearing {
  text: string;
  context: ReadContext;
  titles: Titles;
  settings: FreeSettings;
  events: Meant[];
  /** Pieces that meant nothing by themselves yet; `beside` an answer, or `stated` of a unit and no more. */
  rest: { text: string; beside: boolean; stated: boolean }[];
  /** What a sentence states of a unit; it goes into the facts of a fault, where the message names one. */
  stated: { field: 'serial' | 'model'; value: string }[];
  /** What parts the next piece from the one before it: a new line, a new sentence, a comma. */
  lead: string;
  answered: boolean;
}

export interface Tools {
  vocabulary: Vocabulary;
  classify: ClassifyText;
}

/** Notes the answer to the standing question. */
export function answer(hearing: Hearing, value: string, text: string): true {
  const prompt = hearing.context.question?.prompt ?? '';
  hearing.answered = true;
  return push(hearing, { type: 'ANSWERED', prompt, value, text });
}

export function push(hearing: Hearing, event: Meant): true {
  hearing.events.push(event);
  return true;
}

/** Keeps a piece that meant nothing by itself, for the end. */
export function keep(hearing: Hearing, text: string, beside: boolean, stated = false): void {
  hearing.rest.push({ text: hearing.lead + text, beside, stated });
  hearing.lead = hasHan(text) ? '，' : ', ';
}

/** Whether the standing question has this among its choices. */
export function offers(value: string, { context }: Hearing): boolean {
  return context.question?.choices.some((choice) => choice.value === value) ?? false;
}

/** The standing question answered with this value. */
export function answered(value: string, { context, text }: Hearing): Extract<Meant, { type: 'ANSWERED' }> {
  return { type: 'ANSWERED', prompt: context.question?.prompt ?? '', value, text };
}
