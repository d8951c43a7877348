import { standsForHelped, withoutFillers } from './answers.ts';
import { plainOf } from './global.ts';
import { type Hearing, push, type Tools } from './hearing.ts';
import { parts } from './text.ts';

/**
 * "It's working again", where that answers nothing that is asked: nobody need look into it any more, just as with
 * "never mind".
 */
export function hearRecovered(sentence: string, hearing: Hearing, { vocabulary }: Tools): boolean {
  const { question } = hearing.context;
  if (hearing.answered || question?.free === 'note' || question?.free === 'when') return false;
  const answers = question?.choices.some(({ value }) => standsForHelped(value)) ?? false;
  if (answers && !question?.safety) return false;
  const pieces = parts(sentence).map((piece) => plainOf(piece, vocabulary));
  const says = (plain: string): boolean =>
    (vocabulary.recovered.whole(plain) ??
      vocabulary.recovered.whole(withoutFillers(plain, vocabulary.fillers))) !== undefined;
  if (!pieces.some(says)) return false;
  const beside = (plain: string): boolean => says(plain) || vocabulary.chat.whole(plain) === 'thanks';
  return pieces.every(beside) && push(hearing, { type: 'CANCEL' });
}
