import { z } from 'zod';
import { BEGINNINGS, MOUNTING_PLACES } from '../events.ts';
import { CLAUSES, type Claim, COVERAGES, FACT_NAMES, FACT_TYPES, type Verdict } from './claim.ts';
import type { Condition } from './policy.ts';
import { readClaim } from './read-claim.ts';

const fact = z.enum(FACT_NAMES);
const clauseId = z.enum(CLAUSES);
const text = z.string().min(1);
const claim = z.unknown().transform((value, context): Claim => {
  const read = readClaim(value);
  if ('claim' in read) return read.claim;
  context.addIssue({ code: 'custom', message: read.error });
  return z.NEVER;
});
const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ fact, is: z.array(z.string()).min(1) }),
    z.strictObject({ all: z.array(condition).min(1) }),
    z.strictObject({ any: z.array(condition).min(1) }),
    z.strictObject({ expired: z.literal(true) }),
  ]),
);

const factRule = z.strictObject({
  values: z.array(z.string()).min(2).optional(),
  default: z.union([z.string(), z.number()]).optional(),
  blameless: z.string().optional(),
  knownBy: z.array(z.enum(['system', 'customer', 'technician'])).min(1),
  kinds: z.array(z.enum(FACT_TYPES.productKind)).min(1).optional(),
  relevant: condition.optional(),
});

const charge = z.enum(['free', 'chargeable', 'undetermined']);
const freight = z.strictObject({ toFactory: z.literal('customer'), toCustomer: z.literal('company') });
const expected = z
  .strictObject({
    coverage: z.enum(COVERAGES),
    outlook: z.enum(COVERAGES),
    clauses: z.array(clauseId),
    undecided: z.array(clauseId),
    missing: z.array(fact),
    labour: charge,
    parts: charge,
    replacement: z.boolean(),
    freight,
  } satisfies Record<keyof Verdict, z.ZodType>)
  .partial();

const clause = z.strictObject({
  id: clauseId,
  place: text,
  quote: text,
  needs: z.array(fact).min(1),
  excludes: condition.optional(),
  technicianDecides: condition.optional(),
  examples: z.array(z.strictObject({ says: text, claim, expect: expected })).min(1),
});

const topic = z.strictObject({
  id: text.regex(/^[a-z]+$/, 'takes small letters only'),
  asks: z.array(fact).min(1),
  guess: z
    .union([
      z.strictObject({ place: z.enum(MOUNTING_PLACES) }),
      z.strictObject({ event: z.enum(BEGINNINGS) }),
    ])
    .optional(),
  contested: z.array(fact).min(1).optional(),
  answers: z.record(z.string(), claim),
});

/** The policy's shape; what hangs together in it is for `checkPolicy`. */
export const policyShape = z.strictObject({
  version: z.int().min(1),
  partsInWarranty: z.enum(['free', 'chargeable']),
  freight,
  facts: z.record(fact, factRule),
  clauses: z.array(clause),
  topics: z.array(topic).min(1),
});
