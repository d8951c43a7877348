import { type Draft, emptyDraft } from './draft.ts';
import type { FaultFacts, FoundFault } from './events.ts';
import type { GivenFile } from './files.ts';
import type { Label } from './labels.ts';
import type { Meaning } from './meaning.ts';
import type { Message, MessageKey } from './message.ts';
import type { Colleague } from './owner.ts';
import type { Position, StopReason, Trees } from './triage/tree.ts';
import type { Policy } from './warranty/policy.ts';

/** What a support lead edits, parsed; the machine is made from it. */
export interface Content {
  trees: Trees;
  policy: Policy;
  /** Who sells, by all that a customer may call them. */
  sales: readonly Colleague[];
  /** Days in which a case that is over goes on where its customer writes. */
  reopenDays: number;
}

/** The places where the conversation can rest, each a state of the machine with (nearly always) a question. */
export const STOPS = [
  'need',
  'sales.confirm',
  'sales.contact',
  'fault.describe',
  'fault.label',
  'fault.more',
  'fault.correct',
  'fault.change',
  'fault.add',
  'triage.step',
  'triage.confirm',
  'product.model',
  'product.serial',
  'product.purchaseDate',
  'product.since',
  'product.firmware',
  'warranty.topic',
  'warranty.period',
  'outcome.verdict',
  'outcome.contest',
  'contact.name',
  'contact.email',
  'contact.phone',
  'summary.confirm',
  'summary.edit',
  'restart.confirm',
  'cancel.confirm',
  'paused',
  'case.waiting',
  'case.held',
  'feedback.solved',
  'feedback.rating',
  'feedback.reopen',
  'closed',
] as const;
export type StopName = (typeof STOPS)[number];

/** Where the conversation stands: the stop, and what it is about. */
export interface Spot {
  stop: StopName;
  fault?: string;
  group?: string;
  topic?: string;
  position?: Position;
  treeVersion?: number;
}

export function sameSpot(a: Spot, b: Spot): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Where it is asked what is wrong on the list: whatever is put right there has answered it. */
export function asksWhatIsWrong({ stop }: Spot): boolean {
  return stop === 'fault.correct' || stop === 'fault.change';
}

/** A fault whose label is not sure yet, or which may not belong on the list at all. */
export interface Pending {
  found: FoundFault;
  /** `label`: its kind is asked; `add`: whether it is a further fault is asked. */
  ask: 'label' | 'add';
  /** The fault on the list that it says anew. */
  instead?: string;
  /** The question that stood when it was said, to come back to. */
  from?: Spot;
}

export interface Context {
  draft: Draft;
  at: Spot;
  /** The spots before, for "go back"; the latest last. */
  trail: Spot[];
  greeted: boolean;
  /** The customer said that something is broken, before saying what. */
  wantsFault: boolean;
  /** The list has been shown and the customer said that it is whole. */
  listed: boolean;
  pending: Pending[];
  /** Where each fault's triage stands. */
  triage: Record<string, Spot>;
  /** What triage has learned, for the conversation (`*`) and a fault. */
  known: Record<string, Record<string, string>>;
  /** The questions that were put and skipped or answered, a group: `product.serial`, `warranty.label`, … */
  asked: Record<string, string[]>;
  /** The verdict that a group's customer was told last, as text, and whether they went on from it. */
  told: Record<string, { verdict: string; accepted: boolean }>;
  /** Contact questions that were skipped; `contact`: who their contact with the maker is. */
  skipped: ('email' | 'phone' | 'contact')[];
  /** A question to be put again before all else, from an edit or a contest. */
  redo: Spot | null;
  /** Given over to people: why. */
  submitted: {
    reason: 'customer' | 'person' | 'sales' | 'stop';
    stop?: StopReason;
    /** Taken back by the customer: nobody works on it until they go on. */
    withdrawn?: true;
  } | null;
  /** Messages in a row that were not understood. */
  misses: number;
  /** What was told of a fault before the fault itself: "my camera", "the one outside". */
  begun?: { text: string; facts: FaultFacts } | null;
  /** The answer that was given last, to be taken back by "no wait, yes". */
  answered?: { spot: Spot; value: string } | null;
  /** A further fault that was left off the list last. */
  dropped?: Pending | null;
  /** When the case was over, ISO; null while it is not. */
  ended?: string | null;
  /** What was said since `at` of a case that is over, while it is asked whether it is of that case. */
  returning?: { text: string; found: FoundFault[]; at: string } | null;
  /** The customer has the list before them as it is: it need not be put once more. */
  listShown?: true;
  /** When anything was heard in the conversation last, by the customer or of the case, ISO. */
  heardAt?: string;
  /** What the events of this turn want done, in order. Taken out when the turn ends: it is never stored. */
  commands?: readonly Command[];
}

