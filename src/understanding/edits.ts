import type { Entry, FaultFacts } from '../../dialogs/events.ts';
import { withoutFillers } from './answers.ts';
import { withoutCodes } from './codes.ts';
import type { Meant } from './context.ts';
import { factsIn } from './facts.ts';
import type { Found } from './lexicon.ts';
import { isCircumstance } from './pieces.ts';
import { countIn } from './quantity.ts';
import { flat, matchesIn } from './text.ts';
import type { Vocabulary } from './vocabulary.ts';

type Edited = Extract<Meant, { type: 'EDITED' }>;
type Detailed = Extract<Meant, { type: 'DETAILED' }>;

/** What may stand beside the words that put a list right. */
const SMALL = new Set(
  `the a an my this that it them they these those one ones entry entries item fault faults problem problems issue point
   line from off of on in list please again is are was and with both as to all so too out just can you could i want would
   like lets do for me device devices now then`.split(/\s+/),
);
const DIGIT = /(?<![\w-])\d(?![\w-])/gu;
const SMALL_HAN = /[的那这个条项把将请从清单里列表故障问题台掉了吧一下和跟与就都是两二我要想它给先再呢啊]/gu;
const POINTING = /\b(?:it|that|this|that one|this one)\b|^(?:把)?(?:这|那)|它/u;
/** "Not the camera", "not two", "不是两台". */
const DENIED =
  /\b(?:not|instead of|rather than)(?: (?:the|a|an|my|our|any))* ?$|(?:不是|而不是|并非)(?:那|这)?$/u;
const TURNING =
  /\b(?:not|instead|rather|than|but|only|just|meant|mean|said|all|really|ok|okay|yes|no)\b|我们?|你们?|您|那[个台些]?|这[个台些]?|不是|而是|只有|只|就|不过|但|外面那?|[一两]?[个台只]/gu;

/** A text without what was found in it. */
function cut(plain: string, found: readonly Found<string>[]): string {
  let left = plain;
  for (const { start, end } of [...found].sort((a, b) => b.start - a.start))
    left = `${left.slice(0, start)} ${left.slice(end)}`;
  return left.replace(/\s+/gu, ' ').trim();
}

/** A flat text without the words at its beginning and end that put something right, and what kind those are. */
export function markersOff(
  plain: string,
  { markers }: Vocabulary,
): { rest: string; keys: ('surely' | 'perhaps')[] } {
  const keys: ('surely' | 'perhaps')[] = [];
  let rest = plain;
  for (let first = markers.leading(rest); first; first = markers.leading(rest)) {
    keys.push(first.key);
    rest = rest.slice(first.end).trim();
  }
  for (
    let last = markers.within(rest).at(-1);
    last?.end === rest.length;
    last = markers.within(rest).at(-1)
  ) {
    keys.push(last.key);
    rest = rest.slice(0, last.start).trim();
  }
  return { rest, keys };
}

/** "Remove the second", "1 and 2 are the same fault", "the first one is wrong"; nothing else may be said. */
export function editIn(plain: string, text: string, vocabulary: Vocabulary): Edited | undefined {
  const verbs = vocabulary.edits.within(plain);
  const verb = verbs[0];
  if (!verb) return undefined;
  const nths = vocabulary.ordinals.within(plain);
  const bare = matchesIn(plain, DIGIT).map(
    (match): Found<string> => ({ key: match[0], start: match.index, end: match.index + 1 }),
  );
  const numbers = [
    ...nths,
    ...bare.filter(({ start }) => !nths.some((nth) => nth.start <= start && start < nth.end)),
  ];
  const devices = vocabulary.device.within(plain);
  const isWithin = ({ start }: Found<string>, others: readonly Found<string>[]): boolean =>
    others.some((other) => other.start <= start && start < other.end);
  const apartFromVerbs = [...numbers, ...devices.filter((device) => !isWithin(device, numbers))].filter(
    (found) => !isWithin(found, verbs),
  );
  const left = cut(plain, [...verbs, ...apartFromVerbs]);
  const words = left.replace(SMALL_HAN, ' ').split(' ');
  if (!words.every((word) => word === '' || SMALL.has(word) || vocabulary.fillers.has(word)))
    return undefined;
  const entries: Entry[] = numbers.sort((a, b) => a.start - b.start).map(({ key }) => ({ nth: Number(key) }));
  const device = devices[0]?.key;
  const entry = entries[0] ?? (device ? { device } : undefined);
  if (verb.key === 'merge') {
    const [first = { nth: -2 }, second = { nth: -1 }] = entries;
    return { type: 'EDITED', edit: 'merge', entry: first, with: second, text };
  }
  if (verb.key === 'wrong') return entries[0] && { type: 'EDITED', edit: 'change', entry: entries[0], text };
  if (!entry && !POINTING.test(plain)) return undefined;
  return { type: 'EDITED', edit: 'remove', entry: entry ?? {}, text };
}

