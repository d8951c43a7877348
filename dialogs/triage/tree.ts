import type { FaultFamily } from '../labels.ts';

/** Why a triage is broken off for a person at once, with priority. Each has a text `triage:stop.<reason>`. */
export const STOP_REASONS = [
  'danger',
  'mains',
  'heights',
  'thunder',
  'compromised',
  'evidence',
  'privacy',
  'crime',
  'not_owner',
] as const;
export type StopReason = (typeof STOP_REASONS)[number];

/** How a triage can end without haste. Each has a text `triage:end.<end>`. */
export const ENDS = ['solved', 'bench', 'elsewhere'] as const;
export type End = (typeof ENDS)[number];

/** The results of an instruction, all three always offered. */
export const RESULTS = ['helped', 'not_helped', 'cannot'] as const;

/** Values whose title stands once, in `triage:answers.<value>`. */
export const COMMON_VALUES = ['yes', 'no', 'unknown', ...RESULTS] as const;

/**
 * What a step may learn under its `fact`, and for how long it holds: of the whole conversation (the site, the person
 * asked) or of the one fault in hand. A fault's fact must not be carried over to another fault.
 */
export const FACTS = {
  danger: { of: 'conversation', values: ['no', 'yes', 'unknown'] },
  danger_seen: { of: 'conversation', values: ['no', 'yes', 'unknown'] },
  thunder: { of: 'conversation', values: ['no', 'yes', 'unknown'] },
  meter: { of: 'conversation', values: ['yes', 'no', 'unknown'] },
  strangers: { of: 'conversation', values: ['no', 'yes', 'leaked', 'unknown'] },
  user_list: { of: 'conversation', values: ['no', 'yes', 'unknown'] },
  change: {
    of: 'fault',
    values: ['nothing', 'storm', 'moved', 'new_device', 'power_cut', 'update', 'unknown'],
  },
  others_died: { of: 'fault', values: ['yes', 'no', 'unknown'] },
  footage: { of: 'fault', values: ['yes', 'no', 'unknown'] },
  scope: { of: 'fault', values: ['one', 'several', 'all', 'recorder', 'unknown'] },
  pattern: { of: 'fault', values: ['constant', 'night', 'rain', 'random', 'unknown'] },
  power: { of: 'fault', values: ['poe', 'dc', 'ac', 'unknown'] },
  connection: { of: 'fault', values: ['coax', 'network', 'unknown'] },
  microphone: { of: 'fault', values: ['built_in', 'external', 'input_only', 'none', 'unknown'] },
  arrived: { of: 'fault', values: ['yes', 'no', 'unknown'] },
} as const;
export type FactId = keyof typeof FACTS;

/** What a value counts as where a step does not offer it. */
export const COUNTS_AS: Readonly<Partial<Record<FactId, Readonly<Record<string, string>>>>> = {
  scope: { all: 'several' },
  strangers: { leaked: 'yes' },
};

/**
 * Where an answer leads. `solved`: the fault is gone, to be confirmed; `bench`: what can be checked from outside is
 * checked, a technician goes on; `elsewhere`: nothing of ours is at fault (the site's outlet is dead).
 */
export type Target =
  | { step: string }
  | { family: FaultFamily; step?: string | undefined }
  | { end: End }
  | { stop: StopReason };

/**
 * `ask` is a question with values of its own; `do` is an instruction, answered by `helped`, `not_helped` or `cannot`.
 * Texts by convention in `locales/<lng>/triage.<family>.json`: `<step>.text`, `<step>.why`, and `<step>.answers.<value>`
 * for every value that has no common title, and for those listed in `titles`.
 */
export interface Step {
  kind: 'ask' | 'do';
  /** Asks about danger; `no` means none. Asked once a conversation. */
  safety?: boolean | undefined;
  /** The name of what is learned; what is known under it by another step or family is not asked again. */
  fact?: FactId | undefined;
  /** Words shared by several families: the step's texts are `triage:common.<text>.…` instead of its own. */
  text?: string | undefined;
  /** Common values (`yes`, `helped`, …) for which this step has a title of its own. */
  titles?: readonly string[] | undefined;
  /** How long an instruction takes, minutes. */
  minutes?: number | undefined;
  /** What a technician will want to see: keys of `triage:evidence.<id>`. */
  evidence?: readonly string[] | undefined;
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

export type Outcome = { at: Position } | { end: End } | { stop: StopReason };
