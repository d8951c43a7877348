/** What a button submitted: the value of a question's choice, or data of a card's action. */
export interface CardValue {
  choice?: string;
  value?: unknown;
}

/** The data that a choice's button submits; read again by `readValue`. */
export function choiceData(value: string): { choice: string } {
  return { choice: value };
}

/** Reads what an activity carries as `value`; no key of it can reach a prototype. */
export function readValue(value: unknown): CardValue {
  if (value === undefined || value === null) return {};
  const choice = typeof value === 'object' && 'choice' in value ? value.choice : undefined;
  if (typeof choice === 'string') return { choice };
  return { value: withoutPrototypes(value) };
}

function withoutPrototypes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPrototypes);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => key !== '__proto__' && key !== 'constructor');
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutPrototypes(inner)]));
}
