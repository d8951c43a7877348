import type { FaultFacts } from '../../dialogs/events.ts';
import { isFault, type Label } from '../../dialogs/labels.ts';
import type { Guess } from './classifier.ts';
import { factsIn } from './facts.ts';
import { isDenied, isNegated } from './negation.ts';
import { flat, hasHan, ITEM, itemised, parts, sentenceList } from './text.ts';
import type { Vocabulary } from './vocabulary.ts';

export type ClassifyText = (text: string) => Guess<Label>[];

/**
 * What a piece is to the faults of a message: the naming of one; a circumstance or a denial that belongs to its
 * neighbours; or a cause, which belongs to what it caused.
 */
export type Role = 'speaks' | 'circumstance' | 'denial' | 'cause';

export interface Piece {
  text: string;
  role: Role;
  guesses: Guess<Label>[];
  facts: FaultFacts;
  /** What opens it: an entry of a list, a sentence or line, or nothing but a comma or an "and". */
  opens: 'item' | 'line' | 'sentence' | 'none';
}

const MOST_PIECES = 24;
const LONGEST_DENIAL = 9;
const LONGEST_CAUSE = 12;
/** Words that part two statements of one sentence. */
export const JOINTS =
  /\s+(?:and|also|plus|but|while|whereas|additionally)\s+(?!(?:rain|day|night|off|again|forth|white|then|out|down)\b)|\s*(?:，|,)?(?:还有|另外|而且|并且|同时|以及|但是|但)/iu;
/** Announced by a colon, a code belongs to the words before it. */
const ANNOUNCED =
  /\b((?:serial|model|s\/n|sn|code|error)(?: (?:number|no\.?|code))?)\s*[:：]\s*|(序列号|型号|错误码)\s*[:：]\s*/giu;
const FINE =
  /\b(?:(?:is|are|was|were|works?|working|stays?|looks?|all|else|rest|otherwise|it|them|ones?)(?: \w+){0,2} (?:fine|ok|okay|good|normal|normally|perfectly?|great|properly|clear)|otherwise (?:fine|ok|okay|good))\b|\b(?:has|have|got|gets) power\b|\bpower is (?:on|there)\b|正常|(?<!没|沒)有电(?![流磁池视脑压话线阻])|没事|没问题|没有问题|都好|很好|是好的|还可以/u;
const NOT_FINE = /\bnot\b|\bno\b|nt\b|\bnever\b|\bonly\b|\buntil\b|\bbefore\b|\bthen\b|不正常|不太|异常|不/u;
const TOUCHED =
  /\b(?:nobody|no one|never|not|no|nothing)(?: \w+){0,2} (?:touched|dropped|opened|water|hit|changed|wet|moved|fell|damage|damaged|smoke|smell)\b|(?:没有?|未)(?:人)?(?:摔|碰|进过?水|动过|拆过|改过|淋|泡)/u;
/** What was tried in vain is no other fault. */
const TRIED =
  /^(?:i |we |ive |weve |already |have |also |even )*(?:tried|swapped|replaced|changed|rebooted|restarted|checked|tested|reset)(?: (?!now\b|still\b|then\b|no\b|is\b)\w+){0,4}$|^(?:也|都|已经)?(?:试过|试了|换过|换了|重启|检查过|复位|测过).{0,8}$/u;
const CAUSES = new Set<FaultFacts['event']>(['lightning', 'storm', 'flood', 'earthquake', 'power_cut']);
/** Said of when, where and how often, these tell of no fault by themselves. */
const CIRCUMSTANTIAL = new Set(
  `it its this that they them these those theyre is are was were be been has have had happens happened happen happening
   only just mostly mainly usually about already now then again and but also so since for from in on at of the a an to
   my our i we mounted installed hangs located placed camera cameras model serial number no s n hi hello please sir
   never did bought after before during day days there here first second third last one other message says shows error code display err ive total altogether problem problems issue issues fault faults following several some`.split(
    /\s+/,
  ),
);
const CIRCUMSTANTIAL_HAN =
  /[一共总几个问题故障的了是有在都就也还才已经装安差不多大概只都发生出现这种情况型号序列号为]+/gu;

