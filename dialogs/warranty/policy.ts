import type { FaultFacts } from '../events.ts';
import type { Claim, ClauseId, FactName, Verdict } from './claim.ts';

/** A condition as data. Only what is known makes one true: a fact that is unknown is `unknown`, and no other value. */
export type Condition =
  | { fact: FactName; is: readonly string[] }
  | { all: readonly Condition[] }
  | { any: readonly Condition[] }
  /** The first report came after the last day of the warranty. */
  | { expired: true };

export type Knower = 'system' | 'customer' | 'technician';

/** What the policy says of one fact. */
export interface FactRule {
  /** The values it takes, where it is no date and no number. */
  values?: readonly string[] | undefined;
  /** What a claim that leaves it out means; a fact without one is then unknown. */
  default?: string | number | undefined;
  /** The value that speaks for the customer. */
  blameless?: string | undefined;
  knownBy: readonly Knower[];
  /** The kinds of product it applies to; to others it counts as blameless. Left out: all. */
  kinds?: readonly string[] | undefined;
  /** When an unknown value matters at all. Left out: always. */
  relevant?: Condition | undefined;
}

/** A claim and what must come out of it; only the parts of the verdict that are named are compared. */
export interface Example {
  says: string;
  claim: Claim;
  expect: { [K in keyof Verdict]?: Verdict[K] | undefined };
}

/** One exclusion of the terms. */
export interface Clause {
  id: ClauseId;
  /** Where it stands in the terms. */
  place: string;
  /** Its words, shortened. */
  quote: string;
  needs: readonly FactName[];
  /** Excludes by the facts alone. */
  excludes?: Condition | undefined;
  /** Speaks against the claim, but a technician must decide. */
  technicianDecides?: Condition | undefined;
  examples: readonly Example[];
}

/** What was said about the fault in passing. It chooses how a question is put and never settles a fact. */
export type Guesses = Pick<FaultFacts, 'place' | 'event'>;

/** One question of the conversation. It is put while none of the facts it asks for has been settled or asked. */
export interface Topic {
  id: TopicId;
  asks: readonly FactName[];
  /** Put only where this was said before. */
  guess?: { place?: string | undefined; event?: string | undefined } | undefined;
  /** The facts for which it is put again when a customer contests them. */
  contested?: readonly FactName[] | undefined;
  /** Each answer and the facts it settles; settled as `unknown` means asked, and not known. */
  answers: Readonly<Record<string, Claim>>;
}

/** The topic's part of the prompt `warranty.<topic>`. */
export type TopicId = string;

/** The warranty policy: the terms' exclusions as data, in the terms' order, and the questions, most telling first. */
export interface Policy {
  version: number;
  partsInWarranty: 'free' | 'chargeable';
  freight: Verdict['freight'];
  facts: Readonly<Record<FactName, FactRule>>;
  clauses: readonly Clause[];
  topics: readonly Topic[];
}

/** All facts that a condition looks at; an expiry looks at three. */
export function factsIn(condition: Condition): FactName[] {
  if ('fact' in condition) return [condition.fact];
  if ('expired' in condition) return ['reportedOn', 'purchaseDate', 'warrantyMonths'];
  return [...new Set(('all' in condition ? condition.all : condition.any).flatMap(factsIn))];
}
