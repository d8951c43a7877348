/** What a channel can show. */
export interface Abilities {
  /** How cards are put. `hero`: a title, and buttons that say a text. */
  cards: 'adaptive' | 'hero' | 'none';
  /** Whether a verdict, a list or a summary is a card; else it is text, and cards are for staff alone. */
  showsMeaning: boolean;
  /** How a question's choices are put, where they fit: as a card's buttons, as suggested actions, or as numbers. */
  choices: 'card' | 'suggested' | 'numbered';
  /** The most suggested actions, and the most characters of a button's title. */
  mostChoices: number;
  longestTitle: number;
  /** What a suggested action says for the customer: the choice's value, its title, or the value under its title. */
  says: 'value' | 'title' | 'both';
  /** The most characters of one message's text; a longer one is split. */
  longestText: number;
  /** The most bytes of one card; what is larger is said as text. */
  largestCard: number;
  /** The most buttons in one row of an Adaptive Card, and of one hero card. */
  buttonsInRow: number;
  /** Whether the channel reads `<at>` and its like in plain text, so that they must be broken. */
  readsTags: boolean;
  /** Whether a message that was sent can be put otherwise later. */
  changes: boolean;
  /** Which of a person's files are shown beside their words; of the others the address is written into the text. */
  files: 'all' | 'pictures' | 'none';
  trace: boolean;
}

const plain: Abilities = {
  cards: 'none',
  showsMeaning: false,
  choices: 'numbered',
  mostChoices: 0,
  longestTitle: 0,
  says: 'value',
  longestText: 8_000,
  largestCard: 0,
  buttonsInRow: 0,
  readsTags: false,
  changes: false,
  files: 'none',
  trace: false,
};

/** Suggested actions and hero cards; the numbers of each channel are those of the SDK or of its own manual. */
const simple: Abilities = {
  ...plain,
  cards: 'hero',
  choices: 'suggested',
  mostChoices: 10,
  longestTitle: 20,
  says: 'title',
  buttonsInRow: 3,
  files: 'pictures',
};

const rich: Abilities = {
  ...plain,
  cards: 'adaptive',
  choices: 'suggested',
  mostChoices: 20,
  longestTitle: 80,
  longestText: 30_000,
  largestCard: 200_000,
  buttonsInRow: 6,
  files: 'all',
};

const table: Readonly<Record<string, Abilities>> = {
  // A card may have 28 KB and a message 40 KB, in UTF-16; three suggested actions would not do for most questions.
  msteams: {
    ...rich,
    showsMeaning: true,
    choices: 'card',
    longestText: 14_000,
    largestCard: 25_000,
    readsTags: true,
    changes: true,
    // What is no picture would need the customer's consent to be stored with them first.
    files: 'pictures',
  },
  webchat: { ...rich, showsMeaning: true, says: 'both' },
  // Their readers may be programs, which read texts and say values.
  directline: rich,
  emulator: { ...rich, trace: true },
  skype: simple,
  slack: {
    ...simple,
    mostChoices: 25,
    longestTitle: 75,
    longestText: 4_000,
    buttonsInRow: 5,
    readsTags: true,
  },
  telegram: { ...simple, mostChoices: 20, longestTitle: 64, longestText: 4_096, buttonsInRow: 8 },
  facebook: { ...simple, mostChoices: 13, longestText: 2_000 },
  line: { ...simple, mostChoices: 13, longestText: 5_000, buttonsInRow: 4 },
  email: { ...plain, longestText: 100_000 },
  // A carrier takes 1,600 characters.
  sms: { ...plain, longestText: 1_500 },
  twilio: { ...plain, longestText: 1_500 },
  terminal: { ...plain, longestText: 100_000 },
};

/** The channels of the table; every other shows plain text. */
export const CHANNELS: readonly string[] = Object.keys(table);

/** What the channel with this id can show; one that is not known shows plain text. */
export function abilitiesOf(channel: string): Abilities {
  return Object.hasOwn(table, channel) ? (table[channel] ?? plain) : plain;
}
