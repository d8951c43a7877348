import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Claim } from '../../dialogs/warranty/claim.ts';
import { lastWarrantyDay } from '../../dialogs/warranty/dates.ts';
import { decide, explain, finalVerdict } from '../../dialogs/warranty/decide.ts';
import { loadPolicy } from '../../src/content/policy.ts';
import { anyClaim } from './claims.ts';
import { readByHand } from './independent-reading.ts';

const policy = loadPolicy();

const allGood: Claim = {
  purchaseDate: '2026-01-10',
  reportedOn: '2026-02-01',
  source: 'authorized',
  serialLabel: 'intact',
  misuse: 'no',
  unauthorizedRepair: 'no',
  tampered: 'no',
  modifiedWithoutApproval: 'no',
  hostileEnvironment: 'no',
  unshieldedLight: 'no',
  lensMountDamage: 'no',
  uncontrollableCause: 'none',
  appearanceDamage: 'no',
  abnormalStress: 'no',
};
const { misuse, lensMountDamage, abnormalStress, ...asTold } = allGood;

describe('the policy that ships', () => {
  for (const clause of policy.clauses) {
    describe(`clause ${clause.id}`, () => {
      it.each(clause.examples)('$says', ({ claim, expect: expected }) => {
        expect(decide(claim, policy)).toMatchObject(expected);
      });
    });
  }
});

