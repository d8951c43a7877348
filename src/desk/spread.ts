/** Minutes, to a tenth; null where there is nothing to measure. */
export interface Spread {
  median: number | null;
  p90: number | null;
}

/** The smallest value that half, and nine tenths, of them do not pass: always one that is there. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const least = (part: number): number | null => inTenths(sorted[Math.ceil(sorted.length * part) - 1]);
  return { median: least(0.5), p90: least(0.9) };
}

/** As `spreadOf`, with the largest. */
export function agesOf(values: readonly number[]): Spread & { oldest: number | null } {
  const oldest = values.reduce((most, value) => Math.max(most, value), 0);
  return { ...spreadOf(values), oldest: values.length === 0 ? null : inTenths(oldest) };
}

const inTenths = (value: number | undefined): number | null =>
  value === undefined ? null : rounded(value, 1);

export function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
