import type { Card, Outgoing } from '../conversation/types.ts';

/** The choices as numbers: one row where it is short, a line each where it is not. */
export function numbered(choices: Outgoing['choices']): string {
  const entries = choices.map(({ title }, index) => `${index + 1} ${title}`);
  const row = entries.join('   ');
  return row.length <= 60 ? row : entries.join('\n');
}

/** A card as text, with what one would type instead of its buttons where they are not shown. */
export function cardText({ title, lines, facts, actions }: Card, buttons: boolean): string {
  return [
    title,
    ...lines,
    ...facts.map(({ name, value }) => `${name}: ${value}`),
    ...(buttons ? [] : actions.map((action) => `${action.title}: ${action.text}`)),
  ].join('\n');
}

/** A text that no channel takes for markup: `<at>`, `<!here>` and their like are broken by a joiner that nobody sees. */
export function withoutTags<T>(value: T): T {
  if (typeof value === 'string') return value.replaceAll(/<(?=[\p{L}/!@#])/gu, '<\u2060') as T;
  if (Array.isArray(value)) return value.map(withoutTags) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutTags(inner)])) as T;
}
