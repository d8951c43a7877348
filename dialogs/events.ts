import type { Attached, GivenFile } from './files.ts';
import type { Label } from './labels.ts';
import type { StopReason } from './triage/tree.ts';

/** The field's words for what a customer may mention of a fault. */
export const DEVICES = [
  'camera',
  'dome',
  'bullet',
  'ptz',
  'recorder',
  'monitor',
  'power_supply',
  'switch',
  'other',
] as const;
export const MOUNTING_PLACES = ['indoors', 'outdoors'] as const;
export const FREQUENCIES = ['always', 'sometimes', 'night', 'rain', 'once'] as const;
export const BEGINNINGS = [
  'storm',
  'lightning',
  'flood',
  'earthquake',
  'shipping',
  'fall',
  'power_cut',
  'update',
] as const;

/** What may be known of a fault from the customer's words; guesses only, put for a yes or no before they count. */
export interface FaultFacts {
  /** How many units are concerned. */
  quantity?: number;
  /** The device as the customer names it, by the field's word. */
  device?: (typeof DEVICES)[number];
  /** Where it is mounted. */
  place?: (typeof MOUNTING_PLACES)[number];
  /** Since when, as the customer said it. */
  since?: string;
  /** How often. */
  frequency?: (typeof FREQUENCIES)[number];
  /** An event the customer names as its beginning. */
  event?: (typeof BEGINNINGS)[number];
  model?: string;
  serial?: string;
  errorCode?: string;
}

/** One fault found in a message: the words that name it, the guesses of its label, best first, and its facts. */
export interface FoundFault {
  text: string;
  guesses: readonly { label: Label; confidence: number }[];
  /** Whether the first guess is sure enough to go on with. */
  sure: boolean;
  /** "Still black": it goes on about what was said before. */
  again?: boolean;
  /** "It is broken", and no word of how: its guesses are what that is most often. */
  vague?: boolean;
  facts: FaultFacts;
}

/** What the maker's list of sold units says of a serial number. */
export interface SoldUnit {
  serial: string;
  model: string;
  kind: 'camera' | 'other';
  soldOn: string;
  warrantyMonths: number;
  source: 'authorized' | 'unauthorized';
  customer: string;
  owner: string | null;
}

/** What the customers' list, or an earlier case of theirs, says of who looks after a customer. */
export interface KnownCustomer {
  owner: string;
  by: 'list' | 'earlier';
}

/** Questions that are no fault and have an answer from the terms or the company's data. */
export const TOPICS = [
  'freight',
  'freight_collect',
  'hours',
  'hotline',
  'how_to_send',
  'where_serial',
  'warranty_terms',
  'warranty_length',
  'repair_cost',
  'repair_report',
  'use_again',
  'repair_time',
  'privacy',
  'delete_data',
  'who_are_you',
  'what_can_you_do',
  'case_status',
  'order',
  'questions',
  'password',
] as const;
export type Topic = (typeof TOPICS)[number];

/** Fields that a customer may correct in mid-sentence ("no, the serial is …"). */
export type CorrectableField =
  | 'model'
  | 'serial'
  | 'purchaseDate'
  | 'warrantyMonths'
  | 'name'
  | 'email'
  | 'phone';

/** Why an answer does not fit the question; each has a text that says what to do. */
export type Problem =
  | 'no_date'
  | 'no_month'
  | 'ambiguous_date'
  | 'future_date'
  | 'no_email'
  | 'no_phone'
  | 'phone_without_country'
  | 'no_serial'
  | 'no_model'
  | 'no_name'
  | 'no_period'
  | 'too_long'
  | 'question'
  | 'no_choice'
  | 'what_number';

/** What is said in passing; each has a text that answers it. */
export const CHAT_KINDS = [
  'greeting',
  'how_are_you',
  'thanks',
  'bye',
  'apology',
  'small_talk',
  'insult',
  'impatience',
  'already_tried',
  'already_told',
  'wait',
  'no_person',
  'asks_to_ask',
  'password_hidden',
  'foreign',
] as const;
export type ChatKind = (typeof CHAT_KINDS)[number];

/** A question of the customer's list, and a person's answer. */
export interface AnsweredQuestion {
  question: string;
  text: string;
}

/** An entry of the list as a customer names it: the nth (-1: the last), the one of a device, or the one spoken of. */
export interface Entry {
  nth?: number;
  device?: FaultFacts['device'];
}

/** What is told of a fault besides itself. `corrects`: it was said otherwise before; `was`: what is denied. */
export interface Detail {
  facts: FaultFacts;
  entry: Entry;
  corrects: boolean;
  was?: Pick<FaultFacts, 'device' | 'quantity'>;
}

/**
 * What a message, a case or the clock says to the machine. `at` is the instant (ISO, UTC), `on` the calendar day in
 * the company's zone. Of what comes from the desk `case` is the case's number.
 */
