import type { FreeText } from '../../dialogs/message.ts';
import { withoutFillers } from './answers.ts';
import type { Meant } from './context.ts';
import { plainOf } from './global.ts';
import { answered, type Hearing, offers, type Tools } from './hearing.ts';
import { parts } from './text.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What is read off a unit's label, and what says that it can't be. */
const ON_LABEL = new Set<FreeText>(['model', 'serial']);
const UNREADABLE = ['unknown', 'cannot', 'removed'] as const;

/** "I don't know", and, where a phone number or the like is asked for, "no" and "none": there is none to give. */
export function isUnknown(text: string, { context: { question } }: Hearing, { vocabulary }: Tools): boolean {
  if (question && ON_LABEL.has(question.free) && isUnreadable(text, vocabulary)) return true;
  const plain = plainOf(text, vocabulary);
  const bare = withoutFillers(plain, vocabulary.fillers);
  const isWhole = (meaning: 'unknown' | 'no' | 'none'): boolean => {
    const lexicon = vocabulary.meanings.get(meaning);
    return lexicon?.whole(plain) !== undefined || lexicon?.whole(bare) !== undefined;
  };
  const begins = vocabulary.meanings.get('unknown')?.leading(plain) !== undefined;
  return begins || isWhole('unknown') || isWhole('no') || isWhole('none');
}

/** "It's on the ceiling, I can't reach it", "the label is gone": what stands on the label can't be told. */
function isUnreadable(text: string, vocabulary: Vocabulary): boolean {
  return parts(text).some((part) => {
    const plain = plainOf(part, vocabulary);
    const bare = withoutFillers(plain, vocabulary.fillers);
    return UNREADABLE.some((meaning) => {
      const lexicon = vocabulary.meanings.get(meaning);
      return (lexicon?.whole(plain) ?? lexicon?.whole(bare)) !== undefined;
    });
  });
}

/** The model alone is not to be skipped, and "I don't know" is no "skip". */
export function unknownOr(hearing: Hearing): Meant {
  const answers = offers('unknown', hearing) || hearing.context.question?.free === 'model';
  return answers ? answered('unknown', hearing) : { type: 'SKIP' };
}
