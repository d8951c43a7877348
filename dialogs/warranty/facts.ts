import type { Claim, FactName } from './claim.ts';
import { isAfterWarranty } from './dates.ts';
import { type Condition, factsIn, type Policy } from './policy.ts';

/** A claim with nothing left out: defaults filled in, `unknown` said, and what does not apply to the kind blameless. */
export type Facts = Readonly<Record<FactName, string | number>>;

/** Completes a claim by the policy's table of facts. */
export function complete(claim: Claim, policy: Policy): Facts {
  const kind = claim.productKind ?? policy.facts.productKind.default ?? 'camera';
  const entries = namesOf(policy).map((name) => {
    const rule = policy.facts[name];
    if (rule.kinds && !rule.kinds.includes(String(kind))) return [name, rule.blameless ?? 'unknown'];
    return [name, claim[name] ?? rule.default ?? 'unknown'];
  });
  return Object.fromEntries(entries) as Facts;
}

/** The facts with every unknown one blameless, the dates excepted: nobody is to blame for a date. */
export function blameless(facts: Facts, policy: Policy): Facts {
  const entries = namesOf(policy).map((name) => {
    const value = facts[name];
    return [name, value === 'unknown' ? (policy.facts[name].blameless ?? value) : value];
  });
  return Object.fromEntries(entries) as Facts;
}

/** Unknown facts that could still matter, sorted by name. */
export function unknownFacts(facts: Facts, policy: Policy): FactName[] {
  const matters = (name: FactName) => {
    const { relevant } = policy.facts[name];
    return facts[name] === 'unknown' && (!relevant || holds(relevant, facts));
  };
  return namesOf(policy).filter(matters).sort();
}

/** Whether a condition is true of the facts. */
export function holds(condition: Condition, facts: Facts): boolean {
  if ('fact' in condition) return condition.is.includes(String(facts[condition.fact]));
  if ('expired' in condition) return isExpired(facts);
  if ('all' in condition) return condition.all.every((part) => holds(part, facts));
  return condition.any.some((part) => holds(part, facts));
}

/** The known facts that make a condition true; none where it is not. */
export function reasons(condition: Condition, facts: Facts): FactName[] {
  if (!holds(condition, facts)) return [];
  if ('fact' in condition || 'expired' in condition) {
    return factsIn(condition).filter((name) => facts[name] !== 'unknown');
  }
  const parts = 'all' in condition ? condition.all : condition.any;
  return [...new Set(parts.flatMap((part) => reasons(part, facts)))];
}

/** Clauses 1 and 6a: reported after the last day. Not, as long as either date is unknown. */
function isExpired(facts: Facts): boolean {
  const { reportedOn, purchaseDate, warrantyMonths } = facts;
  if (reportedOn === 'unknown' || purchaseDate === 'unknown') return false;
  return isAfterWarranty(String(reportedOn), String(purchaseDate), Number(warrantyMonths));
}

function namesOf(policy: Policy): FactName[] {
  return Object.keys(policy.facts) as FactName[];
}
