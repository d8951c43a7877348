import type { i18n } from 'i18next';

type Values = Readonly<Record<string, string | number>>;

/** Texts that were made before: of the values a text gets it uses few, and says the same to most customers. */
export interface Memo {
  /** The text of a key in a language with these values (`own` go before `common`), from `make` where it is new. */
  get(key: string, language: string, own: Values, common: Values, make: (values: Values) => string): string;
}

/** Of one key. */
const MOST_TEXTS = 500;
/** Longer ones hold what a customer wrote, which nobody else will. */
const LONGEST_VALUES = 200;

interface Known {
  /** The values that the text uses. */
  names: readonly string[];
  /** The text where none of them is given. */
  bare?: string;
  /** The texts by their values; the oldest goes first. */
  texts: Map<string, string>;
}

/** Keeps the texts of one language. */
export function createMemo(instance: i18n): Memo {
  const all = new Map<string, Known | undefined>();

  function knownOf(key: string, language: string): Known | undefined {
    const known = all.get(key);
    if (known !== undefined || all.has(key)) return known;
    const names = valuesOf(instance, key, language);
    const made = names && { names, texts: new Map<string, string>() };
    all.set(key, made);
    return made;
  }

  return {
    get(key, language, own, common, make) {
      const known = knownOf(key, language);
      if (known === undefined) return make({ ...common, ...own });
      const { names, texts } = known;
      if (!names.some((name) => (own[name] ?? common[name]) !== undefined)) {
        known.bare ??= make({ ...common, ...own });
        return known.bare;
      }
      let id = '';
      for (const name of names) id += `${own[name] ?? common[name] ?? ''}\u0000`;
      const before = texts.get(id);
      if (before !== undefined) return before;
      const text = make({ ...common, ...own });
      if (id.length > LONGEST_VALUES) return text;
      texts.set(id, text);
      const oldest = texts.size > MOST_TEXTS ? texts.keys().next().value : undefined;
      if (oldest !== undefined) texts.delete(oldest);
      return text;
    },
  };
}

/** The values that a key's text, or one of its plural forms, uses; undefined where it nests others or none is there. */
function valuesOf(instance: i18n, key: string, language: string): readonly string[] | undefined {
  const [namespace = '', path = ''] = key.split(':');
  const forms = ['', '_zero', '_one', '_two', '_few', '_many', '_other'].flatMap((form): string[] => {
    const raw: unknown = instance.getResource(language, namespace, path + form);
    return typeof raw === 'string' && raw !== '' ? [raw] : [];
  });
  if (forms.length === 0 || forms.some((form) => form.includes('$t('))) return undefined;
  const names = forms.flatMap((form) =>
    [...form.matchAll(/\{\{-?\s*([^\s,}]+)/g)].map((match) => match[1] ?? ''),
  );
  return [...new Set([...names, 'count', 'context'])].sort();
}
