import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IANAZone } from 'luxon';
import { parse } from 'yaml';
import { z } from 'zod';
import { SetupError } from '../errors.ts';

const span = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d$/, 'takes HH:MM-HH:MM');
const day = z.array(span);

const company = z.strictObject({
  name: z.string().min(1),
  city: z.strictObject({ en: z.string(), zh: z.string() }),
  zone: z.string().refine((zone) => IANAZone.isValidZone(zone), 'takes an IANA time zone'),
  country: z.string().regex(/^[A-Z]{2}$/),
  hours: z.strictObject({
    monday: day,
    tuesday: day,
    wednesday: day,
    thursday: day,
    friday: day,
    saturday: day,
    sunday: day,
  }),
  hotline: z.strictObject({ number: z.string(), language: z.string() }),
  phones: z.array(z.string()),
  fax: z.string(),
  models: z.array(z.string()),
});

const staff = z.array(
  z.strictObject({
    id: z.string().regex(/^[a-z][a-z0-9_-]*$/),
    name: z.string().min(1),
    role: z.enum(['sales', 'technician', 'supervisor']),
    languages: z.array(z.enum(['en', 'zh'])).min(1),
    ids: z.array(z.strictObject({ channel: z.string(), id: z.string() })).default([]),
  }),
);

/** Reads a maker's folder: `company.yaml` and `staff.yaml`. Throws SetupError with the file, the field and the mend. */
export function readCompany(dir: string) {
  const people = readYaml(join(dir, 'staff.yaml'), staff);
  const twice = people.find((one, index) => people.findIndex((other) => other.id === one.id) !== index);
  if (twice) throw new SetupError(`${join(dir, 'staff.yaml')}: the id ${twice.id} stands there twice.`);
  return { company: readYaml(join(dir, 'company.yaml'), company), staff: people };
}

function readYaml<T>(path: string, schema: z.ZodType<T>): T {
  let data: unknown;
  try {
    data = parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new SetupError(`${path}: ${(error as Error).message}`);
  }
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new SetupError(`${path}: ${issue?.path.join('.') || 'the file'}: ${issue?.message}`);
}
