import type { Titles } from './answers.ts';
import type { Meant, ReadContext } from './context.ts';
import type { ClassifyText } from './faults.ts';
import type { FreeSettings } from './free-answer.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A message being read: what it has meant so far, and what is left of it. */
export interface Hearing {
  text: string;
  context: ReadContext;
  titles: Titles;
  settings: FreeSettings;
  events: Meant[];
  /** Pieces that meant nothing by themselves yet; `beside` where an answer stood in the same sentence. */
  rest: { text: string; beside: boolean }[];
  answered: boolean;
}

export interface Tools {
  vocabulary: Vocabulary;
  classify: ClassifyText;
}
