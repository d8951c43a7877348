import { join } from 'node:path';
import { IANAZone } from 'luxon';
import { z } from 'zod';
import { type EditedFile, located, parseYaml, readShape, readText, shownName } from '../edited-file.ts';
import { ContentError, gatherProblems } from '../errors.ts';

const span = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d$/, 'takes HH:MM-HH:MM');
const day = z.array(span);
const page = z
  .string()
  .regex(/^https:\/\/[^\s]+$/, 'takes an https address, such as https://www.example.com');

/** The form of `company.yaml`. */
export const companyShape = z.strictObject({
  name: z.string().min(1),
  city: z.strictObject({ en: z.string(), zh: z.string() }),
  zone: z
    .string()
    .refine((zone) => IANAZone.isValidZone(zone), 'takes an IANA time zone, such as Asia/Shanghai'),
  country: z.string().regex(/^[A-Z]{2}$/, 'takes two capital letters, such as CN'),
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
  teams: z.strictObject({
    website: page,
    privacy: page,
    terms: page,
    colour: z.string().regex(/^#[0-9a-fA-F]{6}$/, 'takes a colour such as #0b5563'),
  }),
});

/** The form of `staff.yaml`. */
export const staffShape = z.array(
  z.strictObject({
    id: z.string().regex(/^[a-z][a-z0-9_-]*$/, 'takes small letters, digits, - and _, such as tom'),
    name: z.string().min(1),
    role: z.enum(['sales', 'technician', 'supervisor']),
    languages: z.array(z.enum(['en', 'zh'])).min(1),
    ids: z.array(z.strictObject({ channel: z.string(), id: z.string() })).default([]),
  }),
);

/**
 * Reads a maker's folder: `company.yaml` and `staff.yaml`.
 * Throws a ContentError with the file, the line and the mend.
 */
export function readCompany(dir: string) {
  const { attempt, stop } = gatherProblems();
  const maker = attempt(() => read(join(dir, 'company.yaml'), companyShape));
  const people = attempt(() => read(join(dir, 'staff.yaml'), staffShape, eachIdOnce));
  stop();
  return { company: maker, staff: people };
}

function read<T>(
  path: string,
  schema: z.ZodType<T>,
  check?: (data: T, file: string, edited: EditedFile) => void,
): T {
  const file = shownName(path);
  const edited = parseYaml(file, readText(path));
  const data = readShape(file, edited, schema);
  check?.(data, file, edited);
  return data;
}

function eachIdOnce(people: readonly { id: string }[], file: string, edited: EditedFile): void {
  const twice = people.flatMap(({ id }, index) =>
    people.findIndex((other) => other.id === id) === index
      ? []
      : [located(file, edited, [index, 'id'], `${id} stands there twice; give this person another id`)],
  );
  if (twice.length > 0) throw new ContentError(twice);
}
