import { flat, hasHan, matchesIn } from './text.ts';

export interface Found<K> {
  key: K;
  start: number;
  end: number;
}

/** Phrases by key, found in flat text. */
export interface Lexicon<K extends string> {
  /** The key that has the whole text as one of its phrases. */
  whole(flatText: string): K | undefined;
  /** All phrases within a text, in order, the longest where several begin at one place. */
  within(flatText: string): Found<K>[];
  /** The longest phrase that the text begins with. */
  leading(flatText: string): Found<K> | undefined;
}

const LATIN = 'a-z0-9';
const GAP_WORDS = `(?: [${LATIN}]+){0,4}? `;
const GAP_HAN = '.{0,8}?';

/** Makes a lexicon; `..` in a phrase stands for up to four words, or eight Chinese characters. */
export function createLexicon<K extends string>(
  phrases: Readonly<Partial<Record<K, readonly string[]>>>,
): Lexicon<K> {
  const exact = new Map<string, K>();
  const patterns: { key: K; source: string; length: number; words: string[] }[] = [];
  for (const [key, list] of Object.entries(phrases) as [K, readonly string[]][]) {
    for (const phrase of list) {
      if (!phrase.includes('..')) exact.set(flat(phrase), key);
      const plain = flat(phrase);
      patterns.push({
        key,
        source: patternOf(phrase),
        length: plain.length,
        words: hasHan(plain) ? [] : wordsOf(plain),
      });
    }
  }
  patterns.sort((a, b) => b.length - a.length);
  const keys = patterns.map((pattern) => pattern.key);
  const source = patterns.map((pattern) => `(${pattern.source})`).join('|') || '(?!)';
  const anywhere = new RegExp(source, 'gu');
  const atStart = new RegExp(`^(?:${source})`, 'u');
  // Most messages have none of them, and a pattern without groups sees that far sooner.
  const any = new RegExp(patterns.map((pattern) => pattern.source).join('|') || '(?!)', 'u');

  const mayHold = plainFilter(patterns.map((pattern) => pattern.words));
  const mayLead = new Set(patterns.map((pattern) => pattern.words[0]));

  const toFound = (match: RegExpExecArray): Found<K> | undefined => {
    const key = keys[match.findIndex((group, i) => i > 0 && group !== undefined) - 1];
    const start = match.index ?? 0;
    return key === undefined ? undefined : { key, start, end: start + match[0].length };
  };
  return {
    whole: (text) => exact.get(text),
    within: (text) =>
      mayHold(text) && any.test(text)
        ? matchesIn(text, anywhere)
            .map(toFound)
            .filter((found) => found !== undefined)
        : [],
    leading: (text) => {
      if (isPlain(text) && !mayLead.has(FIRST_WORD.exec(text)?.[0])) return undefined;
      const match = atStart.exec(text);
      return match ? toFound(match) : undefined;
    },
  };
}

const FIRST_WORD = /^[a-z0-9]+/;

/** Nothing but what the keys of an English keyboard write: then a phrase stands in it word by word, or not at all. */
function isPlain(text: string): boolean {
  return !/[^ -~]/.test(text);
}

function wordsOf(text: string): string[] {
  return text.match(/[a-z0-9]+/g) ?? [];
}

/** Whether a text may hold one of the phrases: a plain text must have all words of one. Each is looked up by its rarest. */
function plainFilter(phrases: readonly (readonly string[])[]): (text: string) => boolean {
  const counts = new Map<string, number>();
  for (const word of phrases.flat()) counts.set(word, (counts.get(word) ?? 0) + 1);
  const byRarest = new Map<string, (readonly string[])[]>();
  for (const words of phrases) {
    const [rarest] = words.toSorted((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0));
    if (rarest !== undefined) byRarest.set(rarest, [...(byRarest.get(rarest) ?? []), words]);
  }
  return (text) => {
    if (!isPlain(text)) return true;
    const said = wordsOf(text);
    return said.some((word) => byRarest.get(word)?.some((words) => words.every((one) => said.includes(one))));
  };
}

function patternOf(phrase: string): string {
  const pieces = phrase.split('..').map(flat);
  let source = '';
  for (const [i, piece] of pieces.entries()) {
    const before = pieces[i - 1];
    if (before !== undefined) source += hasHan(before) || hasHan(piece) ? GAP_HAN : GAP_WORDS;
    source += bounded(piece);
  }
  return source;
}

function bounded(piece: string): string {
  const start = /^[a-z0-9]/.test(piece) ? `(?<![${LATIN}])` : '';
  const end = /[a-z0-9]$/.test(piece) ? `(?![${LATIN}])` : '';
  return start + piece + end;
}
