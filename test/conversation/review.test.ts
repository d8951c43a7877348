import { expect, test } from 'vitest';
import type { MisunderstoodRow } from '../../src/conversation/misunderstood.ts';
import { addRows, openGroups, type Review, settle } from '../../src/conversation/review.ts';

const empty: Review = { v: 1, after: 0, lastNumber: 0, groups: [] };

function row(text: string, minute: number, changes: Partial<MisunderstoodRow> = {}): MisunderstoodRow {
  const at = new Date(Date.UTC(2026, 2, 2, 0, minute)).toISOString();
  const guesses = [{ label: 'audio' as const, confidence: 0.3 }];
  return { v: 1, at, kind: 'unsure', language: 'en', text, guesses, prompt: 'need', chose: null, ...changes };
}

test('the same words are one group with a count, the newest first', () => {
  const review = addRows(empty, [row('a disco', 1), row('it purrs', 2), row('A disco!', 3)]);
  expect(openGroups(review)).toMatchObject([
    { number: 1, text: 'a disco', count: 2 },
    { number: 2, text: 'it purrs', count: 1 },
  ]);
});

test('counted in pieces they come to the same', () => {
  const rows = [
    row('a disco', 1),
    row('it purrs', 2),
    row('a disco', 3),
    row('a disco', 3, { kind: 'chose', chose: 'ptz_lens' }),
  ];
  expect(addRows(addRows(empty, rows.slice(0, 2)), rows.slice(2))).toEqual(addRows(empty, rows));
});

test('what a customer chose is told, and counts as no further time', () => {
  const chose = row('a disco', 2, { kind: 'chose', chose: 'night_vision' });
  const [group] = openGroups(addRows(empty, [row('a disco', 1), chose]));
  expect(group).toMatchObject({ count: 1, chose: { night_vision: 1 } });
});

test('what was dismissed stays away, what was learned in vain comes back', () => {
  const by = { by: 'mei', at: row('', 5).at };
  const both = addRows(empty, [row('a disco', 1), row('it purrs', 2)]);
  const settled = settle(settle(both, 1, { label: null, ...by }), 2, { label: 'audio', ...by });
  expect(openGroups(settled)).toEqual([]);
  const late = addRows(settled, [
    row('a disco', 6),
    row('it purrs', 4),
    row('it purrs', 6, { kind: 'chose', chose: 'audio' }),
  ]);
  expect(openGroups(late)).toEqual([]);
  expect(openGroups(addRows(late, [row('it purrs', 7)]))).toMatchObject([{ number: 2, count: 3 }]);
});

test('no more than 300 are kept: settled ones go first, then the oldest, and no number is given twice', () => {
  const first = settle(addRows(empty, [row('settled', 100)]), 1, {
    label: null,
    by: 'mei',
    at: row('', 101).at,
  });
  const many = addRows(
    first,
    Array.from({ length: 301 }, (_, at) => row(`words ${'x'.repeat(at + 1)}`, at)),
  );
  expect(many.groups).toHaveLength(300);
  expect(many.groups[0]?.number).toBe(3);
  expect(addRows(many, [row('settled', 400)]).groups.at(-1)).toMatchObject({ number: 303, count: 1 });
});