/** The pieces of a message, between its marks and its "and"s, each with what it is to the faults. */
export function piecesOf(
  text: string,
  classify: ClassifyText,
  vocabulary: Vocabulary,
  models: readonly string[],
): Piece[] {
  const all = itemised(text)
    .replace(ANNOUNCED, '$1$2 ')
    .split(/[\r\n]+/)
    .flatMap((line) => sentenceList(line).flatMap((sentence, i) => splitSentence(sentence, i === 0)))
    .filter((part) => flat(part.text) !== '');
  const rest = all.slice(MOST_PIECES - 1);
  const kept =
    rest.length > 1
      ? [
          ...all.slice(0, MOST_PIECES - 1),
          { text: rest.map((piece) => piece.text).join('; '), opens: 'line' as const },
        ]
      : all;
  return kept.map((piece) => {
    const facts = factsIn(piece.text, vocabulary, models);
    const role = roleOf(piece.text, facts, vocabulary, classify);
    return {
      ...piece,
      facts: role === 'denial' ? kindly(facts) : facts,
      role,
      guesses: classify(piece.text),
    };
  });
}

/** Of a denial ("works fine at night", "not the recorder") nothing holds but that it is not always so. */
function kindly(facts: FaultFacts): FaultFacts {
  const { frequency, model, serial } = facts;
  return {
    ...(frequency === 'sometimes' && { frequency }),
    ...(model !== undefined && { model }),
    ...(serial !== undefined && { serial }),
  };
}

function splitSentence(sentence: string, first: boolean): { text: string; opens: Piece['opens'] }[] {
  const opens = sentence.startsWith(ITEM) ? 'item' : first ? 'line' : 'sentence';
  return parts(sentence.replaceAll(ITEM, ''))
    .flatMap((part) => part.split(JOINTS))
    .map((part, i) => ({
      text: part
        .trim()
        .replace(/[.。;；!！]+$/u, '')
        .replace(/^(?:and|but|plus)\s+(?=\S)/iu, ''),
      opens: i > 0 ? ('none' as const) : opens,
    }));
}

/** How long a piece is, in words; two Chinese characters are about one. */
export function lengthOf(text: string): number {
  return hasHan(text) ? Math.floor(text.length / 2) : text.split(/\s+/).length;
}

function roleOf(text: string, facts: FaultFacts, vocabulary: Vocabulary, classify: ClassifyText): Role {
  const plain = vocabulary.mend(flat(text));
  if (lengthOf(text) <= LONGEST_DENIAL && isDenial(plain, vocabulary)) return 'denial';
  if (TRIED.test(plain) || isCircumstance(plain, facts, vocabulary)) return 'circumstance';
  const caused = facts.device === undefined && CAUSES.has(facts.event) && lengthOf(text) <= LONGEST_CAUSE;
  const [first] = caused ? classify(text) : [];
  return first && (!isFault(first.label) || first.label === 'physical_damage' || first.label === 'no_power')
    ? 'cause'
    : 'speaks';
}

/** Said of what there was not, or of what works: no smoke, no storm, the recorder is fine. */
function isDenial(plain: string, vocabulary: Vocabulary): boolean {
  if (FINE.test(plain) && !NOT_FINE.test(plain.replace(/没事|没问题|没有问题/gu, ''))) return true;
  if (TOUCHED.test(plain)) return true;
  if (/^(?:not|besides|except) (?:the|my|a)\b|^不是/.test(plain) && lengthOf(plain) <= 5) return true;
  const events = vocabulary.event.within(plain);
  if (events.length > 0 && events.every(({ start }) => isDenied(plain, start))) return true;
  const danger = vocabulary.danger.within(plain).find(({ key }) => key !== 'harmless');
  return danger !== undefined && isNegated(plain, danger.start, vocabulary.negators);
}

/** A piece of which nothing is left but when, where, how often and which unit. */
export function isCircumstance(plain: string, facts: FaultFacts, vocabulary: Vocabulary): boolean {
  let left = ` ${plain} `;
  for (const lexicon of [vocabulary.place, vocabulary.frequency, vocabulary.device, vocabulary.quantity]) {
    for (const { start, end } of lexicon.within(left.trim()).reverse()) {
      left = ` ${left.trim().slice(0, start)} ${left.trim().slice(end)} `;
    }
  }
  for (const value of [facts.since, facts.model, facts.serial, facts.errorCode]) {
    if (value !== undefined) left = left.replace(flat(value), ' ');
  }
  const words = left.replace(CIRCUMSTANTIAL_HAN, ' ').split(/\s+/);
  return words.every((word) => word === '' || CIRCUMSTANTIAL.has(word) || /^\d+$/.test(word));
}
