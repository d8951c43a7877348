import fc from 'fast-check';
import { DateTime } from 'luxon';
import { type Claim, FACT_NAMES, FACT_TYPES } from '../../dialogs/warranty/claim.ts';

const DAY_MS = 86_400_000;

/** Days on which calendars are got wrong: month ends, leap days, the turn of a year and of a century. */
const EDGES = [
  '2024-02-29',
  '2000-02-29',
  '2023-02-28',
  '2024-12-31',
  '2024-01-31',
  '2025-03-31',
  '2023-08-31',
];

const anyDay = fc
  .integer({ min: 0, max: 36_500 })
  .map((days) => iso(DateTime.fromMillis(days * DAY_MS, { zone: 'utc' })));
const purchase = fc.oneof(fc.constantFrom(...EDGES), anyDay);
const months = fc.oneof(
  fc.constantFrom(undefined, 1, 6, 12, 24, 36, 119, 120),
  fc.integer({ min: 1, max: 120 }),
);

/** Dates of a claim, most of them within two days of the warranty's last one. */
const dates: fc.Arbitrary<Claim> = fc
  .record({ purchase, months, near: fc.integer({ min: -2, max: 2 }), far: fc.nat(5000), kind: fc.nat(9) })
  .map(({ purchase: purchaseDate, months: warrantyMonths, near, far, kind }) => {
    const from = DateTime.fromISO(purchaseDate, { zone: 'utc' });
    const last = from.plus({ months: warrantyMonths ?? 12 });
    const reportedOn = iso(kind < 6 ? last.plus({ days: near }) : from.plus({ days: kind === 6 ? 0 : far }));
    return {
      ...(kind === 8 ? {} : { purchaseDate }),
      ...(kind === 9 ? {} : { reportedOn }),
      ...(warrantyMonths === undefined ? {} : { warrantyMonths }),
    };
  });

const choices = FACT_NAMES.filter((name) => typeof FACT_TYPES[name] !== 'string');
const blamelessValue = (name: string) =>
  ({
    source: 'authorized',
    serialLabel: 'intact',
    uncontrollableCause: 'none',
    suitablyProtected: 'yes',
    productKind: 'camera',
  })[name] ?? 'no';

/** A random claim: from nearly blameless to anything, some facts left out, some said to be unknown. */
export const anyClaim: fc.Arbitrary<Claim> = fc
  .record({
    dates,
    blamelessOfTen: fc.constantFrom(9, 7, 4, 0),
    rolls: fc.array(fc.nat(999), { minLength: choices.length, maxLength: choices.length }),
  })
  .map(({ dates: dated, blamelessOfTen, rolls }) => {
    const facts = choices.flatMap((name, index) => {
      const roll = rolls[index] ?? 0;
      const values = FACT_TYPES[name] as readonly string[];
      if (roll % 10 < blamelessOfTen) return [[name, blamelessValue(name)]];
      return roll % 7 === 0 ? [] : [[name, values[Math.floor(roll / 10) % values.length]]];
    });
    return { ...dated, ...Object.fromEntries(facts) } as Claim;
  });

function iso(date: DateTime): string {
  return date.toFormat('yyyy-MM-dd');
}
