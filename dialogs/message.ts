/**
 * A text as meaning: the key of a text in `locales/` and what is put into it. Who renders it knows the language.
 * A value that is itself a message is rendered first; a list is joined as the language joins lists.
 */
export interface Message {
  key: string;
  values?: Record<string, MessageValue>;
}

export type MessageValue = string | number | Message | readonly Message[] | { date: string };

/** One of a question's own answers; never a global command. The value is accepted as typed text in every language. */
export interface Choice {
  value: string;
  title: Message;
}

/** What kind of free text answers a question that is not (only) answered by its choices. */
export type FreeText =
  | 'none'
  | 'fault'
  | 'need'
  | 'model'
  | 'serial'
  | 'date'
  | 'when'
  | 'firmware'
  | 'name'
  | 'email'
  | 'phone'
  | 'note';

/** The question that stands: a function of the conversation's state, put at the end of each turn. */
export interface Question {
  /** As in the trace: `need`, `triage.no_power.smell`, `warranty.place`, … */
  prompt: string;
  say: Message;
  choices: readonly Choice[];
  free: FreeText;
  /** Whether `skip` is accepted. */
  skippable: boolean;
  /** Why it is asked. */
  why: Message;
}
