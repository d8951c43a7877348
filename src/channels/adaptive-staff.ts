import type { Card, CardAction, CardInput, CardSection } from '../conversation/types.ts';
import { block, heading, plain, rows, SPACED } from './adaptive.ts';

/** The card's body for staff. */
export function staffBody({ title, lines, facts, sections = [], actions }: Card, inRow: number): object[] {
  return [
    heading(title),
    ...lines.flatMap((line) => plain(line)),
    ...facts.map(({ name, value }) => block([{ text: `${name}: `, weight: 'Bolder' }, { text: value }])),
    ...sections.flatMap((section) => sectionBody(section, inRow)),
    ...buttonRows(actions, inRow),
  ];
}

/** What of a card can be filled in and pressed: where all of it is too much, the rest goes beside it as text. */
export function leanCard({ title, sections = [], actions }: Card): Card {
  const pressable = sections.filter((one) => (one.inputs ?? one.actions ?? []).length > 0);
  return {
    title,
    lines: [],
    facts: [],
    sections: pressable.map((one) => ({ ...one, lines: [] })),
    actions,
  };
}

function sectionBody({ title, lines, inputs = [], actions = [] }: CardSection, inRow: number): object[] {
  return [
    ...(title === undefined ? [] : [block([{ text: title, weight: 'Bolder' }], SPACED)]),
    ...lines.flatMap((line) => plain(line)),
    ...inputs.map(input),
    ...buttonRows(actions, inRow),
  ];
}

/** Buttons alone, so many in a row. */
export function buttonRows(actions: readonly CardAction[], inRow: number): object[] {
  return rows(actions.map(submit), inRow);
}

function submit({ title, data }: CardAction): object {
  return { type: 'Action.Submit', title, data };
}

function input({ id, label, value, choices }: CardInput): object {
  const filled = value === undefined ? {} : { value };
  if (!choices) return { type: 'Input.Text', id, label, isMultiline: true, maxLength: LONGEST, ...filled };
  return { type: 'Input.ChoiceSet', id, label, style: 'compact', choices, ...filled };
}

/** What an action takes at most. */
const LONGEST = 20_000;
