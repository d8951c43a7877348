import type { Claim, ClauseId, Coverage, FactName, Verdict } from './claim.ts';
import { blameless, complete, type Facts, holds, reasons, unknownFacts } from './facts.ts';
import type { Clause, Policy } from './policy.ts';

/** A technician's word on one clause. */
export interface Decision {
  clause: ClauseId;
  excluded: boolean;
}

/** What led to a clause: the known facts that speak for it. */
export interface Reason {
  clause: ClauseId;
  facts: FactName[];
}

/** Where the clauses stand for a set of facts. */
interface Standing {
  clauses: ClauseId[];
  undecided: ClauseId[];
  missing: FactName[];
}

/**
 * What the terms say of a claim, before a technician has confirmed anything (the contract's "Claim and verdict").
 * The claim must be valid (`readClaim`): a date that is none throws a RangeError.
 */
export function decide(claim: Claim, policy: Policy): Verdict {
  const before = decided.get(claim);
  if (before?.policy === policy) return before.verdict;
  const verdict = decideAnew(claim, policy);
  decided.set(claim, { policy, verdict });
  return verdict;
}

/** A claim never changes, and the same one is asked about several times a turn. */
const decided = new WeakMap<Claim, { policy: Policy; verdict: Verdict }>();

function decideAnew(claim: Claim, policy: Policy): Verdict {
  const facts = complete(claim, policy);
  const now = standing(facts, policy);
  const coverage = coverageOf(now);
  const outlook = coverageOf(standing(blameless(facts, policy), policy));
  return verdict(now, outlook, charges(coverage, 'yes', policy), policy);
}

/**
 * The verdict that counts, once a technician confirms. What they decided moves: excluded, a clause joins those that
 * exclude; not excluded, it is undecided no more. What facts exclude stays. Who confirms vouches for what only a
 * technician can know, so that no such fact is missing; what only the decided clauses need is not missing either.
 * Labour is free only for a fault of quality.
 */
export function finalVerdict(
  claim: Claim,
  decisions: readonly Decision[],
  qualityFault: 'yes' | 'no' | 'unknown',
  policy: Policy,
): Verdict {
  const facts = complete(claim, policy);
  const now = settled(standing(facts, policy), decisions, policy);
  const later = settled(standing(blameless(facts, policy), policy), decisions, policy);
  return verdict(now, coverageOf(later), charges(coverageOf(now), qualityFault, policy), policy);
}

/**
 * What there is for a technician to decide of a clause. `open`: the terms leave it to the company, it hangs on what only
 * a technician can know, or on a fact that nobody knows yet. `excluded`, `clear`: the known facts settle it.
 */
export function standingOf(id: ClauseId, claim: Claim, policy: Policy): 'open' | 'excluded' | 'clear' {
  const clause = policy.clauses.find((one) => one.id === id);
  if (!clause) return 'clear';
  const facts = complete(claim, policy);
  if (clause.excludes && holds(clause.excludes, facts)) return 'excluded';
  const unknown = unknownFacts(facts, policy);
  const open =
    clause.technicianDecides !== undefined ||
    clause.needs.some((fact) => isTechnicians(fact, policy) || unknown.includes(fact));
  return open ? 'open' : 'clear';
}

/** The clauses that say the same as this one and so stand or fall with it, itself too (1 and 6a). */
export function sameClauses(id: ClauseId, policy: Policy): ClauseId[] {
  const text = (clause: Clause | undefined): string => JSON.stringify(clause?.excludes ?? clause?.id);
  const own = text(policy.clauses.find((clause) => clause.id === id));
  return policy.clauses.filter((clause) => text(clause) === own).map((clause) => clause.id);
}

/** For each clause that excludes or is undecided, in the terms' order: the known facts that led there. */
export function explain(claim: Claim, policy: Policy): Reason[] {
  const facts = complete(claim, policy);
  return policy.clauses
    .filter((clause) => applies(clause, facts))
    .map((clause) => ({
      clause: clause.id,
      facts: [...new Set(conditionsOf(clause).flatMap((condition) => reasons(condition, facts)))],
    }));
}

function conditionsOf(clause: Clause) {
  return [clause.excludes, clause.technicianDecides].filter((condition) => condition !== undefined);
}

function applies(clause: Clause, facts: Facts): boolean {
  return conditionsOf(clause).some((condition) => holds(condition, facts));
}

function standing(facts: Facts, policy: Policy): Standing {
  const excluding = policy.clauses.filter(({ excludes }) => excludes && holds(excludes, facts));
  const open = policy.clauses.filter((clause) => !excluding.includes(clause) && applies(clause, facts));
  return {
    clauses: excluding.map((clause) => clause.id),
    undecided: open.map((clause) => clause.id),
    missing: excluding.length > 0 ? [] : unknownFacts(facts, policy),
  };
}

function settled(before: Standing, decisions: readonly Decision[], policy: Policy): Standing {
  const decided = new Map(decisions.map((decision) => [decision.clause, decision.excluded]));
  const clauses = policy.clauses
    .map((clause) => clause.id)
    .filter((id) => before.clauses.includes(id) || decided.get(id) === true);
  const isOpen = (fact: FactName) => !isTechnicians(fact, policy) && !isDecided(fact, decided, policy);
  return {
    clauses,
    undecided: before.undecided.filter((id) => !decided.has(id)),
    missing: clauses.length > 0 ? [] : before.missing.filter(isOpen),
  };
}

function isTechnicians(fact: FactName, policy: Policy): boolean {
  return policy.facts[fact].knownBy.every((knower) => knower === 'technician');
}

function isDecided(fact: FactName, decided: ReadonlyMap<ClauseId, boolean>, policy: Policy): boolean {
  return policy.clauses
    .filter((clause) => clause.needs.includes(fact))
    .every((clause) => decided.has(clause.id));
}

function coverageOf({ clauses, undecided, missing }: Standing): Coverage {
  if (clauses.length > 0) return 'excluded';
  return undecided.length > 0 || missing.length > 0 ? 'review' : 'covered';
}

/** Who pays for work and for parts; in the terms these are two things. */
function charges(
  coverage: Coverage,
  qualityFault: 'yes' | 'no' | 'unknown',
  policy: Policy,
): Pick<Verdict, 'coverage' | 'labour' | 'parts'> {
  if (coverage === 'excluded') return { coverage, labour: 'chargeable', parts: 'chargeable' };
  if (coverage === 'review') return { coverage, labour: 'undetermined', parts: 'undetermined' };
  const labour = ({ yes: 'free', no: 'chargeable', unknown: 'undetermined' } as const)[qualityFault];
  return { coverage, labour, parts: policy.partsInWarranty };
}

function verdict(
  { clauses, undecided, missing }: Standing,
  outlook: Coverage,
  { coverage, labour, parts }: Pick<Verdict, 'coverage' | 'labour' | 'parts'>,
  policy: Policy,
): Verdict {
  const replacement = !clauses.includes('5');
  const freight = { ...policy.freight };
  return { coverage, outlook, clauses, undecided, missing, labour, parts, replacement, freight };
}
