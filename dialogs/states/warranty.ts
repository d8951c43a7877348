import { type Change, type Content, type Context, type Spot, say } from '../context.ts';
import { changeUnits, type Draft, fillUnits, setFacts, type Unit, unitsOf } from '../draft.ts';
import { unitsName } from '../fault-list.ts';
import { keyFromData } from '../message.ts';
import { ask } from '../say.ts';
import { choicesOf, settle } from '../warranty/topics.ts';
import { acceptVerdict, contestable, countedMonths, isCounted, topicTitle } from '../warranty-progress.ts';
import type { Place } from '../wendy.setup.ts';
import { markAsked } from './product.ts';

/** One question about the warranty, for the units of a group. */
export const warrantyTopic: Place = {
  answer: (context, { value, at }, content) => settleTopic(context, content, value, at),
  skip: (context, { at }, content) => settleTopic(context, content, 'unknown', at),
  question: ({ draft, at }, content) => {
    const topic = at.topic ?? '';
    return ask({
      prompt: `warranty.${topic}`,
      say: keyFromData(`warranty:topics.${topic}.ask`),
      values: { units: unitsName(unitsOf(draft, at.group ?? '')) },
      choices: choicesOf(topic, content.policy).map((value) => ({ value, title: topicTitle(topic, value) })),
      why: keyFromData(`warranty:topics.${topic}.why`),
    });
  },
};

function settleTopic(context: Context, content: Content, value: string, at: string): Change {
  const { topic = '', group = '' } = context.at;
  const facts = settle(topic, value, content.policy);
  const asks = content.policy.topics.find((one) => one.id === topic)?.asks ?? [];
  const isOpen = (unit: Unit): boolean => asks.every((fact) => unit.warranty.facts[fact] === undefined);
  const draft = fillUnits(context.draft, group, isOpen, (unit) => setFacts(unit, facts, 'customer', at));
  return { context: { ...markAsked(context, topic), draft } };
}

/** How long the customer's contract says that the warranty runs: counted so from here on, until a technician checks it. */
export const warrantyPeriod: Place = {
  answer: (context, { value, at }) =>
    value === 'unknown' ? { context } : setPeriod(context, context.at.group ?? '', value, at),
  skip: (context) => ({ context }),
  question: ({ draft, at }, content) =>
    ask({
      prompt: 'warranty.period',
      say: 'outcome:period.ask',
      values: { count: countedMonths(unitsOf(draft, at.group ?? ''), content) },
      choices: ['unknown'],
      free: 'period',
      why: 'outcome:period.why',
    }),
};

export function setPeriod(context: Context, group: string, months: string, at: string): Change {
  const warrantyMonths = Number(months);
  const draft = changeUnits(context.draft, group, (unit) =>
    setFacts(unit, { warrantyMonths }, 'customer', at),
  );
  return {
    context: { ...context, draft, redo: null },
    commands: [say('outcome:period.noted', { count: warrantyMonths })],
  };
}

/** How the warranty stands, as far as a customer can know; contested or gone on from. */
export const outcomeVerdict: Place = {
  answer: (context, { value }) =>
    value === 'contest'
      ? { context: { ...context, redo: { ...context.at, stop: 'outcome.contest' } } }
      : { context: acceptVerdict(context) },
  skip: (context) => ({ context: acceptVerdict(context) }),
  question: ({ draft, at }) =>
    ask({
      prompt: 'outcome.verdict',
      say: 'outcome:verdict.ask',
      values: { units: unitsName(unitsOf(draft, at.group ?? '')) },
      choices: (['accept', 'contest'] as const).map((value) => ({
        value,
        title: { key: `outcome:verdict.choices.${value}` },
      })),
      why: 'outcome:verdict.why',
    }),
};

/** Which fact the customer says is wrong; it is asked again, and the verdict reckoned anew. */
export const outcomeContest: Place = {
  answer: (context, { value }) => {
    const { group } = context.at;
    const spot: Spot =
      value === 'purchaseDate'
        ? { stop: 'product.purchaseDate' }
        : value === 'warrantyMonths'
          ? { stop: 'warranty.period' }
          : { stop: 'warranty.topic', topic: value };
    const redo = { ...spot, ...(group ? { group } : {}) };
    return { context: { ...context, redo }, commands: [say('outcome:contest.thanks')] };
  },
  skip: (context) => ({ context }),
  question: ({ draft, at }, content) =>
    ask({
      prompt: 'outcome.contest',
      ...contestWords(draft, content, at.group ?? ''),
      choices: contestable(draft, content, at.group ?? ''),
      why: 'outcome:verdict.why',
    }),
};

/** Where the date is known, the length that was counted is said with it: the terms name none. */
function contestWords(
  draft: Draft,
  content: Content,
  group: string,
): Pick<Parameters<typeof ask>[0], 'say' | 'values'> {
  const units = unitsOf(draft, group);
  if (!isCounted(units)) return { say: 'outcome:contest.ask' };
  return { say: 'outcome:contest.ask_period', values: { count: countedMonths(units, content) } };
}
