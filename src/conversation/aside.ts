import type { Command } from '../../dialogs/context.ts';
import type { Message, Question } from '../../dialogs/message.ts';
import type { Store, Stored, Write } from '../store/port.ts';
import { compose, renderIn, type Tongue } from './compose.ts';
import { goAside, isFree, type PersonRecord } from './group.ts';
import type { Address, Outgoing } from './types.ts';
import type { Outcome } from './waking.ts';

/** What a turn in a group says there, and what only the one person reads. */
export interface Aside {
  here: Outgoing[];
  there: Outcome['elsewhere'];
  writes: Write[];
}

/** A turn in a group that came to a personal question. */
export interface Personal {
  /** The conversation. */
  id: string;
  person: Stored<PersonRecord>;
  address: Address;
  commands: readonly Command[];
  question: Question;
  /** By which its buttons are known. */
  questionId: string | undefined;
}

/**
 * A personal question is put in the person's own chat, where the conversation then goes on; where that is not known, or
 * is about something else, the group only hears how to go on. What shows their data (a verdict, a summary) is not said
 * in the group either.
 */
export async function stepAside(
  store: Pick<Store, 'get'>,
  { id, person, address, commands, question, questionId }: Personal,
  tongue: Tongue,
): Promise<Aside> {
  const isApart = (command: Command): boolean => command.do === 'say' && command.apart === true;
  const { chat } = person.value;
  const free = await isFree(store, person, id);
  const how: Message = { key: wayOf(free, chat) };
  const words = compose(
    commands.filter((command) => !isApart(command)),
    null,
    tongue,
  );
  const there =
    free && chat ? compose(commands.filter(isApart), question, tongue, questionId).map(sentTo(id, chat)) : [];
  return {
    here: [...words, { text: renderIn(tongue, how), choices: [] }],
    there,
    writes: free ? goAside(person, address, id) : [],
  };
}

function wayOf(free: boolean, chat: Address | null): Message['key'] {
  if (!free) return 'group:private.busy';
  return chat ? 'group:private.here' : 'group:private.open';
}

function sentTo(conversation: string, to: Address) {
  return (outgoing: Outgoing): Outcome['elsewhere'][number] => ({
    conversation,
    class: 'dialogue',
    outgoing: { ...outgoing, to },
  });
}
