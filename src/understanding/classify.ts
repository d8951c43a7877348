import { LABELS, type Label } from '../../dialogs/labels.ts';
import { type Classify, createClassifier, type Guess } from './classifier.ts';
import { withoutCodes } from './codes.ts';
import { LANGUAGES, type Language, type Phrases } from './phrases.ts';
import { hasHan } from './text.ts';
import { type Work, workOff } from './work.ts';

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

/** Models and serial numbers say nothing of what is wrong, and are passed over. */
export function messageClassifier(classifiers: Classifiers): ClassifyMessage {
  return (text, language) => classifiers[languageOf(text, language)](withoutCodes(text, []));
}

/** In whose phrases a text is looked for: Chinese characters are read as Chinese whatever the language given. */
export function languageOf(text: string, language: Language): Language {
  if (hasHan(text)) return 'zh';
  return /[a-z]/i.test(text) ? 'en' : language;
}

function inOrder(labels: LabelPhrases): LabelPhrases {
  return Object.fromEntries(LABELS.map((label) => [label, labels[label]])) as LabelPhrases;
}