/** What the machine wants done, as data. */
export type Command =
  /**
   * Say it; `apart` makes it a message of its own, `lead` puts it right before the question. What is more than plain
   * words has its `meaning` beside it, and stands apart.
   */
  | { do: 'say'; message: Message; apart?: boolean; lead?: boolean }
  | { do: 'say'; message: Message; apart: true; lead?: never; meaning: Meaning }
  /** Put the case into a queue. */
  | { do: 'submit'; queue: 'technicians' | 'sales'; priority: 'normal' | 'high' | 'urgent'; reason: string }
  /** The case is solved, as the customer says. */
  | { do: 'solve' }
  /** The customer says that it is not solved after all; `own`: people never had it, and it goes on with Wendy. */
  | { do: 'reopen'; own?: true }
  /** The customer says that it is solved for them too. */
  | { do: 'close' }
  /** How well it went, 1 to 5; the last time counts. */
  | { do: 'rate'; stars: number }
  /** The customer's words about how it went. */
  | { do: 'comment'; text: string }
  /** A person's words, to the customer, and what came with them. */
  | { do: 'relay'; text: string; by: string; files?: readonly GivenFile[] }
  /** What comes next belongs to another case. */
  | { do: 'renew' };

/** The step from a context and an event to what changes; pure. */
export interface Change {
  context?: Partial<Context>;
  commands?: Command[];
}

export const firstContext: Context = {
  draft: emptyDraft,
  at: { stop: 'need' },
  trail: [],
  greeted: false,
  wantsFault: false,
  listed: false,
  pending: [],
  triage: {},
  known: {},
  asked: {},
  told: {},
  skipped: [],
  redo: null,
  submitted: null,
  misses: 0,
  begun: null,
  answered: null,
  dropped: null,
  ended: null,
  returning: null,
};

/** A new problem in the same conversation: what is known of the person stays. */
export function renewed(context: Context): Context {
  const { contact, owner, ownerBy } = context.draft;
  return {
    ...firstContext,
    greeted: true,
    draft: { ...emptyDraft, contact, owner, ...(ownerBy && { ownerBy }) },
    skipped: context.skipped,
  };
}

/** Whether the customer took back what people had. */
export function isWithdrawn({ submitted, at }: Context): boolean {
  return submitted !== null && (submitted.withdrawn === true || at.stop === 'paused');
}

/** A word in between changes nothing of the journey: the same question stands. */
export function staying(context: Context): Context {
  return { ...context, redo: context.at };
}

export function say(key: MessageKey, values?: Message['values'], apart = false): Command {
  return { do: 'say', message: values ? { key, values } : { key }, ...(apart ? { apart } : {}) };
}

/** What is said right before the question. */
export function lead(key: MessageKey, values: NonNullable<Message['values']>): Command {
  return { do: 'say', message: { key, values }, lead: true };
}

/** The label's name as a message. */
export function labelName(label: Label): Message {
  return { key: `common:labels.${label}` };
}
