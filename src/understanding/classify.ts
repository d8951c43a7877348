import { LABELS, type Label } from '../../dialogs/labels.ts';
import { createClassifier, type Guess } from './classifier.ts';
import { withoutCodes } from './codes.ts';
import { LANGUAGES, type Language, type Phrases } from './phrases.ts';
import { hasHan } from './text.ts';

export type ClassifyMessage = (text: string, language: Language) => Guess<Label>[];

/**
 * Makes the classifier of messages: all labels, best first. Chinese characters are read as Chinese whatever the
 * language given. Models and serial numbers say nothing of what is wrong, and are passed over.
 */
export function createMessageClassifier(phrases: Pick<Phrases, Language>): ClassifyMessage {
  const byLanguage = Object.fromEntries(
    LANGUAGES.map((language) => [
      language,
      createClassifier<Label>(inOrder(phrases[language].labels), 'other'),
    ]),
  ) as Record<Language, (text: string) => Guess<Label>[]>;
  return (text, language) => byLanguage[pick(text, language)](withoutCodes(text, []));
}

function pick(text: string, language: Language): Language {
  if (hasHan(text)) return 'zh';
  return /[a-z]/i.test(text) ? 'en' : language;
}

function inOrder(labels: Readonly<Record<Label, readonly string[]>>): Record<Label, readonly string[]> {
  return Object.fromEntries(LABELS.map((label) => [label, labels[label]])) as Record<
    Label,
    readonly string[]
  >;
}
