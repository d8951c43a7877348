import { z } from 'zod';
import { type EditedFile, located } from '../edited-file.ts';
import { ContentError } from '../errors.ts';

/** What a ready text may name; who puts it in knows them all. */
export const CANNED_VALUES = ['name', 'me', 'case', 'company', 'city', 'hours', 'phone'] as const;

const words = z.strictObject({ en: z.string().min(1), zh: z.string().min(1) });

/** The form of `canned.yaml`. */
export const cannedShape = z.array(
  z.strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]*$/, 'takes small letters, digits and -, such as greeting'),
    title: words,
    text: words,
  }),
);

type Canned = z.infer<typeof cannedShape>;

const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** Each id once, and no value that nobody fills in. Throws a ContentError. */
export function checkCanned(texts: Canned, file: string, edited: EditedFile): void {
  const problems = texts.flatMap(({ id, text }, index) => [
    ...(texts.findIndex((other) => other.id === id) === index
      ? []
      : [located(file, edited, [index, 'id'], `${id} stands there twice; give this text another id`)]),
    ...Object.entries(text).flatMap(([language, said]) =>
      wrongIn(said).map((wrong) => located(file, edited, [index, 'text', language], wrong)),
    ),
  ]);
  if (problems.length > 0) throw new ContentError(problems);
}

function wrongIn(text: string): string[] {
  const known: readonly string[] = CANNED_VALUES;
  const names = [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name);
  const unknown = names.filter((name) => !known.includes(name));
  const opened = text.split('{{').length - 1;
  return [
    ...unknown.map((name) => `nobody fills in {{${name}}}; take one of ${known.join(', ')}`),
    ...(opened === names.length
      ? []
      : ['a placeholder is not written as {{name}}; two braces on either side']),
  ];
}
