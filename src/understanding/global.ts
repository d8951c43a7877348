import type { ChatKind, Topic } from '../../dialogs/events.ts';
import { withoutFillers } from './answers.ts';
import type { Meant } from './context.ts';
import type { Found } from './lexicon.ts';
import { isNegated } from './negation.ts';
import type { Command, Danger } from './phrases.ts';
import { flat } from './text.ts';
import type { Vocabulary } from './vocabulary.ts';

const QUESTION =
  /[?？]|^(?:who|what|where|when|why|how|which|can|could|do|does|is|are|will|would|should|may)\b|吗|呢$|谁|哪|什么|怎么|多少|多久|几点/iu;

/** Whether a sentence asks something. */
export function isQuestion(sentence: string): boolean {
  return QUESTION.test(sentence.trim());
}

/** The danger at hand that a sentence speaks of: smoke, a break-in, strangers in the device; "no smoke" is none. */
export function dangerIn(plain: string, vocabulary: Vocabulary): Danger | undefined {
  const found = vocabulary.danger
    .within(plain)
    .find(({ key, start }) => key !== 'harmless' && !isNegated(plain, start, vocabulary.negators));
  return found?.key === 'harmless' ? undefined : found?.key;
}

/** A command that is all of a sentence, politeness apart. */
export function wholeCommand(plain: string, vocabulary: Vocabulary): Meant | undefined {
  const type =
    vocabulary.whole.whole(plain) ?? vocabulary.whole.whole(withoutFillers(plain, vocabulary.fillers));
  return type && { type };
}

/** A command within a sentence, said in so many words and not denied. */
export function commandWithin(plain: string, vocabulary: Vocabulary): Found<Command> | undefined {
  return vocabulary.within
    .within(plain)
    .find(({ key, start }) => key !== 'PERSON' || !isRefused(plain, start, vocabulary));
}

/** "I don't want to talk to a bot" asks for a person; "no need to speak to someone" does not. */
function isRefused(plain: string, start: number, vocabulary: Vocabulary): boolean {
  if (/(?:bot|robot|machine|机器人)/.test(plain.slice(start))) return false;
  return (
    /(?:no need|dont (?:want|need)|do not (?:want|need)|not need|rather not|不用|不需要|不要|别) *(?:to|a|the)* *$/.test(
      plain.slice(0, start),
    ) ||
    (/^(?:person|human)/.test(plain.slice(start)) && isNegated(plain, start, vocabulary.negators))
  );
}

/** Small talk that is all of a sentence, or said within it. */
export function chatIn(plain: string, vocabulary: Vocabulary): Found<ChatKind> | undefined {
  const key =
    vocabulary.chat.whole(plain) ?? vocabulary.chat.whole(withoutFillers(plain, vocabulary.fillers));
  return key ? { key, start: 0, end: plain.length } : vocabulary.chatWithin.within(plain)[0];
}

/** What a sentence asks about; the first phrase that is the longest at its place. */
export function topicIn(plain: string, vocabulary: Vocabulary): Topic | undefined {
  const found = vocabulary.topics.within(plain);
  const specific = found.find(
    ({ key }) => key === 'freight_collect' || key === 'who_are_you' || key === 'where_serial',
  );
  return (specific ?? found.sort((a, b) => b.end - b.start - (a.end - a.start))[0])?.key;
}

/** The flat form with its typos mended. */
export function plainOf(text: string, vocabulary: Vocabulary): string {
  return vocabulary.mend(flat(text));
}
