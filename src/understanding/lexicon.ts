import { flat, hasHan } from './text.ts';

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
  const patterns: { key: K; source: string; length: number }[] = [];
  for (const [key, list] of Object.entries(phrases) as [K, readonly string[]][]) {
    for (const phrase of list) {
      if (!phrase.includes('..')) exact.set(flat(phrase), key);
      patterns.push({ key, source: patternOf(phrase), length: flat(phrase).length });
    }
  }
  patterns.sort((a, b) => b.length - a.length);
  const keys = patterns.map((pattern) => pattern.key);
  const source = patterns.map((pattern) => `(${pattern.source})`).join('|') || '(?!)';
  const anywhere = new RegExp(source, 'gu');
  const atStart = new RegExp(`^(?:${source})`, 'u');
  // Most messages have none of them, and a pattern without groups sees that far sooner.
  const any = new RegExp(patterns.map((pattern) => pattern.source).join('|') || '(?!)', 'u');

  const toFound = (match: RegExpExecArray | RegExpMatchArray): Found<K> | undefined => {
    const key = keys[match.findIndex((group, i) => i > 0 && group !== undefined) - 1];
    const start = match.index ?? 0;
    return key === undefined ? undefined : { key, start, end: start + match[0].length };
  };
  return {
    whole: (text) => exact.get(text),
    within: (text) =>
      any.test(text) ? [...text.matchAll(anywhere)].map(toFound).filter((found) => found !== undefined) : [],
    leading: (text) => {
      const match = atStart.exec(text);
      return match ? toFound(match) : undefined;
    },
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
