import type { Inbound } from '../conversation/types.ts';

/** What a button submitted: a choice of a question, or data of a card's action. */
export interface CardValue {
  pressed?: NonNullable<Inbound['pressed']>;
  value?: unknown;
}

/** The data that a choice's button submits; read again by `readValue`. */
export function choiceData(
  choice: string,
  question: string | undefined,
): { choice: string; question?: string } {
  return { choice, ...(question === undefined ? {} : { question }) };
}

/** Reads what an activity carries as `value`: anyone can send any. No key of it can reach a prototype. */
export function readValue(value: unknown): CardValue {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) return { value: withoutPrototypes(value) };
  const { choice, question } = value as { choice?: unknown; question?: unknown };
  if (typeof choice !== 'string') return { value: withoutPrototypes(value) };
  return { pressed: choiceData(choice, typeof question === 'string' ? question : undefined) };
}

function withoutPrototypes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPrototypes);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => key !== '__proto__' && key !== 'constructor');
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutPrototypes(inner)]));
}
