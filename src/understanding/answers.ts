import type { Question } from '../../dialogs/message.ts';
import type { Lexicon } from './lexicon.ts';
import { isNegated } from './negation.ts';
import type { Meaning } from './phrases.ts';
import { flat, hasHan } from './text.ts';

/** The values a meaning may stand for, the first that the question offers. A quote is approved by its value alone. */
const STANDS_FOR: Partial<Record<Meaning, readonly string[]>> = {
  yes: ['yes', 'right', 'helped', 'send', 'add', 'accept', 'go_on', 'same'],
  no: ['no', 'wrong', 'not_helped', 'none', 'nothing', 'edit', 'done', 'contest', 'new'],
  none: ['none', 'nothing'],
  unknown: ['unknown', 'cannot'],
  cannot: ['cannot', 'unknown'],
  not_helped: ['not_helped', 'no'],
  helped: ['helped', 'yes'],
  done: ['done', 'no', 'send'],
  right: ['right', 'yes', 'accept', 'send'],
  wrong: ['wrong', 'no', 'contest', 'edit'],
  correct: ['correct', 'edit', 'contest'],
  edit: ['edit', 'correct'],
  send: ['send', 'right'],
  accept: ['accept', 'right', 'go_on'],
  anew: ['anew', 'new'],
  lightning: ['lightning', 'storm'],
};
/** Results of a step are heard anywhere in a sentence; the last one counts: "worked for a minute, now the same again". */
const RESULTS: readonly Meaning[] = ['not_helped', 'helped', 'cannot'];
const PLACES: readonly Meaning[] = ['indoors', 'protected', 'exposed'];
const NUMBER =
  /^(?:选|选择|第|option|number|no|choice|answer|the)?\s*(\d{1,2}|[一二三四五六七八九十])(?:st|nd|rd|th)?\s*(?:个|项|号|one|please)?$/u;
const ORDINALS = [
  ['first', '1st', 'former'],
  ['second', '2nd'],
  ['third', '3rd'],
  ['fourth', '4th'],
  ['fifth', '5th'],
  ['sixth', '6th'],
  ['seventh', '7th'],
  ['eighth', '8th'],
];
const AROUND_ORDINAL =
  /\b(?:the|teh|one|option|answer|choice|button|please|pls|i|choose|pick|take|select|id|say|would|think|mean|its|it|is|probably|maybe|guess|number)\b/g;
const SHARE_OF_TITLE = 0.6;
/** "No" within a sentence may belong to anything. */
const SHORT_WORD = 3;

export interface ChoiceLexicons {
  meanings: ReadonlyMap<Meaning, Lexicon<Meaning>>;
  negators: Lexicon<'no'>;
  fillers: ReadonlySet<string>;
}

export type Titles = readonly (readonly string[])[];

/** The values that all of a text may stand for, whatever is asked; none where it means no answer. */
export function valuesMeant(
  plain: string,
  { meanings, fillers }: Omit<ChoiceLexicons, 'negators'>,
): string[] {
  const bare = withoutFillers(plain, fillers);
  return [...meanings].flatMap(([meaning, lexicon]) =>
    lexicon.whole(plain) !== undefined || lexicon.whole(bare) !== undefined
      ? (STANDS_FOR[meaning] ?? [meaning])
      : [],
  );
}

/** The value that a text names as it stands: verbatim, by its number, or by its title in any language given. */
export function verbatimChoice(text: string, question: Question, titles: Titles): string | undefined {
  const trimmed = text.trim().toLowerCase();
  const exact = question.choices.find((choice) => choice.value.toLowerCase() === trimmed);
  if (exact) return exact.value;
  const plain = flat(text);
  const at = titles.findIndex((list) => list.some((title) => flat(title) === plain && plain !== ''));
  const named =
    question.choices[at] ?? question.choices.find((choice) => flat(choice.value) === plain && plain !== '');
  const number = numberIn(plain);
  return (
    named?.value ?? question.choices.at(number > 0 ? number - 1 : number || question.choices.length)?.value
  );
}

