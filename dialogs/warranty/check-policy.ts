import type { z } from 'zod';
import { CLAUSES, FACT_NAMES, FACT_TYPES, type FactName, type Verdict } from './claim.ts';
import { decide } from './decide.ts';
import { type Condition, type Example, factsIn, type Policy } from './policy.ts';
import { policyShape } from './policy-schema.ts';
import { problemWith } from './read-claim.ts';

/** Something wrong with a policy: where (keys from the top), and what. */
export interface PolicyProblem {
  path: readonly (string | number)[];
  message: string;
}

/**
 * Makes a policy of parsed YAML, or says all that is wrong with it: its shape, values that a fact does not take,
 * clauses left out or out of order, questions that a customer can't answer, examples that come out otherwise.
 */
export function checkPolicy(data: unknown): { policy: Policy } | { problems: PolicyProblem[] } {
  const parsed = policyShape.safeParse(data);
  if (!parsed.success) return { problems: parsed.error.issues.map(asProblem) };
  const policy: Policy = parsed.data;
  const problems = [...factProblems(policy), ...clauseProblems(policy), ...topicProblems(policy)];
  const all = problems.length > 0 ? problems : exampleProblems(policy);
  return all.length > 0 ? { problems: all } : { policy };
}

function asProblem({ path, message }: z.core.$ZodIssue): PolicyProblem {
  return { path: path.map((key) => (typeof key === 'symbol' ? String(key) : key)), message };
}

function factProblems({ facts }: Policy): PolicyProblem[] {
  return FACT_NAMES.flatMap((name) => {
    const rule = facts[name];
    const type: 'date' | 'months' | readonly string[] = FACT_TYPES[name];
    const own = typeof type === 'string' ? undefined : type;
    const path = ['facts', name];
    const found: PolicyProblem[] = [];
    if (own?.join() !== rule.values?.join()) {
      found.push({
        path: [...path, 'values'],
        message: own ? `must be ${own.join(', ')}` : 'takes no values',
      });
    }
    if (own?.includes('unknown') !== (rule.blameless !== undefined) && own) {
      found.push({
        path: [...path, 'blameless'],
        message: 'goes with a fact that can be unknown, and with no other',
      });
    }
    if (rule.blameless === 'unknown')
      found.push({ path: [...path, 'blameless'], message: 'must be a known value' });
    if (rule.kinds && rule.blameless === undefined) {
      found.push({ path: [...path, 'kinds'], message: 'needs a blameless value for the other kinds' });
    }
    for (const key of ['blameless', 'default'] as const) {
      const wrong = rule[key] === undefined ? undefined : problemWith(name, rule[key]);
      if (wrong) found.push({ path: [...path, key], message: wrong });
    }
    return rule.relevant ? [...found, ...conditionProblems(rule.relevant, [...path, 'relevant'])] : found;
  });
}

function clauseProblems({ clauses }: Policy): PolicyProblem[] {
  const found: PolicyProblem[] = [];
  if (clauses.map((one) => one.id).join() !== CLAUSES.join()) {
    found.push({ path: ['clauses'], message: `must be ${CLAUSES.join(', ')}, each once, in this order` });
  }
  clauses.forEach((one, index) => {
    const path = ['clauses', index];
    const conditions = (['excludes', 'technicianDecides'] as const).flatMap((key) => {
      const value = one[key];
      if (value) found.push(...conditionProblems(value, [...path, key]));
      return value ? factsIn(value) : [];
    });
    const used = [...new Set(conditions)].sort().join(', ');
    if (used === '') found.push({ path, message: 'decides nothing: give excludes or technicianDecides' });
    else if ([...one.needs].sort().join(', ') !== used) {
      found.push({ path: [...path, 'needs'], message: `must name what the conditions look at: ${used}` });
    }
  });
  return found;
}

function conditionProblems(value: Condition, path: readonly (string | number)[]): PolicyProblem[] {
  if ('expired' in value) return [];
  if ('fact' in value) {
    return value.is.flatMap((one) => {
      const wrong = problemWith(value.fact, one);
      return wrong ? [{ path: [...path, 'is'], message: `${one}: ${value.fact} ${wrong}` }] : [];
    });
  }
  const [key, parts] = 'all' in value ? (['all', value.all] as const) : (['any', value.any] as const);
  return parts.flatMap((part, index) => conditionProblems(part, [...path, key, index]));
}

function topicProblems({ topics, facts }: Policy): PolicyProblem[] {
  const ids = topics.map((one) => one.id);
  return topics.flatMap((one, index) => {
    const path = ['topics', index];
    const found: PolicyProblem[] = [];
    if (ids.indexOf(one.id) !== index)
      found.push({ path: [...path, 'id'], message: `${one.id} is there twice` });
    if (!Object.hasOwn(one.answers, 'unknown')) {
      found.push({ path: [...path, 'answers'], message: 'needs the answer unknown: nobody has to know' });
    }
    const settles = Object.entries(one.answers).flatMap(([value, set]) =>
      (Object.keys(set) as FactName[]).map((name) => ({ value, name })),
    );
    for (const { value, name } of settles.filter((set) => !facts[set.name].knownBy.includes('customer'))) {
      found.push({ path: [...path, 'answers', value, name], message: 'is not for a customer to know' });
    }
    const named = [...one.asks, ...(one.contested ?? [])].find(
      (name) => !settles.some((set) => set.name === name),
    );
    if (named) found.push({ path: [...path, 'answers'], message: `no answer settles ${named}` });
    return found;
  });
}

function exampleProblems(policy: Policy): PolicyProblem[] {
  return policy.clauses.flatMap((one, clauseIndex) =>
    one.examples.flatMap((example, index) => {
      const message = differs(example, policy);
      return message ? [{ path: ['clauses', clauseIndex, 'examples', index], message }] : [];
    }),
  );
}

/** What comes out otherwise than an example says. */
function differs({ says, claim, expect }: Example, policy: Policy): string | undefined {
  const verdict = decide(claim, policy);
  const wrong = (Object.keys(expect) as (keyof Verdict)[]).find(
    (key) => JSON.stringify(expect[key]) !== JSON.stringify(verdict[key]),
  );
  return (
    wrong &&
    `"${says}" expects ${wrong} ${JSON.stringify(expect[wrong])}, gets ${JSON.stringify(verdict[wrong])}; correct the example, or what decides otherwise`
  );
}
