import type { Topic } from '../../dialogs/events.ts';
import { namesContact } from './contact-named.ts';
import type { Meant } from './context.ts';
import { editIn } from './edits.ts';
import { isQuestion, plainOf, topicIn, wholeCommand } from './global.ts';
import { answer, type Hearing, push, type Tools } from './hearing.ts';
import { flat, hasHan, ITEM, lines, sentenceList } from './text.ts';

/** The most entries that one message makes; what comes after them stays together. */
const MOST_ENTRIES = 20;
/** A shorter question asks back: "what?", "which one?". */
const SHORTEST = { words: 3, han: 5 };
/** What is for people to answer or to do, so that the customer's words go to them. */
const NOTED: ReadonlySet<Topic> = new Set<Topic>(['order', 'delete_data']);
const LONGEST_HEAD = 80;
const LONGEST_EDIT = 200;

const LINK =
  /^(?:\W|\b(?:and|also|plus|then|but|or|so|next|another question|one more thing|by the way|btw|hi|hello)\b)+/iu;
const REQUEST =
  /^(?:please\b|tell me|let me know|send me|quote\b|i(?:'d| would)? ?(?:like|want|need|wish) to (?:know|ask)|i(?:'m| am) (?:wondering|asking)|i need to know|请问|想问|想知道|麻烦)/iu;
const HAN_ASKS = /吗|呢|多少|什么|怎么|怎样|如何|哪|谁|几|是否|能不能|可不可以|可否|有没有|行不行|[?？]/u;
/** An answer to what was asked, before the question. */
const ANSWER = /^(?:yes|no|ok|okay|yeah|nope)(?:[.,!]+\s+(?=\S{2})|[.,!]*$)/iu;
/** Announces questions and is none. */
const INTRO =
  /^(?:(?:i|we)(?:'ve| have|'d like to ask| want to ask| would like to ask)?|here are|these are|my|some|a few)\b[^?]*\bquestions?\b[^?]*$|^(?:我|我们|这边)?(?:还|想|有)[^？?]{0,8}(?:问题|咨询|请教)[^？?]{0,6}$/iu;

/**
 * The questions of a message, each an entry of its own: by their marks, lines and numbers; what leads up to a question
 * or comes after it stays with it.
 * @param keeps whether a sentence belongs to a question at all
 */
export function splitQuestions(text: string, keeps: (sentence: string) => boolean = () => true): string[] {
  const all = lines(text).flatMap((line) => entriesOf(line.replaceAll(ITEM, ''), keeps));
  if (all.length <= MOST_ENTRIES) return all;
  return [...all.slice(0, MOST_ENTRIES - 1), all.slice(MOST_ENTRIES - 1).join('\n')];
}

function entriesOf(line: string, keeps: (sentence: string) => boolean): string[] {
  const entries: string[] = [];
  let lead = '';
  for (const sentence of sentenceList(line, Number.POSITIVE_INFINITY).flatMap(askedApart)) {
    const said = sentence.replace(ANSWER, '');
    if (said === '' || isIntro(sentence) || !keeps(sentence)) continue;
    lead = joined(lead, said);
    if (!asks(sentence)) continue;
    entries.push(lead);
    lead = '';
  }
  if (lead === '') return entries;
  const last = entries.at(-1);
  return last === undefined ? [lead] : [...entries.slice(0, -1), joined(last, lead)];
}

function joined(before: string, after: string): string {
  return before === '' ? after : `${before}${hasHan(after) ? '' : ' '}${after}`;
}

function asks(sentence: string): boolean {
  const said = sentence.replace(LINK, '');
  return isQuestion(sentence) || isQuestion(said) || REQUEST.test(said);
}

/** Chinese strings questions together with commas: each part that asks ends one. */
function askedApart(sentence: string): string[] {
  if (!hasHan(sentence)) return [sentence];
  const entries: string[] = [];
  let open = '';
  for (const part of sentence.split(/(?<=[，,])/u)) {
    open += part;
    if (!HAN_ASKS.test(part)) continue;
    entries.push(open);
    open = '';
  }
  const last = entries.pop() ?? '';
  return [...entries, last + open].map((entry) => entry.trim().replace(/[，,；;]$/u, ''));
}

function isIntro(sentence: string): boolean {
  const isHead = sentence.length <= LONGEST_HEAD && /[:：]$/u.test(sentence);
  return isHead || INTRO.test(sentence.replace(LINK, ''));
}

/** What is to be noted of a message goes with the first of its events that take questions; one does. */
export function settleQuestions(hearing: Hearing, tools: Tools): void {
  const takers = hearing.events.filter((event) => takesQuestions(event, hearing));
  const [first] = takers;
  if (!first) return;
  const found = splitQuestions(hearing.text, (sentence) => isForPeople(sentence, hearing, tools));
  const questions = found.length > 0 ? found : [hearing.text.trim()];
  hearing.events = hearing.events.flatMap((event): Meant[] => {
    if (event === first) return [{ ...first, questions } as Meant];
    return takers.includes(event) ? [] : [event];
  });
}