function numberIn(plain: string): number {
  const bare = plain.replace(AROUND_ORDINAL, ' ').trim();
  if (bare === 'last' || bare === 'latter') return -1;
  const ordinal = ORDINALS.findIndex((words) => words.includes(bare)) + 1;
  if (ordinal > 0) return ordinal;
  const said = NUMBER.exec(plain)?.[1];
  if (said === undefined) return 0;
  return /^\d/.test(said) ? Number(said) : '一二三四五六七八九十'.indexOf(said) + 1;
}

/**
 * The value that words decide on where only clear ones do: to let it be is heard anywhere, to do it only as all that is
 * said. Undefined where it is not clear.
 */
export function decided(
  plain: string,
  { decides }: Question,
  { meanings, fillers }: Omit<ChoiceLexicons, 'negators'>,
): string | undefined {
  if (!decides) return undefined;
  const bare = withoutFillers(plain, fillers);
  const spared = meanings.get('keep')?.within(plain) ?? [];
  if (
    spared.some(
      ({ start, end }) => start === 0 || end - start > SHORT_WORD || hasHan(plain.slice(start, end)),
    )
  )
    return decides.keep;
  const close = meanings.get('close');
  return (close?.whole(plain) ?? close?.whole(bare)) ? decides.close : undefined;
}

/** An answer found in a sentence, and what is left of the sentence. */
export interface FoundAnswer {
  value: string;
  rest: string;
}

/** The value that a sentence means, by common words for it or by the words of one title. */
export function meantChoice(
  plain: string,
  question: Question,
  titles: Titles,
  all: ChoiceLexicons,
): FoundAnswer | undefined {
  if (question.decides) return undefined;
  const lexicons = question.safety ? withoutHelped(all) : all;
  const offered = new Set(question.choices.map((choice) => choice.value));
  const bare = withoutFillers(plain, lexicons.fillers);
  return (
    wholeMeaning([plain, bare], offered, lexicons) ??
    repeatedMeaning(bare, offered, lexicons) ??
    (question.free === 'none'
      ? (resultWithin(plain, offered, lexicons) ??
        leadingMeaning(plain, offered, lexicons) ??
        placeWithin(plain, offered, lexicons) ??
        titleOverlap(plain, question, titles, lexicons))
      : undefined)
  );
}

/** Whether "it works now" may be an answer's value. */
export function standsForHelped(value: string): boolean {
  return STANDS_FOR.helped?.includes(value) ?? false;
}

/** That it works is no yes where it is asked about danger. */
function withoutHelped(all: ChoiceLexicons): ChoiceLexicons {
  const meanings = new Map([...all.meanings].filter(([meaning]) => meaning !== 'helped'));
  return { ...all, meanings };
}

function offeredFor(meaning: Meaning, offered: ReadonlySet<string>): string | undefined {
  return (STANDS_FOR[meaning] ?? [meaning]).find((value) => offered.has(value));
}

/** Meanings in the order of how well they fit: those that the question offers by name come first. */
function candidates(offered: ReadonlySet<string>, lexicons: ChoiceLexicons): [string, Lexicon<Meaning>][] {
  const byName: [string, Lexicon<Meaning>][] = [];
  const byDetour: [string, Lexicon<Meaning>][] = [];
  for (const [meaning, lexicon] of lexicons.meanings) {
    const value = offeredFor(meaning, offered);
    if (value !== undefined) (value === meaning ? byName : byDetour).push([value, lexicon]);
  }
  return [...byName, ...byDetour];
}

function wholeMeaning(
  texts: readonly string[],
  offered: ReadonlySet<string>,
  lexicons: ChoiceLexicons,
): FoundAnswer | undefined {
  for (const [value, lexicon] of candidates(offered, lexicons)) {
    if (texts.some((text) => lexicon.whole(text) !== undefined)) return { value, rest: '' };
  }
  return undefined;
}

function resultWithin(
  plain: string,
  offered: ReadonlySet<string>,
  lexicons: ChoiceLexicons,
): FoundAnswer | undefined {
  if (!offered.has('not_helped')) return undefined;
  let best: { value: string; end: number; length: number } | undefined;
  for (const meaning of RESULTS) {
    for (const found of lexicons.meanings.get(meaning)?.within(plain) ?? []) {
      const length = found.end - found.start;
      if (best && (found.end < best.end || (found.end === best.end && length <= best.length))) continue;
      const denied = meaning === 'helped' && isNegated(plain, found.start, lexicons.negators);
      const value = offeredFor(denied ? 'not_helped' : meaning, offered);
      if (value !== undefined) best = { value, end: found.end, length };
    }
  }
  return best && { value: best.value, rest: '' };
}

