import type { Meaning, Progress } from './meaning.ts';
import type { Choice, CommonChoice, FreeText, Message, MessageKey, Question } from './message.ts';

interface Ask {
  prompt: string;
  say: MessageKey | Message;
  values?: Message['values'];
  choices?: readonly (CommonChoice | Choice)[];
  free?: FreeText;
  skippable?: boolean;
  why: MessageKey;
  shows?: Meaning;
  brief?: Message;
  about?: readonly Message[];
  progress?: Progress;
  decides?: { close: string; keep: string };
  safety?: true;
}

function choice(value: CommonChoice | Choice): Choice {
  return typeof value === 'string' ? { value, title: { key: `common:choices.${value}` } } : value;
}

/** A question, with what most questions have in common filled in. */
export function ask({
  prompt,
  say,
  values,
  choices = [],
  free = 'none',
  skippable = true,
  why,
  ...more
}: Ask): Question {
  const message = typeof say === 'string' ? { key: say, ...(values ? { values } : {}) } : say;
  return { prompt, say: message, choices: choices.map(choice), free, skippable, why: { key: why }, ...more };
}

/** What is said the nth time, so that nobody hears the same words twice running: after the last, the last two in turn. */
export function inTurn<T>(words: readonly [T, T, ...T[]], nth: number): T {
  const last = words.length - 1;
  return words[nth > last && (nth - last) % 2 === 1 ? last - 1 : Math.min(nth, last)] ?? words[0];
}

export const RIGHT_WRONG = ['right', 'wrong'] as const;
