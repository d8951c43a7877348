import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { SoldUnit } from '../../dialogs/events.ts';
import { isCalendarDate } from '../../dialogs/warranty/dates.ts';
import type { Store } from '../store/port.ts';

export const soldUnitKey = (serial: string): string => `sold-unit/${serial}`;

/** A sold unit as it is stored. */
interface SoldUnitRecord extends SoldUnit {
  v: 1;
}

/** What the list says of these serial numbers. */
export async function findSoldUnits(store: Store, serials: readonly string[]): Promise<SoldUnit[]> {
  const found = await Promise.all(serials.map((serial) => store.get<SoldUnitRecord>(soldUnitKey(serial))));
  return found.flatMap((stored) => (stored ? [unitOf(stored.value)] : []));
}

const unitOf = ({ v: _version, ...unit }: SoldUnitRecord): SoldUnit => unit;

const COLUMNS = [
  'serial',
  'model',
  'kind',
  'sold_on',
  'warranty_months',
  'source',
  'customer',
  'owner',
] as const;

const row = z.strictObject({
  serial: z.string().trim().min(1).toUpperCase(),
  model: z.string().trim().min(1),
  kind: z.enum(['camera', 'other']),
  sold_on: z.string().refine(isCalendarDate, 'takes a date such as 2026-03-02'),
  warranty_months: z.coerce.number().int().min(1).max(120),
  source: z.enum(['authorized', 'unauthorized']),
  customer: z.string().trim(),
  owner: z.string().trim(),
});

/**
 * Reads a CSV of sold units (header `serial,model,kind,sold_on,warranty_months,source,customer,owner`). Either all
 * units, or what is wrong, each with its line.
 */
export function readSoldUnits(
  csv: string,
  isSales: (id: string) => boolean,
): { units: SoldUnit[] } | { problems: string[] } {
  const lines: { record: string[]; info: { lines: number } }[] = [];
  try {
    lines.push(
      ...(parse(csv, {
        bom: true,
        info: true,
        relax_column_count: true,
        skip_empty_lines: true,
        trim: true,
      }) as unknown as typeof lines),
    );
  } catch (error) {
    return { problems: [(error as Error).message] };
  }
  const [header, ...rows] = lines;
  if (header?.record.join(',') !== COLUMNS.join(',')) {
    return { problems: [`line 1: the header must be ${COLUMNS.join(',')}`] };
  }
  const units: SoldUnit[] = [];
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const { record, info } of rows) {
    const unit = readRow(record, isSales);
    if (typeof unit === 'string') problems.push(`line ${info.lines}: ${unit}`);
    else if (seen.has(unit.serial)) {
      problems.push(`line ${info.lines}: serial: ${unit.serial} stands there twice`);
    } else {
      seen.add(unit.serial);
      units.push(unit);
    }
  }
  return problems.length > 0 ? { problems } : { units };
}

function readRow(record: readonly string[], isSales: (id: string) => boolean): SoldUnit | string {
  if (record.length !== COLUMNS.length) return `takes ${COLUMNS.length} columns, has ${record.length}`;
  const result = row.safeParse(Object.fromEntries(COLUMNS.map((name, index) => [name, record[index]])));
  if (!result.success) {
    const issue = result.error.issues[0];
    return `${issue?.path.join('.')}: ${issue?.message}`;
  }
  const { serial, model, kind, source, customer, owner } = result.data;
  if (owner !== '' && !isSales(owner)) return `owner: ${owner} is no sales id of the staff list`;
  return {
    serial,
    model,
    kind,
    source,
    customer,
    soldOn: result.data.sold_on,
    warrantyMonths: result.data.warranty_months,
    owner: owner === '' ? null : owner,
  };
}

/** Writes the units, each in place of what the list had for its serial number; all of them or none. */
export async function importSoldUnits(store: Store, units: readonly SoldUnit[]): Promise<void> {
  const writes = await Promise.all(
    units.map(async (unit) => {
      const before = await store.get<SoldUnitRecord>(soldUnitKey(unit.serial));
      const value: SoldUnitRecord = { v: 1, ...unit };
      return { key: soldUnitKey(unit.serial), expectedVersion: before?.version ?? 0, value };
    }),
  );
  const { ok } = await store.commit({ writes });
  if (!ok) throw new Error('the list changed while it was being imported; try again');
}
