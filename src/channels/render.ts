import type { Activity, Attachment } from 'botbuilder';
import type { Address, Card, Outgoing } from '../conversation/types.ts';
import { type Abilities, abilitiesOf } from './abilities.ts';
import { choiceData } from './card-value.ts';
import { splitText } from './split.ts';

type Choice = Outgoing['choices'][number];

/**
 * What goes out, as the activities of its channel, in order: one, more where the text is longer than the channel
 * takes or a turn trace belongs to it, none for a trace alone outside of the emulator.
 */
export function toActivities(outgoing: Outgoing, address: Address): Partial<Activity>[] {
  const abilities = abilitiesOf(address.channel);
  const replyTo = outgoing.replyTo === undefined ? {} : { replyToId: outgoing.replyTo };
  const traces =
    outgoing.trace !== undefined && abilities.trace ? [{ ...toTrace(outgoing.trace), ...replyTo }] : [];
  if (outgoing.trace !== undefined && outgoing.text === '') return traces;
  const texts = splitText(toText(outgoing, abilities), abilities.textLimit);
  const last = texts.pop() ?? '';
  const parts = texts.map((text) => ({ ...toMessage(text, abilities), ...replyTo }));
  const message = { ...toMessage(last, abilities), ...toExtras(outgoing, address, abilities), ...replyTo };
  return [...parts, message, ...traces];
}

function toTrace(trace: NonNullable<Outgoing['trace']>): Partial<Activity> {
  return {
    type: 'trace',
    name: 'turn',
    label: 'Conversation state',
    valueType: 'https://www.botframework.com/schemas/trace',
    value: trace,
  };
}

function toMessage(text: string, abilities: Abilities): Partial<Activity> {
  const marked = abilities.markdown && /\*\*[^*\n]+\*\*/.test(text);
  if (!marked) return { type: 'message', text, textFormat: 'plain' };
  const spaced = abilities.doubleBreaks ? text.replaceAll(/(?<!\n)\n(?!\n)/g, '\n\n') : text;
  return { type: 'message', text: spaced, textFormat: 'markdown' };
}

/** The whole text: what a channel can't show beside it is written into it. */
function toText({ text, choices, card }: Outgoing, abilities: Abilities): string {
  const parts = [
    text,
    card !== undefined && !abilities.cards ? cardText(card) : '',
    abilities.choices === 'numbered' ? numbered(choices) : '',
  ];
  const whole = parts.filter((part) => part !== '').join('\n\n');
  return abilities.markdown ? whole : whole.replaceAll(/\*\*([^*\n]+)\*\*/g, '$1');
}

function toExtras({ choices, card }: Outgoing, address: Address, abilities: Abilities): Partial<Activity> {
  const attachments: Attachment[] = [];
  if (card !== undefined && abilities.cards) attachments.push(adaptive(cardBody(card, abilities)));
  if (choices.length > 0 && abilities.choices === 'card') {
    attachments.push(adaptive(choiceRows(choices, abilities)));
  }
  return {
    inputHint: choices.length > 0 ? 'expectingInput' : 'acceptingInput',
    ...(attachments.length > 0 ? { attachments } : {}),
    ...(choices.length > 0 && abilities.choices === 'suggested' ? suggested(choices, address) : {}),
  };
}

function suggested(choices: readonly Choice[], address: Address): Partial<Activity> {
  const actions = choices.map(({ title, value }) => ({ type: 'imBack', title, value }));
  return { suggestedActions: { to: [address.user.id], actions } };
}

/** As one row where it is short, a line each where it is not. */
function numbered(choices: readonly Choice[]): string {
  const entries = choices.map(({ title }, index) => `${index + 1} ${title}`);
  const row = entries.join('   ');
  return row.length <= 60 ? row : entries.join('\n');
}

function cardText({ title, lines, facts, actions }: Card): string {
  return [
    title,
    ...lines,
    ...facts.map(({ name, value }) => `${name}: ${value}`),
    ...actions.map((action) => `${action.title}: ${action.text}`),
  ].join('\n');
}

function adaptive(body: object[]): Attachment {
  return {
    contentType: 'application/vnd.microsoft.card.adaptive',
    content: {
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      type: 'AdaptiveCard',
      version: '1.3',
      body,
    },
  };
}

function cardBody({ title, lines, facts, actions }: Card, abilities: Abilities): object[] {
  const submits = actions.map((action) => ({
    type: 'Action.Submit',
    title: action.title,
    data: action.data,
  }));
  return [
    { type: 'TextBlock', text: title, weight: 'Bolder', size: 'Medium', wrap: true },
    ...lines.map((text) => ({ type: 'TextBlock', text, wrap: true })),
    ...(facts.length > 0
      ? [{ type: 'FactSet', facts: facts.map(({ name, value }) => ({ title: name, value })) }]
      : []),
    ...rows(submits, abilities),
  ];
}

/** In Teams the press of a button shows as the customer's words, and comes with the choice's value as its text. */
function choiceRows(choices: readonly Choice[], abilities: Abilities): object[] {
  const submits = choices.map(({ title, value }) => ({
    type: 'Action.Submit',
    title,
    data: { ...choiceData(value), msteams: { type: 'messageBack', text: value, displayText: title } },
  }));
  return rows(submits, abilities);
}

function rows(actions: readonly object[], { buttonsInRow }: Abilities): object[] {
  const count = Math.ceil(actions.length / buttonsInRow);
  return Array.from({ length: count }, (_, row) => ({
    type: 'ActionSet',
    actions: actions.slice(row * buttonsInRow, (row + 1) * buttonsInRow),
  }));
}
