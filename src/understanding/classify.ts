import { LABELS, type Label } from '../../dialogs/labels.ts';
import { type Classify, createClassifier, type Guess } from './classifier.ts';
import { withoutCodes } from './codes.ts';
import { withoutDeclined } from './declined.ts';
import { LANGUAGES, type Language, type Phrases } from './phrases.ts';
import { hasHan } from './text.ts';
import { type Work, workOff } from './work.ts';

/** A word alone is the name of a thing: 这个 app 打不开. */
const LEAST_ENGLISH = 2;

export type ClassifyMessage = (text: string, language: Language) => Guess<Label>[];

/** What customers say, by label. */
export type LabelPhrases = Readonly<Record<Label, readonly string[]>>;

/** The trained classifier of each language. */
export type Classifiers = Readonly<Record<Language, Classify<Label>>>;

/** Makes the classifier of messages: all labels, best first. */
export function createMessageClassifier(phrases: Pick<Phrases, Language>): ClassifyMessage {
  return messageClassifier(trainAll(phrases));
}

export function trainAll(phrases: Pick<Phrases, Language>): Classifiers {
  return Object.fromEntries(
    LANGUAGES.map((language) => [language, workOff(trainOne(phrases[language].labels))]),
  ) as Classifiers;
}

export function trainOne(phrases: LabelPhrases): Work<Classify<Label>> {
  return createClassifier<Label>(inOrder(phrases), 'other');
}

/** Models and serial numbers say nothing of what is wrong, nor does what is declined; they are passed over. */
export function messageClassifier(classifiers: Classifiers): ClassifyMessage {
  return (text, language) => {
    const said = withoutCodes(withoutDeclined(text), []);
    if (said.trim() === '') return declined(classifiers[languageOf(text, language)](text));
    const guesses = classifiers[languageOf(said, language)](said);
    const english = hasHan(said) ? englishIn(said) : undefined;
    return english === undefined ? guesses : together(guesses, classifiers.en(english));
  };
}

/** What is left where all that was said is that no person is wanted. */
function declined(guesses: readonly Guess<Label>[]): Guess<Label>[] {
  const isOther = ({ label }: Guess<Label>): number =>
    label === 'other' ? 0 : label === 'human_agent' ? 2 : 1;
  return guesses.toSorted((a, b) => isOther(a) - isOther(b));
}

/** The English words in a Chinese text, where they say something: 我的摄像机 has no sound. */
function englishIn(text: string): string | undefined {
  const words = text.match(/[A-Za-z]+(?:'[a-z]+)?/g) ?? [];
  return words.filter((word) => /[a-z]{2}/.test(word)).length < LEAST_ENGLISH ? undefined : words.join(' ');
}

/** Each language's guesses count as much as they are sure. */
function together(one: readonly Guess<Label>[], other: readonly Guess<Label>[]): Guess<Label>[] {
  const sum = (label: Label): number =>
    [...one, ...other].reduce((all, guess) => all + (guess.label === label ? guess.confidence : 0), 0);
  return LABELS.map((label) => ({ label, confidence: sum(label) / 2 })).toSorted(
    (a, b) => b.confidence - a.confidence,
  );
}

/** In whose phrases a text is looked for: Chinese characters are read as Chinese whatever the language given. */
export function languageOf(text: string, language: Language): Language {
  if (hasHan(text)) return 'zh';
  return /[a-z]/i.test(text) ? 'en' : language;
}

function inOrder(labels: LabelPhrases): LabelPhrases {
  return Object.fromEntries(LABELS.map((label) => [label, labels[label]])) as LabelPhrases;
}
