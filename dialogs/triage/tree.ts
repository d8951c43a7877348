import type { FaultFamily } from '../labels.ts';

/** Why a triage is broken off for a person at once, with priority. Each has a text `triage:stop.<reason>`. */
export const STOP_REASONS = ['danger', 'mains', 'heights', 'thunder', 'compromised', 'evidence', 'privacy', 'crime', 'not_owner'] as const;
export type StopReason = (typeof STOP_REASONS)[number];

/**
 * Where an answer leads. `solved`: the fault is gone, to be confirmed; `bench`: what can be checked from outside is
 * checked, a technician goes on; `elsewhere`: nothing of ours is at fault (the site's outlet is dead).
 */
export type Target =
  | { step: string }
  | { family: FaultFamily; step?: string }
  | { end: 'solved' | 'bench' | 'elsewhere' }
  | { stop: StopReason };

/**
 * `ask` is a question with values of its own; `do` is an instruction, answered by `helped`, `not_helped` or `cannot`.
 * Texts by convention in `locales/<lng>/triage.<family>.json`: `<step>.text`, `<step>.why`, and `<step>.answers.<value>`
 * where the value's common title (`triage:answers.<value>`) does not fit.
 */
export interface Step {
  kind: 'ask' | 'do';
  /** Asks about danger; `no` means none. Asked once a conversation. */
  safety?: boolean;
  /** The name of what is learned; what is known under it by another step or family is not asked again. */
  fact?: string;
  /** How long an instruction takes, minutes. */
  minutes?: number;
  /** What a technician will want to see: keys of `triage:evidence.<id>`. */
  evidence?: readonly string[];
  answers: Readonly<Record<string, Target>>;
}

export interface Tree {
  family: FaultFamily;
  version: number;
  start: string;
  /** Evidence wanted whatever way is taken. */
  evidence: readonly string[];
  steps: Readonly<Record<string, Step>>;
}

/** All trees there are; a family without one goes straight to the fault list. */
export type Trees = Readonly<Partial<Record<FaultFamily, Tree>>>;

export interface Position {
  family: FaultFamily;
  step: string;
}

/** What is known already: fact to answer. */
export type Known = Readonly<Record<string, string>>;

export type Outcome =
  | { at: Position }
  | { end: 'solved' | 'bench' | 'elsewhere' }
  | { stop: StopReason };
