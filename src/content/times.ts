import { IANAZone } from 'luxon';
import { z } from 'zod';
import { type EditedFile, located } from '../edited-file.ts';
import { ContentError } from '../errors.ts';

const span = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, {
    error: 'takes HH:MM-HH:MM',
    abort: true,
  })
  .refine(
    (text) => beginOf(text) < endOf(text),
    'must end after it begins; one past midnight takes two, -24:00 and 00:00-',
  );
const spans = z.array(span).superRefine((list, context) => {
  list.forEach((text, nth) => {
    const before = list[nth - 1];
    if (before !== undefined && beginOf(text) < endOf(before)) {
      context.addIssue({
        code: 'custom',
        path: [nth],
        message: 'begins before the one before it ends',
        input: text,
      });
    }
  });
});

/** The form of a week's hours. */
export const weekShape = z.strictObject({
  monday: spans,
  tuesday: spans,
  wednesday: spans,
  thursday: spans,
  friday: spans,
  saturday: spans,
  sunday: spans,
});

export const zoneShape = z
  .string()
  .refine((zone) => IANAZone.isValidZone(zone), 'takes an IANA time zone, such as Asia/Shanghai');

const isoDay = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, { error: 'takes a day such as 2026-10-05', abort: true })
  .refine(isDay, 'is no day of the calendar');

/** The form of days in a row. */
export const daysShape = z
  .strictObject({ from: isoDay, to: isoDay })
  .refine(({ from, to }) => from <= to, { error: 'comes before from', path: ['to'] });

const DAY_FORMS = 'takes a day such as 2026-10-05, 05-02 for every year, or {from: …, to: …}';
const dayEntry = z.union(
  [
    z
      .string()
      .regex(/^(\d{4}-)?\d{2}-\d{2}$/, { error: DAY_FORMS, abort: true })
      .refine(
        (day) => isDay(day.length === 'mm-dd'.length ? `2024-${day}` : day),
        'is no day of the calendar',
      ),
    daysShape,
  ],
  { error: DAY_FORMS },
);

/** The form of what a company says of its holidays. */
export const holidaysShape = z.strictObject({
  types: z.array(z.enum(['public', 'bank', 'optional', 'school', 'observance'])),
  region: z
    .string()
    .regex(/^[A-Z0-9]+(-[A-Z0-9]+)?$/, 'takes capital letters, such as BY or BY-A')
    .optional(),
  add: z.array(dayEntry).default([]),
  except: z.array(dayEntry).default([]),
  workdays: z.record(isoDay, weekShape.keyof()).default({}),
});

type HolidayEntries = z.infer<typeof holidaysShape>;

/** No day may be both closed and open. Throws a ContentError that names what says otherwise. */
export function checkDays(
  { holidays, hours }: { holidays: HolidayEntries; hours: z.infer<typeof weekShape> },
  file: string,
  edited: EditedFile,
): void {
  const contradicted = (path: readonly PropertyKey[], days: readonly string[]): string[] => {
    const closed = days.find((day) => holidays.add.some((entry) => isWithin(day, entry)));
    return closed ? [located(file, edited, path, `${closed} is in add too; take one of the two out`)] : [];
  };
  const problems = [
    ...holidays.except.flatMap((entry, nth) =>
      contradicted(['holidays', 'except', nth], typeof entry === 'string' ? [entry] : [entry.from, entry.to]),
    ),
    ...Object.keys(holidays.workdays).flatMap((day) => contradicted(['holidays', 'workdays', day], [day])),
    ...(Object.values(hours).every((list) => list.length === 0)
      ? [located(file, edited, ['hours'], 'nobody is ever on duty; write the hours of one weekday')]
      : []),
  ];
  if (problems.length > 0) throw new ContentError(problems);
}

function isWithin(day: string, entry: HolidayEntries['add'][number]): boolean {
  return typeof entry === 'string' ? day.endsWith(entry) : entry.from <= day && day <= entry.to;
}

function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

function beginOf(text: string): string {
  return text.slice(0, 'hh:mm'.length);
}

function endOf(text: string): string {
  return text.slice('hh:mm-'.length);
}