export type WendyEvent = { at: string; on: string; echo?: true; case?: string } & (
  | { type: 'ARRIVED' }
  /** The answer to the standing question: a choice's value, or the free text in its normal form. */
  | {
      type: 'ANSWERED';
      prompt: string;
      value: string;
      text: string;
      sold?: readonly SoldUnit[];
      known?: KnownCustomer;
      /** The questions in it, each an entry of its own; where questions are asked for. */
      questions?: readonly string[];
      /** No more was understood of the words than that they answer this. */
      vague?: true;
    }
  /** Text meant for the standing question that can't be read as its answer. */
  | { type: 'MISREAD'; prompt: string; problem: Problem; text: string; questions?: readonly string[] }
  | { type: 'FAULTS'; faults: readonly FoundFault[]; text: string; sold?: readonly SoldUnit[] }
  /** `ending`: of a serial number only its end was said. */
  | {
      type: 'CORRECTED';
      field: CorrectableField;
      value: string;
      ending?: boolean;
      text: string;
      sold?: readonly SoldUnit[];
      known?: KnownCustomer;
    }
  /** The list is put right: an entry goes, two are one and the same, one is to be told otherwise. */
  | { type: 'EDITED'; edit: 'remove' | 'merge' | 'change'; entry: Entry; with?: Entry; text: string }
  /**
   * How many, which device, where, since when: of an entry of the list, of the fault that is spoken of, or of one that
   * is still to be told.
   */
  | ({ type: 'DETAILED'; text: string } & Detail)
  /**
   * "No wait, yes": an answer taken back; `values`: what the new one may stand for; `sure`: it is surely none to the
   * question that stands; `detail`: what else it may put right.
   */
  | { type: 'RECONSIDERED'; values: readonly string[]; sure: boolean; detail?: Detail; text: string }
  /** "Forget it". */
  | { type: 'CANCEL' }
  /** The customer comes back after a long silence. */
  | { type: 'RETURNED' }
  /** An entry of the question list goes, reads otherwise, or more are to come. */
  | { type: 'QUESTION_EDITED'; edit: 'remove' | 'change' | 'more'; nth: number; with?: string; text: string }
  /** "My contact is Anna". */
  | { type: 'CONTACT_NAMED'; name: string; text: string }
  /** `text`: the question in the customer's words; `questions`: those in it that are for the sales team. */
  | { type: 'ASKED'; topic: Topic; text?: string; questions?: readonly string[] }
  | { type: 'PERSON'; known?: KnownCustomer }
  /** Words of danger at hand; `reason` where they name another than fire, water and current. */
  | { type: 'DANGER'; text: string; reason?: StopReason }
  /** A mail of a case that is over since `ended` (ISO) was answered, with more than thanks. */
  | { type: 'WROTE_BACK'; text: string; faults: readonly FoundFault[]; ended: string | null }
  | { type: 'RESTART' }
  | { type: 'BACK' }
  | { type: 'SKIP' }
  | { type: 'REPEAT' }
  /** A button of an earlier question was pressed. */
  | { type: 'STALE' }
  | { type: 'HELP' }
  | { type: 'WHY' }
  | { type: 'LIST' }
  | { type: 'LANGUAGE'; locale: string }
  | { type: 'CHATTED'; kind: ChatKind }
  /** `told`: how many faults the words told that came with the files; undefined where they told none. */
  | ({ type: 'ATTACHED'; told?: number } & Attached)
  /** Nothing was understood, or nothing was said. */
  | { type: 'PUZZLED'; text: string }
  /** From the desk: what became of the case. */
  | { type: 'CASE.CLAIMED'; by: string; name: string }
  | { type: 'CASE.RELEASED'; by: string; name: string }
  | { type: 'CASE.REPLIED'; by: string; name: string; text: string; files?: readonly GivenFile[] }
  | { type: 'CASE.RESOLVED'; by: string; name: string }
  | { type: 'CASE.CLOSED'; by: string; name: string }
  /** `held`: a person has it again; else it waits in the queue. */
  | { type: 'CASE.REOPENED'; by: string; name: string; held: boolean }
  | { type: 'CASE.HANDED'; by: string; name: string; to: 'technicians' | 'sales' }
  /** Sales asks the technicians, and stays the customer's voice. */
  | { type: 'CASE.CONSULTED'; by: string; name: string }
  /** A question of the customer's list is answered, and `more` with it; `open`: how many are not yet. */
  | ({
      type: 'CASE.ANSWERED';
      by: string;
      name: string;
      open: number;
      more?: readonly AnsweredQuestion[];
    } & AnsweredQuestion)
  /** A technician made the verdict on a unit final. */
  | { type: 'CASE.CONFIRMED'; by: string; name: string; unitId: string }
  /** Two cases of the customer are one now. `moved`: it was this conversation's case that went into the other. */
  | { type: 'CASE.MERGED'; by: string; name: string; from: string; into: string; moved?: true }
  /** From the case's clock: a promise was broken, and others have the case. */
  | { type: 'CASE.DELAYED' }
  /** Who had it is not there any more: others have the case. */
  | { type: 'CASE.LEFT' }
  /** The customer was asked something and has not answered. */
  | { type: 'CASE.REMINDED' }
  /** ... nor after the reminder. */
  | { type: 'CASE.EXPIRED' }
  /** It was solved, and the customer said nothing against it. */
  | { type: 'CASE.SETTLED' }
);
