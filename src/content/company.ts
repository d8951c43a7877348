import { join } from 'node:path';
import { z } from 'zod';
import { FAULT_FAMILIES } from '../../dialogs/labels.ts';
import { type EditedFile, located, parseYaml, readShape, readText, shownName } from '../edited-file.ts';
import { ContentError, gatherProblems } from '../errors.ts';
import { cannedShape, checkCanned } from './canned.ts';
import { routingShape, rulesOf } from './routing.ts';
import { checkDays, daysShape, holidaysShape, weekShape, zoneShape } from './times.ts';

const page = z
  .string()
  .regex(/^https:\/\/[^\s]+$/, 'takes an https address, such as https://www.example.com');

/** The form of `company.yaml`. */
export const companyShape = z.strictObject({
  name: z.string().min(1),
  city: z.strictObject({ en: z.string(), zh: z.string() }),
  zone: zoneShape,
  country: z.string().regex(/^[A-Z]{2}$/, 'takes two capital letters, such as CN'),
  hours: weekShape,
  holidays: holidaysShape,
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
    names: z.array(z.string().min(1)).default([]),
    role: z.enum(['sales', 'technician', 'supervisor']),
    languages: z.array(z.enum(['en', 'zh'])).min(1),
    ids: z
      .array(z.strictObject({ channel: z.string(), id: z.string(), tenant: z.string().optional() }))
      .default([]),
    mail: z.email('takes a mail address').optional(),
    deputies: z.array(z.string()).default([]),
    skills: z.array(z.enum(FAULT_FAMILIES)).default([]),
    zone: zoneShape.optional(),
    hours: weekShape.optional(),
    absences: z.array(daysShape).default([]),
  }),
);

/**
 * Reads a maker's folder: `company.yaml`, `staff.yaml`, `routing.yaml` and `canned.yaml`.
 * Throws a ContentError with the file, the line and the mend.
 */
export function readCompany(dir: string) {
  const { attempt, stop } = gatherProblems();
  const maker = attempt(() => read(join(dir, 'company.yaml'), companyShape, checkDays));
  const people = attempt(() => read(join(dir, 'staff.yaml'), staffShape, eachIdOnce));
  const routing = attempt(() => read(join(dir, 'routing.yaml'), routingShape));
  const canned = attempt(() => read(join(dir, 'canned.yaml'), cannedShape, checkCanned));
  stop();
  return { company: maker, staff: people, rules: rulesOf(routing), canned };
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

/** Each person once, and each deputy somebody of the list. */
function eachIdOnce(
  people: readonly { id: string; deputies: readonly string[] }[],
  file: string,
  edited: EditedFile,
): void {
  const twice = people.flatMap(({ id }, index) =>
    people.findIndex((other) => other.id === id) === index
      ? []
      : [located(file, edited, [index, 'id'], `${id} stands there twice; give this person another id`)],
  );
  const unknown = people.flatMap(({ id, deputies }, index) =>
    deputies.flatMap((deputy, nth) =>
      deputy !== id && people.some((other) => other.id === deputy)
        ? []
        : [located(file, edited, [index, 'deputies', nth], `${deputy} is nobody else of this list`)],
    ),
  );
  if (twice.length + unknown.length > 0) throw new ContentError([...twice, ...unknown]);
}