/**
 * What a text tells of a fault without naming one: how many, which device, where, since when; and which entry of the
 * list it is told of. `corrects` where its words put right what was said before.
 */
export function detailIn(
  text: string,
  vocabulary: Vocabulary,
  models: readonly string[],
): Detailed | undefined {
  const plain = vocabulary.mend(flat(withoutCodes(text, models)));
  const denied = deniedIn(plain, vocabulary);
  const meant = denied ? withoutDenied(plain, vocabulary) : plain;
  const { rest: bare, keys } = markersOff(meant, vocabulary);
  const nths = vocabulary.ordinals.within(bare);
  const left = cut(bare, nths);
  const was = denied?.was;
  const facts = factsOf(left, vocabulary, models);
  const corrects = keys.length > 0 || was !== undefined || nths.length > 0;
  const rest = withoutFillers(left.replace(TURNING, ' ').replace(/\s+/gu, ' ').trim(), vocabulary.fillers);
  if (Object.keys(facts).length === 0 || !(rest === '' || isCircumstance(rest, facts, vocabulary)))
    return undefined;
  const nth = nths[0];
  return {
    type: 'DETAILED',
    facts,
    entry: nth ? { nth: Number(nth.key) } : {},
    corrects,
    ...(was ? { was } : {}),
    text: text.trim(),
  };
}

/** What a text tells besides models and numbers. */
export function factsOf(left: string, vocabulary: Vocabulary, models: readonly string[]): FaultFacts {
  const { model: _model, serial: _serial, ...facts } = factsIn(left, vocabulary, models);
  const quantity = facts.quantity ?? countIn(left, vocabulary);
  return quantity === undefined ? facts : { ...facts, quantity };
}

interface Denied {
  was: Pick<FaultFacts, 'device' | 'quantity'>;
}

/** What is said not to be meant: the device, or how many. */
function deniedIn(plain: string, vocabulary: Vocabulary): Denied | undefined {
  const device = vocabulary.device.within(plain).find(({ start }) => DENIED.test(plain.slice(0, start)));
  if (device) return { was: { device: device.key } };
  const at = /\b(?:not|instead of|rather than) |不是/u.exec(plain);
  const quantity = at ? countIn(plain.slice(at.index + at[0].length), vocabulary, true) : undefined;
  return quantity === undefined ? undefined : { was: { quantity } };
}

/** The text without its "not the camera": what comes before that, and what turns from it. */
function withoutDenied(plain: string, vocabulary: Vocabulary): string {
  const at = /(?:\b(?:not|instead of|rather than)\b|(?:而)?不是|并非)/u.exec(plain);
  if (!at) return plain;
  const after = plain.slice(at.index + at[0].length);
  const thing = [...vocabulary.device.within(after), ...vocabulary.quantity.within(after)].sort(
    (a, b) => a.start - b.start,
  )[0];
  const number = /^\D{0,6}(\d{1,2}|[一二两三四五六七八九十])[台个只]?/u.exec(after);
  const end = thing ? thing.end : number ? number[0].length : after.length;
  return `${plain.slice(0, at.index)} ${after.slice(end)}`.replace(/\s+/gu, ' ').trim();
}
