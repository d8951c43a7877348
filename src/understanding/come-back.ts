import type { FoundFault } from '../../dialogs/events.ts';
import type { Meant, ReadContext } from './context.ts';
import { plainOf } from './global.ts';
import { isNegated } from './negation.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * What is said once the case is over: "it is black again", "that is not solved". A fault that is told so is told again;
 * where no fault was understood, the words are one.
 */
export function comingBack(
  events: readonly Meant[],
  text: string,
  context: ReadContext,
  vocabulary: Vocabulary,
): readonly Meant[] {
  if (!context.over || !saysBack(text, vocabulary)) return events;
  const told = events.some(({ type }) => type === 'FAULTS');
  const unread = events.findIndex((event) => isUnread(event, context));
  if (!told && unread < 0) return events;
  const fault: FoundFault = { text, guesses: [], sure: false, again: true, facts: {} };
  return events.flatMap((event, nth): Meant[] => {
    if (event.type === 'FAULTS') {
      return [{ ...event, faults: event.faults.map((one) => ({ ...one, again: true })) }];
    }
    if (told || !isUnread(event, context)) return [event];
    return nth === unread ? [{ type: 'FAULTS', faults: [fault], text }] : [];
  });
}

/** Words that go on about the fault, where none says that it works. */
function saysBack(text: string, vocabulary: Vocabulary): boolean {
  const plain = plainOf(text, vocabulary);
  const { back, again, meanings, negators } = vocabulary;
  const helped = meanings.get('helped')?.within(plain) ?? [];
  if (helped.some(({ start }) => !isNegated(plain, start, negators))) return false;
  const lexicons = [back, again, meanings.get('not_helped')];
  return lexicons.some((lexicon) => (lexicon?.within(plain).length ?? 0) > 0);
}

/** What names no choice of the question that stands, and nothing else. */
function isUnread(event: Meant, { question }: ReadContext): boolean {
  if (event.type !== 'ANSWERED') return ['PUZZLED', 'MISREAD', 'EDITED'].includes(event.type);
  return !question?.choices.some(({ value }) => value === event.value);
}
