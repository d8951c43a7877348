import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Claim, FactName } from '../../dialogs/warranty/claim.ts';
import { decide } from '../../dialogs/warranty/decide.ts';
import type { Guesses, TopicId } from '../../dialogs/warranty/policy.ts';
import {
  choicesOf,
  contestableFacts,
  factsOf,
  forget,
  nextTopic,
  settle,
  topicOfFact,
} from '../../dialogs/warranty/topics.ts';
import { loadPolicy } from '../../src/content/policy.ts';
import { anyClaim } from './claims.ts';

const policy = loadPolicy();
const dates: Claim = { purchaseDate: '2026-01-10', reportedOn: '2026-02-01' };

interface Step {
  topic: TopicId;
  before: Claim;
}

/** Plays the warranty questions to their end; `answer` picks from a topic's choices. */
function play(start: Claim, guesses: Guesses, answer: (topic: TopicId, choices: string[]) => string) {
  let claim = start;
  const steps: Step[] = [];
  for (;;) {
    const asked = steps.map((step) => step.topic);
    const topic = nextTopic(claim, asked, guesses, policy);
    if (!topic) return { claim, asked, steps };
    steps.push({ topic, before: claim });
    claim = { ...claim, ...settle(topic, answer(topic, choicesOf(topic, policy)), policy) };
  }
}

const inOrder =
  (...answers: string[]) =>
  () =>
    answers.shift() ?? 'unknown';
const blameless = (_: TopicId, choices: string[]) =>
  ['authorized', 'intact', 'indoors', 'none', 'no'].find((value) => choices.includes(value)) as string;

