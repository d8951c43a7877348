import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addFault, type Draft, emptyDraft } from '../../dialogs/draft.ts';
import type { CaseRecord } from '../../src/desk/case.ts';
import { isSameCustomer, joined } from '../../src/desk/joined.ts';
import { AT, caseIn } from './desk.ts';

const fault = fc.record({
  label: fc.constantFrom('no_power', 'network'),
  description: fc.constantFrom('dead', '没电', 'offline'),
  facts: fc.record({ quantity: fc.integer({ min: 1, max: 4 }), device: fc.constantFrom('dome', 'recorder') }),
});

/** A draft as customers make it: faults, some with photos, and questions. */
const drafts: fc.Arbitrary<Draft> = fc
  .record({ faults: fc.array(fault, { maxLength: 4 }), questions: fc.integer({ min: 0, max: 3 }) })
  .map(({ faults, questions }) => {
    const draft = faults.reduce<Draft>((before, one) => addFault(before, one as never), emptyDraft);
    const file = { type: 'image/jpeg', name: '', width: 1, height: 1, bytes: 1, sha256: '' } as const;
    return {
      ...draft,
      questions: Array.from({ length: questions }, (_, nth) => ({
        ...{ id: `Q${nth + 1}`, text: `question ${nth}`, answer: null },
      })),
      attachments: draft.faults.map(({ id }, nth) => ({
        ...{ ...file, id: `file-${nth}`, fault: id, label: false, at: AT },
        group: draft.units[nth]?.group ?? null,
      })),
    };
  });

const texts = ({ draft }: CaseRecord) => draft.faults.map(({ description }) => description);

describe('a case that takes in another', () => {
  it('has all of both, and every fault still its own units and photos, whatever their ids were', () => {
    fc.assert(
      fc.property(drafts, drafts, (one, other) => {
        const from = caseIn('claimed', 'li', { draft: one });
        const into = caseIn('claimed', 'tom', { draft: other });
        const { draft } = joined(from, into);
        for (const entries of [draft.units, draft.faults, draft.questions]) {
          expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
        }
        expect(texts(joined(from, into))).toEqual([...texts(into), ...texts(from)]);
        expect(draft.units).toHaveLength(one.units.length + other.units.length);
        expect(draft.questions.map(({ text }) => text)).toEqual(
          [...other.questions, ...one.questions].map(({ text }) => text),
        );
        const devices = ({ units, faults }: Draft) =>
          faults.map(({ unitIds }) =>
            units.filter(({ id }) => unitIds.includes(id)).map(({ device }) => device),
          );
        expect(devices(draft)).toEqual([...devices(other), ...devices(one)]);
        const groups = ({ units }: Draft) => new Set(units.map(({ group }) => group)).size;
        expect(groups(draft)).toBe(groups(one) + groups(other));
        const placed = ({ attachments = [], faults }: Draft) =>
          attachments.map((file) => faults.find(({ id }) => id === file.fault)?.description);
        expect(placed(draft)).toEqual([...placed(other), ...placed(one)]);
      }),
      { numRuns: 300 },
    );
  });

  it('owes at once what either owes, by the earlier of two promises', () => {
    const promise = (dueAt: string) =>
      ({ kind: 'next', madeAt: AT, warnAt: AT, dueAt, warned: false }) as const;
    const owing = caseIn('claimed', 'li', {
      promise: promise('2026-11-24T01:00:00.000Z'),
      priority: 'urgent',
    });
    const waiting = caseIn('waiting_customer', 'tom');
    expect(joined(owing, waiting)).toMatchObject({
      ...{ status: 'claimed', assignee: 'tom', priority: 'urgent', promise: owing.promise },
    });
    const earlier = caseIn('queued', null, { promise: promise('2026-11-23T09:00:00.000Z') });
    expect(joined(earlier, owing).promise).toEqual(earlier.promise);
    expect(joined(owing, earlier)).toMatchObject({ status: 'queued', promise: earlier.promise });
    expect(joined(waiting, caseIn('waiting_customer', 'li')).promise).toBeNull();
  });

  it('reaches its customer in every conversation that either had, each once', () => {
    const from = caseIn('claimed', 'li', { conversation: 'a', also: ['b', 'c'] });
    const into = caseIn('claimed', 'tom', { conversation: 'c', also: ['d'] });
    expect(joined(from, into)).toMatchObject({ conversation: 'c', also: ['d', 'a', 'b'] });
  });
});

describe('one customer', () => {
  const withContact = (id: string, email: string | null, phone: string | null) =>
    caseIn('claimed', 'tom', {
      customer: { id, name: null },
      draft: { ...emptyDraft, contact: { name: 'Ann', email, phone } },
    });
  it.each([
    ['the same sender', withContact('x', null, null), withContact('x', 'a@b.c', null), true],
    ['the same mail', withContact('x', 'Ann@b.c', null), withContact('y', 'ann@B.c', null), true],
    ['the same phone', withContact('x', null, '+4420'), withContact('y', 'a@b.c', '+4420'), true],
    ['nothing known', withContact('x', null, null), withContact('y', null, null), false],
    ['a name alone', withContact('x', 'a@b.c', '+1'), withContact('y', 'd@b.c', '+2'), false],
  ])('is who has %s', (_what, one, other, same) => {
    expect([isSameCustomer(one, other), isSameCustomer(other, one)]).toEqual([same, same]);
  });
});
