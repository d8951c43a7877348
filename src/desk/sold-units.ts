import { z } from 'zod';
import type { SoldUnit } from '../../dialogs/events.ts';
import { isCalendarDate } from '../../dialogs/warranty/dates.ts';
import type { Store } from '../store/port.ts';
import { readTable } from './read-csv.ts';

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
  const read = readTable(csv, {
    columns: COLUMNS,
    shape: row,
    row: (fields) => unitIn(fields, isSales),
    keys: ({ serial }) => [{ column: 'serial', key: serial }],
  });
  return 'rows' in read ? { units: read.rows } : read;
}

function unitIn(fields: z.output<typeof row>, isSales: (id: string) => boolean): SoldUnit | string {
  const { serial, model, kind, source, customer, owner } = fields;
  if (owner !== '' && !isSales(owner)) return `owner: ${owner} is no sales id of the staff list`;
  return {
    serial,
    model,
    kind,
    source,
    customer,
    soldOn: fields.sold_on,
    warrantyMonths: fields.warranty_months,
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
