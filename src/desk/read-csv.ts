import { parse } from 'csv-parse/sync';
import type { z } from 'zod';

/** What is read of a table, or what is wrong with it, each with its line. */
export type ReadTable<T> = { rows: T[] } | { problems: string[] };

/** How a table is read. */
export interface Table<S extends z.ZodType, T> {
  /** The header, in this order. */
  columns: readonly string[];
  shape: S;
  /** What a row says; text where it is wrong. */
  row: (fields: z.output<S>) => T | string;
  /** What may stand in the table once, each with the column it is from. */
  keys: (row: T) => readonly { column: string; key: string }[];
}

/** Reads a CSV with a header: either all its rows, or what is wrong, each with its line. */
export function readTable<S extends z.ZodType, T extends object>(
  csv: string,
  table: Table<S, T>,
): ReadTable<T> {
  const lines = linesOf(csv);
  if (typeof lines === 'string') return { problems: [lines] };
  const [header, ...rest] = lines;
  const columns = table.columns.join(',');
  if (header?.record.join(',') !== columns) {
    return { problems: [`line 1: the header must be ${columns}`] };
  }
  const rows: T[] = [];
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const { record, info } of rest) {
    const row = readRow(record, table);
    const twice = typeof row === 'string' ? undefined : table.keys(row).find(({ key }) => seen.has(key));
    if (typeof row === 'string') problems.push(`line ${info.lines}: ${row}`);
    else if (twice) problems.push(`line ${info.lines}: ${twice.column}: ${twice.key} stands there twice`);
    else {
      for (const { key } of table.keys(row)) seen.add(key);
      rows.push(row);
    }
  }
  return problems.length > 0 ? { problems } : { rows };
}

interface Line {
  record: string[];
  info: { lines: number };
}

function linesOf(csv: string): Line[] | string {
  try {
    return parse(csv, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as Line[];
  } catch (error) {
    return (error as Error).message;
  }
}

function readRow<S extends z.ZodType, T>(record: readonly string[], table: Table<S, T>): T | string {
  const { columns, shape, row } = table;
  if (record.length !== columns.length) return `takes ${columns.length} columns, has ${record.length}`;
  const result = shape.safeParse(Object.fromEntries(columns.map((name, index) => [name, record[index]])));
  if (result.success) return row(result.data);
  const issue = result.error.issues[0];
  return `${issue?.path.join('.')}: ${issue?.message}`;
}
