import MiniSearch from 'minisearch';
import { remembering } from '../remembering.ts';
import { termsOf } from './features.ts';
import { trainLinear } from './linear.ts';
import { createSpelling } from './spelling.ts';
import { flat } from './text.ts';
import type { Work } from './work.ts';

export interface Guess<L extends string> {
  label: L;
  /** 0 to 1; all guesses of a text sum to 1. */
  confidence: number;
}

/** Names what a text is about: every label, best first. */
export type Classify<L extends string> = (text: string) => Guess<L>[];

const LONGEST_TEXT = 400;
const MOST_TERMS = 90;
const BEST_PHRASES = 4;
/** Phrases indexed in one piece of the work. */
const PIECE = 100;
/** How much the nearest phrases count beside the trained weights; measured on the held-out sentences. */
const NEAREST = 0.2;

/**
 * Makes a classifier from phrases by label. Two views are mixed: what the nearest phrases are labelled (BM25), and the
 * weights learned over all of them. A text of unknown words leans to `fallback`.
 */
export function* createClassifier<L extends string>(
  phrases: Readonly<Record<L, readonly string[]>>,
  fallback: L,
): Work<Classify<L>> {
  const labels = Object.keys(phrases) as L[];
  const documents = labels.flatMap((label, at) =>
    phrases[label].map((phrase) => ({ label: at, text: flat(phrase) })),
  );
  yield;
  const mend = createSpelling(documents.map((document) => document.text));
  yield;
  const examples = documents.map(({ text, label }) => ({ features: termsOf(text), label }));
  yield;
  const model = yield* trainLinear(examples, labels.length);
  const index = new MiniSearch<{ id: number; text: string }>({
    fields: ['text'],
    tokenize: searchTermsOf,
    processTerm: (term) => term,
  });
  for (const [id, { text }] of documents.entries()) {
    if (id % PIECE === 0) yield;
    index.add({ id, text });
  }

  const nearest = (words: string): Float64Array => {
    const shares = new Float64Array(labels.length);
    const taken = new Uint8Array(labels.length);
    for (const hit of index.search(words)) {
      const at = documents[Number(hit.id)]?.label ?? 0;
      if ((taken[at] ?? 0) >= BEST_PHRASES) continue;
      taken[at] = (taken[at] ?? 0) + 1;
      shares[at] = (shares[at] ?? 0) + hit.score ** 2;
    }
    const sum = shares.reduce((a, b) => a + b, 0);
    return sum === 0 ? shares : shares.map((share) => share / sum);
  };

  // "Yes", "it is dark", the title of a choice: most of what is said was said before.
  return remembering((text) => {
    const words = mend(flat(text.slice(0, LONGEST_TEXT)));
    const features = termsOf(words).slice(0, 3 * MOST_TERMS);
    const learned = model.probabilities(features);
    const near = nearest(words);
    const known = Math.min(1, 5 * model.coverage(features));
    const guesses = labels.map((label, at) => {
      const mixed = (1 - NEAREST) * (learned[at] ?? 0) + NEAREST * (near[at] ?? 0);
      return { label, confidence: known * mixed + (label === fallback ? 1 - known : 0) };
    });
    const sum = guesses.reduce((total, guess) => total + guess.confidence, 0) || 1;
    for (const guess of guesses) guess.confidence /= sum;
    return guesses.sort((a, b) => b.confidence - a.confidence);
  });
}

/** Single Chinese characters stand in too many phrases to be worth the search. */
function searchTermsOf(text: string): string[] {
  return termsOf(text).filter((term) => !/^\p{Script=Han}$/u.test(term));
}