describe('a verdict', () => {
  it('equals an independent reading of the contract for 120,000 random claims', () => {
    const seen: Record<string, number> = {};
    fc.assert(
      fc.property(anyClaim, (claim) => {
        const verdict = decide(claim, policy);
        for (const key of [verdict.coverage, ...verdict.clauses, ...verdict.undecided.map((id) => `${id}?`)])
          seen[key] = (seen[key] ?? 0) + 1;
        const other = readByHand(claim);
        if (JSON.stringify(verdict) !== JSON.stringify(other)) expect(verdict).toEqual(other);
      }),
      { numRuns: 120_000 },
    );
    expect(Object.keys(seen).sort()).toEqual(
      ['1', '3', '4', '5', '6a', '6b', '6c', '6d', '6e', '2?', '4?', 'covered', 'excluded', 'review'].sort(),
    );
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(100);
  });

  it.each([
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 48, '2028-02-29'],
    ['2023-08-31', 6, '2024-02-29'],
    ['2023-01-31', 1, '2023-02-28'],
    ['2023-12-31', 2, '2024-02-29'],
    ['2016-02-29', 120, '2026-02-28'],
    ['1896-02-29', 48, '1900-02-28'],
  ])('bought on %s with %i months ends with %s', (purchaseDate, warrantyMonths, lastDay) => {
    expect(lastWarrantyDay(purchaseDate, warrantyMonths)).toBe(lastDay);
    const next = new Date(Date.parse(lastDay) + 86_400_000).toISOString().slice(0, 10);
    expect(decide({ purchaseDate, warrantyMonths, reportedOn: lastDay }, policy).clauses).toEqual([]);
    expect(decide({ purchaseDate, warrantyMonths, reportedOn: next }, policy).clauses).toEqual(['1', '6a']);
  });

  it('still counts past the year 9999', () => {
    const claim = { purchaseDate: '9999-06-30', reportedOn: '9999-12-31' };
    expect(decide(claim, policy).clauses).toEqual([]);
  });

  it('charges parts as the policy says, and only where it covers', () => {
    const generous = { ...policy, partsInWarranty: 'free' as const };
    expect(decide(allGood, policy)).toMatchObject({
      coverage: 'covered',
      labour: 'free',
      parts: 'chargeable',
    });
    expect(decide(allGood, generous).parts).toBe('free');
    expect(decide({ ...allGood, tampered: 'yes' }, generous).parts).toBe('chargeable');
  });

  it('never gets better by one more fact that speaks against the customer', () => {
    const rank = { covered: 0, review: 1, excluded: 2 };
    fc.assert(
      fc.property(anyClaim, (claim) => {
        const worse: Claim = { ...claim, tampered: 'yes' };
        expect(rank[decide(worse, policy).outlook]).toBeGreaterThanOrEqual(
          rank[decide(claim, policy).outlook],
        );
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the explanation of a verdict', () => {
  it('names the facts that led to each clause, decided or not', () => {
    const claim: Claim = {
      purchaseDate: '2020-01-10',
      reportedOn: '2026-02-01',
      hostileEnvironment: 'yes',
      suitablyProtected: 'no',
      tampered: 'no',
      unauthorizedRepair: 'yes',
      uncontrollableCause: 'flood',
    };
    const dates = ['reportedOn', 'purchaseDate', 'warrantyMonths'];
    expect(explain(claim, policy)).toEqual([
      { clause: '1', facts: dates },
      { clause: '2', facts: ['unauthorizedRepair'] },
      { clause: '3', facts: ['hostileEnvironment', 'suitablyProtected'] },
      { clause: '4', facts: ['uncontrollableCause'] },
      { clause: '6a', facts: dates },
    ]);
  });

  it('speaks of the very clauses of the verdict, each with a known fact', () => {
    fc.assert(
      fc.property(anyClaim, (claim) => {
        const { clauses, undecided } = decide(claim, policy);
        const reasons = explain(claim, policy);
        expect(reasons.map((reason) => reason.clause).sort()).toEqual([...clauses, ...undecided].sort());
        expect(reasons.every((reason) => reason.facts.length > 0)).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('the final verdict', () => {
  it('covers once a technician confirms what the customer told, and labour only for a fault of quality', () => {
    expect(decide(asTold, policy)).toMatchObject({ coverage: 'review', outlook: 'covered' });
    expect(finalVerdict(asTold, [], 'yes', policy)).toMatchObject({
      coverage: 'covered',
      missing: [],
      labour: 'free',
      parts: 'chargeable',
    });
    expect(finalVerdict(asTold, [], 'no', policy).labour).toBe('chargeable');
    expect(finalVerdict(asTold, [], 'unknown', policy).labour).toBe('undetermined');
  });

  it('puts clause 2 among those that exclude only by a decision', () => {
    const claim: Claim = { ...asTold, unauthorizedRepair: 'yes' };
    expect(finalVerdict(claim, [], 'yes', policy)).toMatchObject({ coverage: 'review', undecided: ['2'] });
    const out = finalVerdict(claim, [{ clause: '2', excluded: true }], 'yes', policy);
    expect(out).toMatchObject({ coverage: 'excluded', clauses: ['2'], undecided: [], labour: 'chargeable' });
    const off = finalVerdict(claim, [{ clause: '2', excluded: false }], 'yes', policy);
    expect(off).toMatchObject({ coverage: 'covered', clauses: [], undecided: [], labour: 'free' });
  });

  it('lets a technician decide what only the bench shows', () => {
    const decisions = [{ clause: '6d' as const, excluded: true }];
    expect(finalVerdict(asTold, decisions, 'yes', policy)).toMatchObject({
      coverage: 'excluded',
      clauses: ['6d'],
    });
  });

  it('keeps what the facts exclude, and stays in review while a customer’s fact is open', () => {
    const opened: Claim = { ...asTold, tampered: 'yes' };
    expect(finalVerdict(opened, [{ clause: '3', excluded: false }], 'yes', policy).clauses).toEqual(['3']);
    const { source, ...unsure } = asTold;
    expect(finalVerdict(unsure, [], 'yes', policy)).toMatchObject({
      coverage: 'review',
      missing: ['source'],
    });
  });

  it('follows the last of several decisions on one clause', () => {
    const claim: Claim = { ...asTold, uncontrollableCause: 'lightning' };
    const decisions = [
      { clause: '4' as const, excluded: true },
      { clause: '4' as const, excluded: false },
    ];
    expect(finalVerdict(claim, decisions, 'yes', policy)).toMatchObject({ coverage: 'covered', clauses: [] });
  });

  it('agrees with the proposed one on whatever the facts exclude', () => {
    fc.assert(
      fc.property(anyClaim, (claim) => {
        const proposed = decide(claim, policy);
        const final = finalVerdict(claim, [], 'yes', policy);
        expect(final.clauses).toEqual(proposed.clauses);
        expect(final.undecided).toEqual(proposed.undecided);
        expect(final.outlook).toBe(proposed.outlook);
      }),
      { numRuns: 2_000 },
    );
  });
});
