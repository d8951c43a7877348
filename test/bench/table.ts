import type { Round } from './load.ts';

/** What is said of one contender at one number of connections: medians of its rounds. */
export interface Figures {
  turnsPerSecond: number;
  /** ms */
  p50: number;
  /** ms */
  p99: number;
  /** Turns a second in relation to the base's, round by round. */
  ratio: number;
  /** Processor time a turn, ms; NaN where the system does not tell. */
  cpu: number;
}

/** The value that a share (0 to 1) of the values does not exceed, by nearest rank; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** The middle value, or the mean of the two in the middle; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}

export function turnsPerSecond({ latencies, seconds }: Round): number {
  return latencies.length / seconds;
}

/** Medians over a contender's rounds; the ratio pairs each round with the base's round that stood beside it. */
export function figuresOf(rounds: readonly Round[], base: readonly Round[]): Figures {
  const rates = rounds.map(turnsPerSecond);
  return {
    turnsPerSecond: median(rates),
    p50: median(rounds.map(({ latencies }) => quantile(latencies, 0.5))),
    p99: median(rounds.map(({ latencies }) => quantile(latencies, 0.99))),
    cpu: median(rounds.map(({ cpu = Number.NaN, latencies }) => cpu / latencies.length)),
    ratio: median(
      base.map((round, i) => (rates[i] ?? Number.NaN) / turnsPerSecond(round)).filter(Number.isFinite),
    ),
  };
}

/** Rows as text with aligned columns: the first to the left, the others, numbers, to the right. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return rows.map(line).join('\n');
}
