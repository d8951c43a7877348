import type { Activity, Attachment } from 'botbuilder';
import type { Address, Card, CardSection, Outgoing } from '../conversation/types.ts';
import { type Abilities, abilitiesOf } from './abilities.ts';
import { adaptiveCard, bodyOf, choiceRows, type Pictured, progressLine } from './adaptive.ts';
import { buttonRows, leanCard, staffBody } from './adaptive-staff.ts';
import { choiceData } from './card-value.ts';
import { cardText, numbered, withoutTags } from './plain-text.ts';
import { filesBeside, withLinks } from './shown-files.ts';
import { splitText } from './split.ts';

type Choices = Outgoing['choices'];

/** What a person still reads on one card. */
const MOST_BUTTONS = 40;

/** What of a message is text, and what stands beside it. */
interface Layout {
  text: string;
  attachments: Attachment[];
  /** What a channel tells of a message that is a card alone. */
  summary?: string;
  suggested: Choices;
}

/**
 * What goes out, as the activities of its channel, in order: one, more where the text is longer than the channel
 * takes or a turn trace belongs to it, none for a trace alone outside of the emulator, nor for what comes in the place
 * of another message: that is `toChange`'s.
 */
export function toActivities(outgoing: Outgoing, address: Address): Partial<Activity>[] {
  return outgoing.replaces === undefined ? rendered(outgoing, address) : [];
}

/** What comes in the place of a message that was sent before; undefined where it comes in none, or not in one piece. */
export function toChange(
  { replaces, ...outgoing }: Outgoing,
  address: Address,
): Partial<Activity> | undefined {
  if (replaces === undefined) return undefined;
  const [activity, ...more] = rendered(outgoing, address);
  return activity && more.length === 0 ? { ...activity, id: replaces } : undefined;
}

function rendered(outgoing: Outgoing, address: Address): Partial<Activity>[] {
  const abilities = abilitiesOf(address.channel);
  const replyTo = outgoing.replyTo === undefined ? {} : { replyToId: outgoing.replyTo };
  const traces =
    outgoing.trace !== undefined && abilities.trace ? [{ ...toTrace(outgoing.trace), ...replyTo }] : [];
  if (outgoing.trace !== undefined && outgoing.text === '' && !outgoing.card) return traces;
  const shown = withLinks(outgoing, abilities);
  const layout = layOut(abilities.readsTags ? shownWithoutTags(shown) : shown, abilities);
  layout.attachments.push(...filesBeside(outgoing, abilities));
  const texts = splitText(layout.text, abilities.longestText);
  const last = texts.pop() ?? '';
  const parts = texts.map((text) => ({ ...toMessage(text), ...replyTo }));
  const extras = toExtras(layout, outgoing, address, abilities);
  return [...parts, { ...toMessage(last), ...extras, ...replyTo }, ...traces];
}

/** Data of buttons come back as they went, so nothing in them is changed. */
function shownWithoutTags(outgoing: Outgoing): Outgoing {
  const { text, choices, shown, card } = outgoing;
  return {
    ...outgoing,
    text: withoutTags(text),
    choices: choices.map(({ value, title }) => ({ value, title: withoutTags(title) })),
    ...(shown ? { shown: withoutTags(shown) } : {}),
    ...(card ? { card: cardWithoutTags(card) } : {}),
  };
}

/** What stands in an input comes back as well. */
function cardWithoutTags({ title, lines, facts, sections = [], actions }: Card): Card {
  return {
    ...withoutTags({ title, lines, facts }),
    sections: sections.map((section) => ({ ...section, ...withoutTags(told(section)) })),
    actions,
  };
}

