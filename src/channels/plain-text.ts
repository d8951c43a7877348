import type { Card, CardAction, CardSection, Outgoing } from '../conversation/types.ts';

/** The choices as numbers: one row where it is short, a line each where it is not. */
export function numbered(choices: Outgoing['choices']): string {
  const entries = choices.map(({ title }, index) => `${index + 1} ${title}`);
  const row = entries.join('   ');
  return row.length <= 60 ? row : entries.join('\n');
}

/** Which buttons of a card are shown as such: none, its own (not those of its sections), or all. */
type Buttons = 'none' | 'own' | 'all';

/** A card as text, with what one would type instead of its buttons where they are not shown. */
export function cardText({ title, lines, facts, sections = [], actions }: Card, buttons: Buttons): string {
  return [
    title,
    ...lines,
    ...facts.map(({ name, value }) => `${name}: ${value}`),
    ...sections.flatMap((section) => sectionText(section, buttons === 'all')),
    ...(buttons === 'none' ? actions.map(typed) : []),
  ].join('\n');
}

/** A part of a card. What can be filled in shows with what is in it, where the card can't. */
function sectionText(section: CardSection, buttons: boolean): string[] {
  const { title, lines, inputs = [], actions = [] } = section;
  const filled = inputs.filter((input) => input.value !== undefined && !input.choices);
  return [
    ...(title === undefined ? [] : [title]),
    ...lines,
    ...(buttons ? [] : filled.map(({ label, value }) => `${label}: ${value}`)),
    ...(buttons ? [] : inputs.length > 0 ? actions.map(typed) : together(actions)),
  ];
}

/** The buttons of one entry of a list. */
function together(actions: readonly CardAction[]): string[] {
  return actions.length === 0 ? [] : [`→ ${actions.map(({ text }) => text).join(' · ')}`];
}

function typed({ title, text }: CardAction): string {
  return `${title}: ${text}`;
}

/** A text that no channel takes for markup: `<at>`, `<!here>` and their like are broken by a joiner that nobody sees. */
export function withoutTags<T>(value: T): T {
  if (typeof value === 'string') return value.replaceAll(/<(?=[\p{L}/!@#])/gu, '<\u2060') as T;
  if (Array.isArray(value)) return value.map(withoutTags) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutTags(inner)])) as T;
}
