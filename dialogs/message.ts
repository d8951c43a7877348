import type caseTexts from '../locales/en/case.json';
import type common from '../locales/en/common.json';
import type contact from '../locales/en/contact.json';
import type delivery from '../locales/en/delivery.json';
import type desk from '../locales/en/desk.json';
import type fault from '../locales/en/fault.json';
import type files from '../locales/en/files.json';
import type group from '../locales/en/group.json';
import type outcome from '../locales/en/outcome.json';
import type page from '../locales/en/page.json';
import type product from '../locales/en/product.json';
import type sales from '../locales/en/sales.json';
import type staff from '../locales/en/staff.json';
import type steps from '../locales/en/steps.json';
import type summary from '../locales/en/summary.json';
import type teams from '../locales/en/teams.json';
import type topics from '../locales/en/topics.json';
import type triage from '../locales/en/triage.json';
import type warranty from '../locales/en/warranty.json';
import type { Meaning, Progress } from './meaning.ts';

/** The texts whose keys the code names. A tree's own texts (`triage.<family>.json`) are named by the tree. */
interface Namespaces {
  case: typeof caseTexts;
  common: typeof common;
  contact: typeof contact;
  delivery: typeof delivery;
  desk: typeof desk;
  fault: typeof fault;
  files: typeof files;
  group: typeof group;
  outcome: typeof outcome;
  page: typeof page;
  product: typeof product;
  sales: typeof sales;
  staff: typeof staff;
  steps: typeof steps;
  summary: typeof summary;
  teams: typeof teams;
  topics: typeof topics;
  triage: typeof triage;
  warranty: typeof warranty;
}

/** `ask_one` and `ask_other` are one text, `ask`. */
type Singular<Key extends string> = Key extends `${infer Base}_${'one' | 'other'}` ? Base : Key;
type Path<Texts> = {
  [Key in keyof Texts & string]: Texts[Key] extends string ? Singular<Key> : `${Key}.${Path<Texts[Key]>}`;
}[keyof Texts & string];

/** `<file>:<path>` of a text that the English files have; the content check holds the other languages to them. */
export type MessageKey = {
  [Name in keyof Namespaces]: `${Name}:${Path<Namespaces[Name]>}`;
}[keyof Namespaces];

/** The answers whose titles many questions share. */
export type CommonChoice = keyof typeof common.choices;

/** A key that a tree or the policy makes: its data name the text, and the content check sees that it is there. */
export function keyFromData(key: string): MessageKey {
  return key as MessageKey;
}

/**
 * A text as meaning: the key of a text in `locales/` and what is put into it. Who renders it knows the language.
 * A value that is itself a message is rendered first; a list is joined as the language joins lists.
 */
export interface Message {
  key: MessageKey;
  values?: Record<string, MessageValue>;
}

export type MessageValue =
  | string
  | number
  | Message
  | readonly Message[]
  | { date: string }
  /** An instant (ISO, UTC), said as day and time in the company's zone. */
  | { instant: string };

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
  | 'period'
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
  /** What it shows, where it shows more than words; `say` is then the whole, and `brief` asks without it. */
  shows?: Meaning;
  brief?: Message;
  /** What it asks about, where it may be put in other words and is the same question all the same. */
  about?: readonly Message[];
  progress?: Progress;
  /** What can't be taken back is done only on words that say so: the values to do it, and to let it be. */
  decides?: { close: string; keep: string };
  /** Whether it asks about danger: then "it works now" is no yes. */
  safety?: true;
}
