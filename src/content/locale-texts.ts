const PLURAL = /^(.+)_(zero|one|two|few|many|other)$/;
const PLACEHOLDER = /\{\{\s*(\w+)\s*\}\}/g;

/** One text of a file: `fault:more.ask_one`. */
export interface Entry {
  /** `<file>:<path>`. */
  key: string;
  /** The key without its plural form, as the code names it. */
  base: string;
  /** The plural form, where the key ends in one. */
  form: string | undefined;
  /** Undefined where the value is no text. */
  text: string | undefined;
}

/** Every text of a file, however deep. */
export function entriesOf(space: string, value: unknown): Entry[] {
  return under(value, `${space}:`);
}

function under(value: unknown, key: string): Entry[] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.entries(value).flatMap(([name, inner]) =>
      under(inner, key.endsWith(':') ? key + name : `${key}.${name}`),
    );
  }
  const [, base = key, form] = PLURAL.exec(key) ?? [];
  return [{ key, base, form, text: typeof value === 'string' ? value : undefined }];
}

/** The names of the values that are put into a text. */
export function placeholdersIn(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].flatMap(([, name]) => name ?? []);
}

/** Where a key's text lies. */
export function fileOf(language: string, key: string): string {
  return `locales/${language}/${key.split(':')[0]}.json`;
}
