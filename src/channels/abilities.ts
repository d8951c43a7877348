/** What a channel can show. */
export interface Abilities {
  /** How a question's choices are put: as a card's buttons, as suggested actions, or numbered in the text. */
  choices: 'card' | 'suggested' | 'numbered';
  cards: boolean;
  markdown: boolean;
  /** Whether markdown takes a single line break for a space, so that it must be doubled. */
  doubleBreaks: boolean;
  /** The most characters of one message's text; a longer one is split. */
  textLimit: number;
  /** The most buttons in one row of a card. */
  buttonsInRow: number;
  trace: boolean;
}

const plain: Abilities = {
  choices: 'numbered',
  cards: false,
  markdown: false,
  doubleBreaks: false,
  textLimit: 8_000,
  buttonsInRow: 0,
  trace: false,
};

const rich: Abilities = {
  choices: 'suggested',
  cards: true,
  markdown: true,
  doubleBreaks: false,
  textLimit: 30_000,
  buttonsInRow: 6,
  trace: false,
};

const table: Readonly<Record<string, Abilities>> = {
  msteams: { ...rich, choices: 'card', doubleBreaks: true, textLimit: 20_000 },
  webchat: rich,
  directline: rich,
  emulator: { ...rich, trace: true },
  terminal: { ...plain, textLimit: 100_000 },
  sms: { ...plain, textLimit: 1_500 },
};

/** What the channel with this id can show; one that is not known shows plain text. */
export function abilitiesOf(channel: string): Abilities {
  return Object.hasOwn(table, channel) ? (table[channel] ?? plain) : plain;
}
