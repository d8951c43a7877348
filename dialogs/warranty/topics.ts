import type { Claim, FactName } from './claim.ts';
import { decide, explain } from './decide.ts';
import { complete } from './facts.ts';
import type { Guesses, Policy, Topic, TopicId } from './policy.ts';

/**
 * The next question about the warranty: the first of the policy's topics that asks for what can still change the
 * verdict, that has not been put yet, and none of whose facts has been settled. A fact that stands in the claim as
 * `unknown` was asked and is not asked again; one left out is open. Undefined: there is nothing left to ask.
 * `asked`: the topics put so far. A guess only chooses how the question is put.
 */
export function nextTopic(
  claim: Claim,
  asked: readonly TopicId[],
  guesses: Guesses,
  policy: Policy,
): TopicId | undefined {
  const { missing } = decide(claim, policy);
  const fits = (topic: Topic) =>
    !asked.includes(topic.id) &&
    wasGuessed(topic, guesses) &&
    topic.asks.every((fact) => claim[fact] === undefined) &&
    topic.asks.some((fact) => missing.includes(fact));
  return policy.topics.find(fits)?.id;
}

/**
 * The facts that an answer settles, to be laid over the claim. Skipping a topic is its answer `unknown`.
 * A RangeError where there is no such topic or answer.
 */
export function settle(topic: TopicId, value: string, policy: Policy): Claim {
  const { answers } = topicNamed(topic, policy);
  const facts = Object.hasOwn(answers, value) ? answers[value] : undefined;
  if (!facts)
    throw new RangeError(`warranty.${topic} takes ${Object.keys(answers).join(', ')}, not ${value}`);
  return { ...facts };
}

/** The values of a topic's own answers, in the order in which they are shown. */
export function choicesOf(topic: TopicId, policy: Policy): string[] {
  return Object.keys(topicNamed(topic, policy).answers);
}

/** All facts that a topic's answers can settle. */
export function factsOf(topic: TopicId, policy: Policy): FactName[] {
  const { answers } = topicNamed(topic, policy);
  return [...new Set(Object.values(answers).flatMap((facts) => Object.keys(facts) as FactName[]))];
}

/**
 * The topic that asks for a fact by itself, without a guess: what is put again when a customer contests the fact.
 * Undefined for what no topic asks (the dates, the kind, a technician's facts).
 */
export function topicOfFact(fact: FactName, policy: Policy): TopicId | undefined {
  return policy.topics.find((topic) => topic.contested?.includes(fact))?.id;
}

/** The claim without what a topic settles, so that it can be put again. */
export function forget(claim: Claim, topic: TopicId, policy: Policy): Claim {
  const gone = new Set<string>(factsOf(topic, policy));
  return Object.fromEntries(Object.entries(claim).filter(([name]) => !gone.has(name)));
}

/**
 * The facts that a customer can know and may contest: those that led to a clause; where none speaks against the
 * claim, every known one. In the order of the terms, then of the table.
 */
export function contestableFacts(claim: Claim, policy: Policy): FactName[] {
  const facts = complete(claim, policy);
  const led = explain(claim, policy).flatMap((reason) => reason.facts);
  const told = (Object.keys(policy.facts) as FactName[]).filter(
    (name) => claim[name] === facts[name] && claim[name] !== 'unknown',
  );
  const customers = (name: FactName) => policy.facts[name].knownBy.includes('customer');
  return [...new Set(led.length > 0 ? led : told)].filter(customers);
}

function topicNamed(id: TopicId, policy: Policy): Topic {
  const topic = policy.topics.find((one) => one.id === id);
  if (!topic) throw new RangeError(`the warranty policy has no topic ${id}`);
  return topic;
}

function wasGuessed({ guess }: Topic, guesses: Guesses): boolean {
  if (!guess) return true;
  if (guess.place !== undefined) return guess.place === guesses.place;
  return guess.event === guesses.event;
}
