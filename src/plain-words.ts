import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** What is wrong with an entry, for who knows no schema. */
export interface PlainIssue {
  path: readonly PropertyKey[];
  message: string;
  /** Where its line is, if that is not `path`. */
  at?: readonly PropertyKey[];
}

/** The names of types, as one would say them. */
const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of entries',
  record: 'a group of entries',
};

/** An issue of a schema as what is wrong and how to mend it. Needs `reportInput`. */
export function inPlainWords(issue: Issue): PlainIssue[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path,
      at: [...path, key],
      message: `${key} is not known here; correct its name or take it out`,
    }));
  }
  if (issue.code === 'invalid_union') return fromUnion(issue);
  if (issue.code === 'invalid_key') {
    return [{ path, message: `${String(path.at(-1))} ${issue.issues[0]?.message ?? issue.message}` }];
  }
  if (issue.input === undefined && issue.code !== 'custom') {
    return [
      { path: path.slice(0, -1), message: `${String(path.at(-1) ?? 'everything')} is missing; add it here` },
    ];
  }
  return [{ path, message: messageOf(issue) }];
}

/** The one form that is meant, where only one fits at the top; else all that it can be. */
function fromUnion(issue: Extract<Issue, { code: 'invalid_union' }>): PlainIssue[] {
  const meant = issue.errors.filter(
    (errors) => errors.length > 0 && errors.every(({ path }) => path.length > 0),
  );
  const [only] = meant;
  if (!only || meant.length > 1) return [{ path: issue.path, message: messageOf(issue) }];
  return only.flatMap((inner) =>
    inPlainWords(inner as Issue).map(({ path, at, message }) => ({
      path: [...issue.path, ...path],
      ...(at ? { at: [...issue.path, ...at] } : {}),
      message,
    })),
  );
}

function messageOf(issue: Issue): string {
  const here = `; here: ${JSON.stringify(issue.input)}`;
  if (issue.code === 'invalid_type') return `takes ${TYPES[issue.expected] ?? issue.expected}${here}`;
  if (issue.code === 'invalid_value') return `takes ${choice(issue.values)}${here}`;
  if (issue.code === 'too_small' && typeof issue.input === 'number')
    return `takes ${issue.minimum} or more${here}`;
  if (issue.code === 'too_small') return 'must not be empty';
  if (issue.code === 'too_big') return `takes ${issue.maximum} or less${here}`;
  return `${issue.message}${typeof issue.input === 'string' ? here : ''}`;
}

function choice(values: readonly unknown[]): string {
  return values.length === 1 ? String(values[0]) : `one of ${values.join(', ')}`;
}
