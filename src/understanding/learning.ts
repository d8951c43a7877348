import { LABELS, type Label } from '../../dialogs/labels.ts';
import type { Guess } from './classifier.ts';
import {
  type Classifiers,
  type ClassifyMessage,
  type LabelPhrases,
  messageClassifier,
  trainOne,
} from './classify.ts';
import { sameWords } from './personal.ts';
import { LANGUAGES, type Language, type Phrases } from './phrases.ts';
import { flat } from './text.ts';
import { workAside } from './work.ts';

/** A phrase that a support lead added while Wendy runs. */
export interface LearnedPhrase {
  language: Language;
  label: Label;
  text: string;
}

/** What was trained from the files, and what is learned on top of it. */
export interface Lessons {
  classify: ClassifyMessage;
  /** The label that exactly these words were learned for. */
  labelOf(text: string): Label | undefined;
  /** Takes all that is learned: the same words are known at once, words like them when it resolves. Never rejects. */
  learn(all: readonly LearnedPhrase[]): Promise<void>;
}

/** Begins with nothing learned; `classifiers` themselves stay as they are. What is `inFiles` goes before what is learned. */
export function createLessons(
  phrases: Phrases,
  classifiers: Classifiers,
  inFiles: (text: string) => boolean,
): Lessons {
  let exact = new Map<string, Label>();
  let trained = new Map<Language, string>();
  let current = classifiers;
  let classify = messageClassifier(current);
  let lesson = 0;

  /** Costs nothing as long as nothing is learned. */
  const labelOf = (text: string): Label | undefined =>
    exact.size === 0 ? undefined : (exact.get(flat(text)) ?? exact.get(sameWords(text)));

  async function learn(all: readonly LearnedPhrase[]): Promise<void> {
    const mine = ++lesson;
    const fresh = all.filter(({ text }) => !inFiles(text));
    exact = new Map(fresh.map(({ text, label }) => [flat(text), label]));
    for (const language of LANGUAGES) {
      const own = fresh.filter((phrase) => phrase.language === language);
      const mark = JSON.stringify(own.map(({ label, text }) => [label, text]));
      if (mark === (trained.get(language) ?? '[]')) continue;
      const classifier =
        own.length === 0
          ? classifiers[language]
          : await workAside(trainOne(withLearned(phrases[language].labels, own)), () => mine !== lesson);
      if (classifier === undefined || mine !== lesson) return;
      current = { ...current, [language]: classifier };
      classify = messageClassifier(current);
      trained = new Map(trained).set(language, mark);
    }
  }

  return {
    classify: (text, language) => {
      const label = labelOf(text);
      return label === undefined ? classify(text, language) : certain(label);
    },
    labelOf,
    learn,
  };
}

function withLearned(labels: LabelPhrases, own: readonly LearnedPhrase[]): LabelPhrases {
  return Object.fromEntries(
    LABELS.map((label) => [
      label,
      [...labels[label], ...own.filter((phrase) => phrase.label === label).map(({ text }) => text)],
    ]),
  ) as Record<Label, string[]>;
}

/** All guesses where there is no doubt. */
export function certain(label: Label): Guess<Label>[] {
  const rest = LABELS.filter((other) => other !== label);
  return [{ label, confidence: 1 }, ...rest.map((other) => ({ label: other, confidence: 0 }))];
}
