import { type Claim, FACT_TYPES, type FactName, MONTHS } from './claim.ts';
import { isBefore, isCalendarDate } from './dates.ts';

export type ReadClaim = { claim: Claim } | { error: string };

/**
 * Reads a claim from parsed JSON. An unknown key, a wrong type or value, `null`, a day that the calendar lacks, or a
 * report before the purchase makes it invalid; the error names the key and what it takes.
 */
export function readClaim(json: unknown): ReadClaim {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return { error: 'a claim is an object of facts' };
  }
  for (const [key, value] of Object.entries(json)) {
    if (!isFactName(key)) return { error: `${shown(key)}: no such fact` };
    const problem = problemWith(key, value);
    if (problem) return { error: `${key}: ${problem}` };
  }
  const claim: Claim = { ...json };
  return reportedTooEarly(claim) ? { error: 'reportedOn: is before purchaseDate' } : { claim };
}

/** Whether a claim says that the fault was reported before the warranty began, which makes it invalid. */
export function reportedTooEarly({ reportedOn, purchaseDate }: Claim): boolean {
  return reportedOn !== undefined && purchaseDate !== undefined && isBefore(reportedOn, purchaseDate);
}

/** What is wrong with a fact's value, in the words "takes …"; undefined where nothing is. */
export function problemWith(fact: FactName, value: unknown): string | undefined {
  const type: 'date' | 'months' | readonly string[] = FACT_TYPES[fact];
  if (type === 'date') return isDate(value) ? undefined : 'takes a calendar date, yyyy-mm-dd';
  if (type === 'months') {
    return isMonths(value) ? undefined : `takes a whole number of months, ${MONTHS.least} to ${MONTHS.most}`;
  }
  return typeof value === 'string' && type.includes(value) ? undefined : `takes ${type.join(', ')}`;
}

function isFactName(key: string): key is FactName {
  return Object.hasOwn(FACT_TYPES, key);
}

function isDate(value: unknown): boolean {
  return typeof value === 'string' && isCalendarDate(value);
}

function isMonths(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= MONTHS.least && Number(value) <= MONTHS.most;
}

/** A key as it came, quoted and kept short. */
function shown(key: string): string {
  return JSON.stringify(key.length > 60 ? `${key.slice(0, 60)}…` : key);
}
