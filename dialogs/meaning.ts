import type { Message } from './message.ts';
import type { Verdict } from './warranty/claim.ts';

/** A clause that stands against the warranty, why, and the facts that led there. */
export interface Reason {
  clause: string;
  name: Message;
  because: Message;
  facts: readonly Message[];
}

/**
 * What kind of thing is said, by its parts, for a channel that can show more than text. It says the same as the message
 * that it stands beside; plain words have none.
 */
export type Meaning =
  | { kind: 'list'; title: Message; entries: readonly Message[] }
  | {
      kind: 'verdict';
      coverage: Verdict['coverage'];
      title: Message;
      /** How it stands. */
      told: Message;
      reasons: readonly Reason[];
      /** The facts that are known, where no clause stands against it. */
      facts: readonly Message[];
      /** What it means for work, parts and what the customer can do. */
      outlook: Message;
    }
  | {
      kind: 'summary';
      title: Message;
      faults: readonly Message[];
      units: readonly Message[];
      contact: Message;
      /** Of the customer, for people. */
      questions?: Message;
    };

/** How far the triage has come: the nth fault of so many, the nth step of its tree. */
export interface Progress {
  fault: number;
  faults: number;
  step: number;
  say: Message;
}