const someGuesses: fc.Arbitrary<Guesses> = fc.record(
  {
    place: fc.constantFrom('indoors' as const, 'outdoors' as const),
    event: fc.constantFrom(
      'storm',
      'lightning',
      'flood',
      'earthquake',
      'shipping',
      'fall',
      'power_cut',
      'update',
    ),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Guesses>;

describe('the warranty questions', () => {
  it('lead a blameless customer to an outlook of covered in seven questions', () => {
    const { claim, asked } = play(dates, {}, blameless);
    expect(asked).toEqual(['source', 'label', 'handling', 'place', 'appearance', 'light', 'events']);
    expect(decide(claim, policy)).toMatchObject({
      outlook: 'covered',
      missing: ['abnormalStress', 'lensMountDamage', 'misuse'],
    });
  });

  it('are fewer for what is no camera', () => {
    expect(play({ ...dates, productKind: 'other' }, {}, blameless).asked).not.toContain('light');
  });

  it('are none where something excludes already', () => {
    expect(nextTopic({ source: 'unauthorized' }, [], {}, policy)).toBeUndefined();
    expect(
      nextTopic({ purchaseDate: '2020-01-01', reportedOn: '2026-01-01' }, [], {}, policy),
    ).toBeUndefined();
  });

  it('stop with the answer that excludes', () => {
    expect(play(dates, {}, inOrder('authorized', 'removed')).asked).toEqual(['source', 'label']);
  });

  it('go into handling only where the customer says that there was some', () => {
    const next = (value: string) =>
      play(dates, {}, inOrder('authorized', 'intact', value, 'unknown', 'unknown')).asked.slice(3, 6);
    expect(next('yes')).toEqual(['opened', 'repaired', 'modified']);
    expect(next('no')[0]).toBe('place');
    expect(next('unknown')[0]).toBe('place');
  });

  it('ask of handling only what is unsettled', () => {
    const known: Claim = { ...dates, source: 'authorized', serialLabel: 'intact', tampered: 'no' };
    expect(nextTopic(known, [], {}, policy)).toBe('repaired');
  });

  it('put a place that was mentioned for a yes or no, and take no for protected', () => {
    const said: Guesses = { place: 'outdoors' };
    const { asked, claim } = play(dates, said, blameless);
    expect(asked).toContain('outdoors');
    expect(asked).not.toContain('place');
    expect(claim).toMatchObject({ hostileEnvironment: 'yes', suitablyProtected: 'yes' });
    expect(play(dates, { place: 'indoors' }, blameless).claim.hostileEnvironment).toBe('no');
  });

  it('ask about protection where a place indoors turns out harsh', () => {
    const { asked } = play(dates, { place: 'indoors' }, inOrder('authorized', 'intact', 'no', 'yes'));
    expect(asked.slice(3, 5)).toEqual(['indoors', 'protection']);
  });

  it('put an event that was mentioned first, and ask openly after a no', () => {
    const { asked, claim } = play(dates, { event: 'storm' }, blameless);
    expect(asked.slice(-2)).toEqual(['storm', 'events']);
    expect(claim.uncontrollableCause).toBe('none');
    const hit = play(dates, { event: 'storm' }, (topic, choices) =>
      topic === 'storm' ? 'yes' : blameless(topic, choices),
    );
    expect(hit.asked.at(-1)).toBe('storm');
    expect(decide(hit.claim, policy)).toMatchObject({ outlook: 'covered', undecided: ['4'] });
  });

  it('take "I don’t know" for an answer everywhere', () => {
    const { asked, claim } = play(dates, { place: 'outdoors', event: 'flood' }, () => 'unknown');
    expect(asked).toEqual(['source', 'label', 'handling', 'outdoors', 'appearance', 'light', 'flood']);
    expect(decide(claim, policy)).toMatchObject({ coverage: 'review', outlook: 'covered' });
  });

  it('end, ask nothing twice, nothing settled, nothing for a technician, and only what can change the verdict', () => {
    fc.assert(
      fc.property(anyClaim, someGuesses, fc.infiniteStream(fc.nat(6)), (claim, guesses, picks) => {
        const pick = (_: TopicId, choices: string[]) =>
          choices[(picks.next().value as number) % choices.length] as string;
        const { asked, steps } = play(claim, guesses, pick);
        expect(new Set(asked).size).toBe(asked.length);
        for (const { topic, before } of steps) {
          const facts = factsOf(topic, policy);
          expect(facts.every((fact) => before[fact] === undefined)).toBe(true);
          expect(facts.every((fact) => policy.facts[fact].knownBy.includes('customer'))).toBe(true);
          expect(decide(before, policy).clauses).toEqual([]);
          expect(canChange(before, topic)).toBe(true);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('leave the outlook covered after blameless answers, unless a date or a technician’s decision is open', () => {
    fc.assert(
      fc.property(anyClaim, someGuesses, (claim, guesses) => {
        const { claim: after } = play(claim, guesses, blameless);
        const { outlook, clauses, undecided, missing } = decide(after, policy);
        const dated = !missing.includes('purchaseDate') && !missing.includes('reportedOn');
        if (clauses.length === 0 && !undecided.includes('2') && dated) expect(outlook).toBe('covered');
        else expect(outlook).not.toBe('covered');
      }),
      { numRuns: 3_000 },
    );
  });

  it('never take what was said in passing for a fact', () => {
    fc.assert(
      fc.property(anyClaim, someGuesses, (claim, guesses) => {
        const topic = nextTopic(claim, [], guesses, policy);
        const unguessed = policy.topics.find((one) => one.id === topic)?.guess === undefined;
        if (unguessed) expect(nextTopic(claim, [], {}, policy)).toBe(topic);
      }),
      { numRuns: 2_000 },
    );
  });
});

/** Whether some answer, or some answer to what follows from it, gives another verdict than "not known". */
function canChange(before: Claim, topic: TopicId): boolean {
  const now = JSON.stringify(decide(before, policy));
  return choicesOf(topic, policy).some((value) => {
    const settled = settle(topic, value, policy);
    const leadsOn = Object.keys(settled).length === 0;
    return leadsOn || JSON.stringify(decide({ ...before, ...settled }, policy)) !== now;
  });
}

describe('a contested fact', () => {
  it('lets the customer contest what they can know and what led there, and nothing else', () => {
    const late: Claim = {
      purchaseDate: '2020-01-10',
      reportedOn: '2026-02-01',
      source: 'authorized',
      misuse: 'yes',
    };
    expect(contestableFacts(late, policy)).toEqual(['purchaseDate', 'warrantyMonths']);
    expect(contestableFacts({ abnormalStress: 'yes', source: 'authorized' }, policy)).toEqual([]);
  });

  it('lets them contest every fact they told, where nothing speaks against the warranty', () => {
    expect(
      contestableFacts({ source: 'authorized', tampered: 'no', appearanceDamage: 'unknown' }, policy),
    ).toEqual(['source', 'tampered']);
  });

  it.each([
    ['source', 'source'],
    ['serialLabel', 'label'],
    ['tampered', 'opened'],
    ['unauthorizedRepair', 'repaired'],
    ['modifiedWithoutApproval', 'modified'],
    ['hostileEnvironment', 'place'],
    ['suitablyProtected', 'place'],
    ['unshieldedLight', 'light'],
    ['uncontrollableCause', 'events'],
    ['appearanceDamage', 'appearance'],
  ] as [FactName, TopicId][])('%s is asked again by the topic %s', (fact, topic) => {
    expect(topicOfFact(fact, policy)).toBe(topic);
    expect(factsOf(topic, policy)).toContain(fact);
  });

  it('has no topic where it is a date, the kind or a technician’s', () => {
    const rest: FactName[] = [
      'purchaseDate',
      'reportedOn',
      'productKind',
      'warrantyMonths',
      'misuse',
      'beyondRepair',
    ];
    expect(rest.map((fact) => topicOfFact(fact, policy))).toEqual(rest.map(() => undefined));
  });

  it('can be forgotten with all that its question settles', () => {
    const claim: Claim = { source: 'authorized', hostileEnvironment: 'yes', suitablyProtected: 'no' };
    expect(forget(claim, 'place', policy)).toEqual({ source: 'authorized' });
  });
});

describe('an answer', () => {
  it('that a topic does not have is refused by name', () => {
    expect(() => settle('label', 'maybe', policy)).toThrow(
      'warranty.label takes intact, removed, altered, unknown',
    );
    expect(() => settle('label', 'constructor', policy)).toThrow(RangeError);
    expect(() => choicesOf('weather', policy)).toThrow('no topic weather');
  });

  it('has the values of the contract', () => {
    expect(choicesOf('place', policy)).toEqual(['indoors', 'protected', 'exposed', 'unknown']);
    expect(choicesOf('source', policy)).toEqual(['authorized', 'unauthorized', 'unknown']);
    expect(choicesOf('outdoors', policy).sort()).toEqual(['no', 'unknown', 'yes']);
  });
});
