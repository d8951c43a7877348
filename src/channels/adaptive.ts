import type { Attachment } from 'botbuilder';
import type { Outgoing, Shown } from '../conversation/types.ts';
import { choiceData } from './card-value.ts';

/**
 * Adaptive Cards 1.5, the latest that Teams shows. All words stand in `TextRun`s, which know no markdown: what a
 * customer wrote looks as they wrote it, whatever it is.
 */

/** What is shown as a card of its own. */
export type Pictured = Extract<Shown, { kind: 'list' | 'verdict' | 'summary' | 'document' }>;

export function adaptiveCard(body: readonly object[]): Attachment {
  return {
    contentType: 'application/vnd.microsoft.card.adaptive',
    content: {
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      type: 'AdaptiveCard',
      version: '1.5',
      body,
    },
  };
}

/** The card's body for what is said to a customer. */
export function bodyOf(shown: Pictured): object[] {
  if (shown.kind === 'list') {
    const { before, title, entries, ask } = shown;
    return [
      ...plain(before),
      heading(title),
      ...entries.flatMap((line) => plain(line)),
      ...plain(ask, SPACED),
    ];
  }
  if (shown.kind === 'summary') {
    const { title, faults, units, contact, questions } = shown;
    return [
      heading(title),
      ...faults.flatMap((line) => plain(line)),
      ...section(units),
      ...plain(questions, SPACED),
      ...plain(contact, SPACED),
    ];
  }
  if (shown.kind === 'document') {
    const open = { type: 'Action.OpenUrl', title: shown.name, url: shown.url };
    return [heading(shown.title), { type: 'ActionSet', actions: [open] }];
  }
  const { title, told, reasons, facts, outlook, coverage } = shown;
  return [
    heading(title),
    block([{ text: told, weight: 'Bolder', color: COLOURS[coverage] }]),
    ...reasons.flatMap(({ clause, name, because, facts: noted }) => [
      block([{ text: `${clause} ${name}`, weight: 'Bolder' }, { text: `  ${because}` }], SPACED),
      ...noted.flatMap((fact) => plain(`• ${fact}`)),
    ]),
    ...facts.flatMap((fact) => plain(`• ${fact}`)),
    ...plain(outlook, SPACED),
  ];
}

/** A press shows as the words on the button, and comes with the choice's value as its text. */
export function choiceRows({ choices, question }: Outgoing, inRow: number): object[] {
  const submits = choices.map(({ title, value }) => ({
    type: 'Action.Submit',
    title,
    data: {
      ...choiceData(value, question),
      msteams: { type: 'messageBack', text: value, displayText: title },
    },
  }));
  return rows(submits, inRow);
}

/** How far the triage has come, over the buttons. */
export function progressLine(progress: string | undefined): object[] {
  return progress === undefined ? [] : [block([{ text: progress, isSubtle: true, size: 'Small' }])];
}

interface Run {
  text: string;
  weight?: 'Bolder';
  size?: 'Small' | 'Medium';
  color?: (typeof COLOURS)[keyof typeof COLOURS];
  isSubtle?: true;
}

/** A part that begins anew. */
export const SPACED = { spacing: 'Medium' };
const COLOURS = { covered: 'Good', excluded: 'Attention', review: 'Default' } as const;

export function heading(text: string): object {
  return block([{ text, weight: 'Bolder', size: 'Medium' }]);
}

function section(lines: readonly string[]): object[] {
  return lines.flatMap((line, nth) => plain(line, nth === 0 ? SPACED : {}));
}

/** A block for each line: not every client breaks lines in one. */
export function plain(text = '', style: object = {}): object[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line, nth) => block([{ text: line }], nth === 0 ? style : {}));
}

export function block(runs: readonly Run[], style: object = {}): object {
  return { type: 'RichTextBlock', ...style, inlines: runs.map((run) => ({ type: 'TextRun', ...run })) };
}

/** The buttons, so many in a row. */
export function rows(actions: readonly object[], inRow: number): object[] {
  const count = Math.ceil(actions.length / inRow);
  return Array.from({ length: count }, (_, row) => ({
    type: 'ActionSet',
    actions: actions.slice(row * inRow, (row + 1) * inRow),
  }));
}