function takesQuestions(event: Meant, { context, text }: Hearing): boolean {
  if (event.type === 'ASKED') return NOTED.has(event.topic);
  if (event.type === 'MISREAD') return event.problem === 'question' && isLong(text);
  if (event.type !== 'ANSWERED' || !/^sales\.(?:question|confirm)$/.test(event.prompt)) return false;
  return !context.question?.choices.some(({ value }) => value === event.value);
}

function isLong(text: string): boolean {
  return hasHan(text) ? text.length >= SHORTEST.han : text.trim().split(/\s+/).length >= SHORTEST.words;
}

/** Neither small talk nor a command, nor what is answered or noted otherwise. */
function isForPeople(sentence: string, { events }: Hearing, { vocabulary }: Tools): boolean {
  const plain = plainOf(sentence, vocabulary);
  if (plain === '' || vocabulary.chat.whole(plain) || wholeCommand(plain, vocabulary)) return false;
  const topic = topicIn(plain, vocabulary);
  const isAnswered = events.some((event) => event.type === 'ASKED' && event.topic === topic);
  if (topic !== undefined && !NOTED.has(topic) && isAnswered) return false;
  if (events.some(({ type }) => type === 'CONTACT_NAMED') && namesContact(sentence)) return false;
  const said = flat(sentence);
  return !events.some(
    (event) =>
      event.type === 'FAULTS' &&
      event.faults.some(({ text }) => flat(text).includes(said) || said.includes(flat(text))),
  );
}

const NTH = String.raw`(?:the\s+)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|last|\d{1,2}(?:st|nd|rd|th)|(?:number|no\.?|question|entry|item|#)\s*\d{1,2})(?:\s+(?:one|question|entry|item))?`;
const CHANGED = [
  new RegExp(String.raw`^(${NTH})\s+(?:should|must)\s+(?:be|say|read|ask)\s*[:：,]?\s*(.+)$`, 'isu'),
  new RegExp(
    String.raw`^(?:change|correct|replace|edit)\s+(${NTH})\s+(?:to|into|with|by)\s*[:：,]?\s*(.+)$`,
    'isu',
  ),
  /^(?:请)?(?:帮我)?(?:把)?(第[一二三四五六七八九十\d]{1,2}|最后一)(?:个|条|项|点)?(?:问题)?(?:应该|应|要)?(?:改成|改为|换成|是|为)[:：]?\s*(.+)$/su,
];
const BEFORE_EDIT = /^(?:(?:no|please|sorry|actually|and|ok)[,\s]+)+/iu;
const ALL =
  /^(?:remove|delete|drop|forget) (?:them )?(?:all|everything)(?: of them)?$|^(?:全部?|都)(?:删掉|删除|不要了)$/u;

/** The question list put right before it is sent: one goes, one reads otherwise, more are to come, or that was all. */
export function hearQuestionEdit(hearing: Hearing, { vocabulary }: Tools): boolean {
  const { question, questions = 0 } = hearing.context;
  if (question?.prompt !== 'sales.confirm' || questions === 0) return false;
  const text = hearing.text.trim().replace(BEFORE_EDIT, '');
  for (const form of CHANGED) {
    const [, which = '', said = ''] = form.exec(text) ?? [];
    const nth = nthOf(which, vocabulary);
    if (nth !== undefined)
      return push(hearing, { type: 'QUESTION_EDITED', edit: 'change', nth, with: unquoted(said), text });
  }
  if (text.length > LONGEST_EDIT) return false;
  const plain = plainOf(text, vocabulary);
  if (ALL.test(plain)) return answer(hearing, 'wrong', text);
  const edit = editIn(
    plain
      .replace(/\bquestions?\b|问题/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
    text,
    vocabulary,
  );
  if (edit?.edit === 'remove' || edit?.edit === 'change') {
    return push(hearing, { type: 'QUESTION_EDITED', edit: edit.edit, nth: edit.entry.nth ?? -1, text });
  }
  if (vocabulary.meanings.get('done')?.whole(plain)) return answer(hearing, 'right', text);
  if (!vocabulary.meanings.get('add')?.whole(plain)) return false;
  return push(hearing, { type: 'QUESTION_EDITED', edit: 'more', nth: -1, text });
}

function nthOf(which: string, vocabulary: Tools['vocabulary']): number | undefined {
  if (which === '') return undefined;
  if (which === '最后一' || /\blast\b/i.test(which)) return -1;
  const digits = /\d{1,2}/.exec(which)?.[0];
  if (digits) return Number(digits);
  const han = /^第([一二三四五六七八九十])$/u.exec(which)?.[1];
  if (han) return '一二三四五六七八九十'.indexOf(han) + 1;
  const found = vocabulary.ordinals.within(flat(which))[0];
  return found && Number(found.key);
}

function unquoted(text: string): string {
  return text.trim().replace(/^["“「](.*)["”」]$/su, '$1');
}