function told({ title, lines }: CardSection): Pick<CardSection, 'title' | 'lines'> {
  return { ...(title === undefined ? {} : { title }), lines };
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

/** Never markdown: what a customer wrote is in the texts too. */
function toMessage(text: string): Partial<Activity> {
  return { type: 'message', text, textFormat: 'plain' };
}

/** What a channel can't show, or what is too much for it, is written into the text. */
function layOut(outgoing: Outgoing, abilities: Abilities): Layout {
  if (outgoing.card) return staffLayout(outgoing, outgoing.card, abilities);
  if (outgoing.quick) return quickLayout(outgoing.text, outgoing.quick, abilities);
  const { text, choices, shown, progress } = outgoing;
  const suggested = fitsSuggested(choices, abilities) ? choices : [];
  const rows = fitsCard(choices, abilities) ? choiceRows(outgoing, abilities.buttonsInRow) : [];
  const buttons = rows.length > 0 ? adaptiveCard([...progressLine(progress), ...rows]) : undefined;
  const hasButtons = buttons !== undefined && isSmall(buttons, abilities);
  if (choices.length > 0 && suggested.length === 0 && !hasButtons) {
    return { text: joined(text, numbered(choices)), attachments: [], suggested };
  }
  if (shown && shown.kind !== 'person') {
    const picture = pictureOf(shown, rows, abilities);
    if (picture) return { text: '', attachments: [picture], suggested, summary: shown.title };
  }
  return { text, attachments: hasButtons ? [buttons] : [], suggested };
}

/** The card of what is shown, with its choices' buttons; undefined where the channel has none or it is too large. */
function pictureOf(shown: Pictured, rows: readonly object[], abilities: Abilities): Attachment | undefined {
  if (abilities.cards === 'hero' && shown.kind === 'document') {
    return heroCard(shown.title, [{ type: 'openUrl', title: shown.name, value: shown.url }]);
  }
  if (abilities.cards !== 'adaptive' || !abilities.showsMeaning) return undefined;
  const card = adaptiveCard([...bodyOf(shown), ...rows]);
  return isSmall(card, abilities) ? card : undefined;
}

function staffLayout(
  { text, choices }: Outgoing,
  card: NonNullable<Outgoing['card']>,
  abilities: Abilities,
): Layout {
  const suggested = fitsSuggested(choices, abilities) ? choices : [];
  const beside = suggested.length > 0 ? text : joined(text, numbered(choices));
  if (abilities.cards === 'adaptive') {
    const inRow = abilities.buttonsInRow;
    const whole = adaptiveCard(staffBody(card, inRow));
    if (isSmall(whole, abilities)) {
      return { text: beside, attachments: [whole], summary: card.title, suggested };
    }
    const lean = adaptiveCard(staffBody(leanCard(card), inRow));
    if (isSmall(lean, abilities)) {
      return { text: joined(beside, cardText(card, 'all')), attachments: [lean], suggested };
    }
  }
  const { actions, title } = card;
  const titlesFit = actions.every((action) => action.title.length <= abilities.longestTitle);
  const hasButtons = actions.length > 0 && actions.length <= abilities.buttonsInRow && titlesFit;
  if (abilities.cards !== 'hero' || !hasButtons) {
    return { text: joined(text, cardText(card, 'none'), numbered(choices)), attachments: [], suggested };
  }
  const buttons = actions.map((action) => ({ type: 'imBack', title: action.title, value: action.text }));
  const attachments = [heroCard(title, buttons)];
  return { text: joined(text, cardText(card, 'own')), attachments, suggested };
}

/** A text with buttons below it. */
function quickLayout(
  text: string,
  quick: NonNullable<Outgoing['quick']>,
  { cards, buttonsInRow }: Abilities,
): Layout {
  const attachments = cards === 'adaptive' ? [adaptiveCard(buttonRows(quick, buttonsInRow))] : [];
  return { text, attachments, suggested: [] };
}

/** Its title is plain words on every channel, so what a customer wrote may stand in it. */
function heroCard(title: string, buttons: readonly object[]): Attachment {
  return { contentType: 'application/vnd.microsoft.card.hero', content: { title, buttons } };
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

/** Choices that are too many for suggested actions, or too long, are a card's buttons where there are cards. */
function fitsCard(choices: Choices, abilities: Abilities): boolean {
  if (abilities.cards !== 'adaptive' || fitsSuggested(choices, abilities)) return false;
  return choices.length > 0 && choices.length <= MOST_BUTTONS;
}

function fitsSuggested(choices: Choices, abilities: Abilities): boolean {
  const { mostChoices, longestTitle } = abilities;
  const titlesFit = choices.every(({ title }) => title.length <= longestTitle);
  return abilities.choices === 'suggested' && choices.length <= mostChoices && titlesFit;
}

function isSmall(card: Attachment, { largestCard }: Abilities): boolean {
  return Buffer.byteLength(JSON.stringify(card.content), 'utf16le') <= largestCard;
}

function toExtras(
  { attachments, summary, suggested, text }: Layout,
  { choices, question }: Outgoing,
  { user }: Address,
  { says }: Abilities,
): Partial<Activity> {
  const actions = suggested.map((choice) => suggestedAction(choice, question, says));
  return {
    inputHint: choices.length > 0 ? 'expectingInput' : 'acceptingInput',
    ...(attachments.length > 0 ? { attachments } : {}),
    ...(text === '' && summary !== undefined ? { summary } : {}),
    ...(actions.length > 0 ? { suggestedActions: { to: [user.id], actions } } : {}),
  };
}

function suggestedAction(
  { title, value }: Choices[number],
  question: string | undefined,
  says: Abilities['says'],
) {
  // Without it a press could not be told from one of another question.
  if (says !== 'both' || question === undefined)
    return { type: 'imBack', title, value: says === 'title' ? title : value };
  const data = choiceData(value, question);
  return { type: 'messageBack', title, displayText: title, text: value, value: data };
}
