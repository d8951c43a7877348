import type { WendyEvent } from '../../dialogs/events.ts';
import type { Question } from '../../dialogs/message.ts';
import type { Colleague } from '../../dialogs/owner.ts';
import type { Language } from './phrases.ts';

/** What the reading of a message depends on besides its text. */
export interface ReadContext {
  /** The question that stands, or null. */
  question: Question | null;
  /** How many faults are on the customer's list; none where it is left out. */
  listed?: number;
  /** How many questions are on the customer's list; none where it is left out. */
  questions?: number;
  /** Who sells, so that a customer's contact is known by name. */
  colleagues?: readonly Colleague[];
  /** The prompt that was answered last. */
  answered?: string;
  /** The language of the conversation so far. */
  locale: Language;
  /** The instant of the message, ISO. */
  at: string;
  /** Its calendar day in the company's zone, yyyy-mm-dd: what day "yesterday" was. */
  on: string;
  /** The titles of the question's choices, in its order; where several languages are known, a list for each choice. */
  titles?: readonly (string | readonly string[])[];
  /** The activity's own locale; its region tells where a phone number without a country is from. */
  activityLocale?: string;
  /** ISO country for phone numbers without a country; goes before the activity's. */
  region?: string;
  /** Names of the models that the maker sells. */
  models?: readonly string[];
  /** The case is over: what goes on about a fault is of that case. */
  over?: boolean;
  /** What the maker's serial numbers look like; tested against the whole number, upper case. */
  serialPattern?: RegExp;
}

/** What a message means: the language to go on in, and at least one event, in the order of the words. */
export interface Reading {
  locale: Language;
  events: WendyEvent[];
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** An event before it is stamped with its time. */
export type Meant = DistributiveOmit<WendyEvent, 'at' | 'on'>;
