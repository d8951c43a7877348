import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import type { FoundFault } from '../../dialogs/events.ts';
import { loadPhrases } from '../../src/understanding/load.ts';
import { createUnderstanding } from '../../src/understanding/understanding.ts';

const KINDS = [
  'quantity',
  'device',
  'place',
  'since',
  'frequency',
  'event',
  'model',
  'serial',
  'errorCode',
] as const;
type Kind = (typeof KINDS)[number];
type Facts = Partial<Record<Kind, string | number>>;

const facts = z.partialRecord(z.enum(KINDS), z.union([z.string(), z.number()]));
const shape = z.array(
  z.object({
    lang: z.enum(['en', 'zh']),
    text: z.string(),
    facts: facts.optional(),
    faults: z.union([z.literal(1), z.array(z.object({ label: z.string(), facts }))]),
  }),
);

const understanding = createUnderstanding(loadPhrases(join(import.meta.dirname, '../../locales')));
const cases = shape
  .parse(parse(readFileSync(join(import.meta.dirname, 'held-out.facts.yaml'), 'utf8')))
  .map(({ lang, text, facts: only, faults }) => ({
    text,
    wanted: faults === 1 ? [only ?? {}] : faults.map((fault) => fault.facts),
    found: faultsOf(text, lang).map((fault): Facts => fault.facts),
  }));

function faultsOf(text: string, locale: 'en' | 'zh'): readonly FoundFault[] {
  const context = { question: null, locale, at: '2026-11-23T10:00:00Z', on: '2026-11-23' };
  return understanding
    .read(text, context)
    .events.flatMap((event) => (event.type === 'FAULTS' ? event.faults : []));
}

function isSame(kind: Kind, found: string | number, wanted: string | number): boolean {
  if (kind !== 'since') return String(found) === String(wanted);
  const [one, other] = [String(found).toLowerCase(), String(wanted).toLowerCase()];
  return one.includes(other) || other.includes(one);
}

function hits(found: Facts, wanted: Facts): Kind[] {
  return KINDS.filter((kind) => {
    const [is, should] = [found[kind], wanted[kind]];
    return is !== undefined && should !== undefined && isSame(kind, is, should);
  });
}

/** Pairs the faults found with those wanted, both in the order of the text, so that the most facts agree. */
function paired(found: readonly Facts[], wanted: readonly Facts[]): Kind[] {
  const [first, ...others] = found;
  const [should, ...more] = wanted;
  if (!first || !should) return [];
  const ways = [[...hits(first, should), ...paired(others, more)]];
  if (found.length > wanted.length) ways.push(paired(others, wanted));
  if (found.length < wanted.length) ways.push(paired(found, more));
  return ways.reduce((best, way) => (way.length > best.length ? way : best));
}

function score(right: number, found: number, wanted: number) {
  return { right, found, wanted, f1: found + wanted === 0 ? 1 : (2 * right) / (found + wanted) };
}

test('what customers mention of a fault is found, and little that they do not', () => {
  const right = cases.flatMap(({ found, wanted }) => paired(found, wanted));
  const found = cases.flatMap((item) => item.found.flatMap((of) => KINDS.filter((kind) => kind in of)));
  const wanted = cases.flatMap((item) => item.wanted.flatMap((of) => KINDS.filter((kind) => kind in of)));
  const count = (list: readonly Kind[], kind: Kind) => list.filter((other) => other === kind).length;
  const byKind = KINDS.map((kind) => [
    kind,
    score(count(right, kind), count(found, kind), count(wanted, kind)),
  ]);
  const all = score(right.length, found.length, wanted.length);
  console.table(Object.fromEntries([...byKind, ['all', all]]));
  expect(all.f1).toBeGreaterThanOrEqual(0.85);
});

test('a message is taken apart into its faults', () => {
  const apart = cases.filter(({ found, wanted }) => found.length === wanted.length);
  console.log(`split as meant: ${apart.length} of ${cases.length}`);
  expect(apart.length / cases.length).toBeGreaterThanOrEqual(0.85);
});
