import { buttons, inputs, type Message, openPlayground, type Playground, shown } from './playground.ts';

/** Somebody of the sample staff at a Playground of their own, on `msteams`. */
export interface PlaygroundStaff {
  /** Resolves when something with these words in it is shown. */
  hears(words: string): Promise<void>;
  /** Everything that was shown, as one text. */
  heard(): string;
  /** Resolves with the case's card that stands below these words. */
  shown(words: string): Promise<Message>;
  /** Opens the case by the button below the notice with these words; resolves with its card. */
  opens(words: string): Promise<Message>;
  /**
   * Fills in inputs of a card and presses its first button of that verb; resolves with what stands in the card's place
   * then. Throws where the card has no such input or button.
   */
  presses(card: Message, verb: string, filled?: Record<string, string>): Promise<Message>;
}

/** Opens it; it goes with the test. */
export async function openStaff(botUrl: string, who: string): Promise<PlaygroundStaff> {
  const playground = await openPlayground(botUrl, 'msteams');
  await playground.say(`/staff ${who}`);
  const hears = (words: string): Promise<Message> =>
    playground.heard((message) => shown(message).includes(words));
  await hears('The buttons on the cards do everything');
  const after = async (words: string): Promise<number> => playground.messages.indexOf(await hears(words));
  return {
    shown: async (words) => playground.heard(has('note'), await after(words)),
    hears: async (words) => void (await hears(words)),
    heard: () => playground.messages.map(shown).join('\n'),
    opens: async (words) => {
      const below = await playground.heard(has('case'), await after(words));
      const from = playground.messages.length;
      await submit(playground, below, 'case');
      return playground.heard(has('note'), from);
    },
    presses: async (card, verb, filled = {}) => {
      const from = playground.messages.length;
      await submit(playground, card, verb, filled);
      return playground.heard(({ messageId }) => messageId === card.messageId, from);
    },
  };
}

const has =
  (verb: string) =>
  (message: Message): boolean =>
    buttons(message).some(({ staff }) => staff === verb);

async function submit(
  playground: Playground,
  card: Message,
  verb: string,
  filled: Record<string, string> = {},
): Promise<void> {
  const button = buttons(card).find(({ staff }) => staff === verb);
  const places = inputs(card);
  const missing = Object.keys(filled).filter((id) => !(id in places));
  if (!button || missing.length > 0) throw new Error(`no ${verb} or ${missing} on: ${shown(card)}`);
  await playground.submit(card.messageId, { ...button, ...places, ...filled });
}