/** Where a camera hangs is heard anywhere in a sentence, where it is said of one kind of place alone. */
function placeWithin(
  plain: string,
  offered: ReadonlySet<string>,
  lexicons: ChoiceLexicons,
): FoundAnswer | undefined {
  const said = PLACES.filter(
    (place) =>
      offered.has(place) &&
      lexicons.meanings
        .get(place)
        ?.within(plain)
        .some(({ start }) => !isNegated(plain, start, lexicons.negators)),
  );
  const [value, other] = said;
  return value === undefined || other !== undefined ? undefined : { value, rest: '' };
}

function leadingMeaning(
  plain: string,
  offered: ReadonlySet<string>,
  lexicons: ChoiceLexicons,
): FoundAnswer | undefined {
  let best: { value: string; end: number } | undefined;
  for (const [value, lexicon] of candidates(offered, lexicons)) {
    const found = lexicon.leading(plain);
    if (found && found.end > (best?.end ?? 0)) best = { value, end: found.end };
  }
  return best && { value: best.value, rest: plain.slice(best.end).trim() };
}

/** "nope that's all thanks": several words for one value, and nothing else. */
function repeatedMeaning(
  plain: string,
  offered: ReadonlySet<string>,
  lexicons: ChoiceLexicons,
): FoundAnswer | undefined {
  let found = leadingMeaning(plain, offered, lexicons);
  while (found && found.rest !== '') {
    const next = leadingMeaning(found.rest, offered, lexicons);
    if (next?.value !== found.value) return undefined;
    found = next;
  }
  return found;
}

function titleOverlap(
  plain: string,
  question: Question,
  titles: Titles,
  lexicons: ChoiceLexicons,
): FoundAnswer | undefined {
  if (plain === '' || lexicons.negators.within(plain).length > 0) return undefined;
  const said = new Set(plain.split(' ').filter((word) => !lexicons.fillers.has(word)));
  const shares = question.choices.map((choice, i) => {
    const forms = [...(titles[i] ?? []), choice.value.replaceAll('_', ' ')].map(flat);
    return Math.max(...forms.map((form) => shareSaid(form, plain, said, lexicons.fillers)));
  });
  const top = Math.max(...shares);
  const best = shares.indexOf(top);
  const unique = shares.filter((share) => share === top).length === 1;
  const value = question.choices[best]?.value;
  return top >= SHARE_OF_TITLE && unique && value !== undefined ? { value, rest: '' } : undefined;
}

/** Which part of a title's words was said; Chinese titles and messages count when one holds the other. */
function shareSaid(
  form: string,
  plain: string,
  said: ReadonlySet<string>,
  fillers: ReadonlySet<string>,
): number {
  const words = form.split(' ').filter((word) => word !== '' && !fillers.has(word));
  if (words.length === 0) return 0;
  if (/\p{Script=Han}/u.test(form))
    return plain.includes(form) || (plain.length > 1 && form.includes(plain)) ? 1 : 0;
  const hits = words.filter((word) => said.has(word)).length;
  const covered = said.size > 0 && [...said].every((word) => words.includes(word)) ? SHARE_OF_TITLE : 0;
  return Math.max(hits / words.length, covered);
}

/** A flat text without the words that say nothing by themselves. */
export function withoutFillers(plain: string, fillers: ReadonlySet<string>): string {
  const kept = plain
    .split(' ')
    .filter((word) => !fillers.has(word))
    .join(' ');
  if (!hasHan(kept)) return kept === '' ? plain : kept;
  let text = kept;
  for (const filler of fillers) {
    if (!/^\p{Script=Han}+$/u.test(filler)) continue;
    if (text.length > filler.length && text.startsWith(filler)) text = text.slice(filler.length).trim();
    if (text.length > filler.length && text.endsWith(filler)) text = text.slice(0, -filler.length).trim();
  }
  return text === '' ? plain : text;
}
