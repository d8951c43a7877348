import type { MessageKey } from '../../dialogs/message.ts';
import { LOCALES, type Texts } from '../texts/texts.ts';
import { isReviewVerb, type ReviewVerb } from './review-commands.ts';
import { isInput } from './staff-forms.ts';
import type { Inbound } from './types.ts';

/** What staff can ask for, in the order of the help. */
export const VERBS = [
  ...(['queue', 'mine', 'all', 'who', 'case', 'more', 'talk', 'faults', 'claim', 'release'] as const),
  ...(['assign', 'reply', 'note', 'handoff', 'consult', 'advise', 'answer', 'canned', 'merge'] as const),
  ...(['decide', 'confirm', 'resolve', 'close', 'reopen', 'away', 'back', 'send', 'leave', 'help'] as const),
];
export type Verb = (typeof VERBS)[number];

/**
 * What a staff member typed or pressed. `verb` null: plain words. `inputs`: what was filled in on the card whose button
 * was pressed; `version`: of the case, as that card showed it.
 */
export interface Words {
  verb: Verb | ReviewVerb | null;
  caseId: string | undefined;
  /** What follows the verb and the case's number, as it is; of plain words all of them. */
  rest: string;
  version?: number | undefined;
  inputs?: Readonly<Record<string, string>>;
  /** What else the button bore. */
  data?: Readonly<Record<string, unknown>>;
}

/** Nothing but a number may follow: in "close the housing" it is a word like any other. */
const BARE: readonly string[] = [
  ...['queue', 'mine', 'all', 'who', 'case', 'more', 'talk', 'faults', 'claim', 'release', 'resolve'],
  ...['close', 'reopen', 'back', 'send', 'leave', 'help'],
];
/** A mere number behind these is a case's, where it is a page behind others. */
const OF_A_CASE: readonly string[] = ['case', 'claim', 'release', 'resolve', 'close', 'reopen', 'send'];
const NUMBER = /^\s*\d{0,6}\s*$/;
const SEPARATOR = /^[\s:：,，]+/;
const CASE_ID = /^[#(（]?c-?(\d{1,9})(?!\d)[)）:：,，]?/i;

/** A card's button carries the verb, the case and the version that the card showed. */
export function readWords({ text, value }: Inbound, texts: Texts): Words {
  if (typeof value === 'object' && value !== null && 'staff' in value) {
    return pressed(value as Record<string, unknown>);
  }
  const said = text.trim().replace(/^\/(?=\p{L})/u, '');
  const { verb, after } = verbOf(said, texts);
  const { caseId, rest } = caseOf(after);
  if (verb === null) return { verb: caseId && rest === '' ? 'case' : null, caseId, rest };
  if (BARE.includes(verb) && !NUMBER.test(rest)) return { verb: null, caseId: undefined, rest: text.trim() };
  const alone = caseId === undefined && OF_A_CASE.includes(verb) && /^\d+$/.test(rest);
  return alone ? { verb, caseId: `C-${rest}`, rest: '' } : { verb, caseId, rest };
}

function pressed({ staff, case: caseId, version, text, ...data }: Record<string, unknown>): Words {
  const verb = VERBS.find((one) => one === staff) ?? (isReviewVerb(String(staff)) ? staff : null);
  const words = Object.entries(data).filter(
    (entry): entry is [string, string] => isInput(entry[0]) && typeof entry[1] === 'string',
  );
  return {
    verb: verb as Words['verb'],
    caseId: typeof caseId === 'string' ? caseId : undefined,
    rest: typeof text === 'string' ? text : '',
    version: typeof version === 'number' ? version : undefined,
    inputs: Object.fromEntries(words),
    data,
  };
}

function verbOf(said: string, texts: Texts): { verb: Words['verb']; after: string } {
  const [first = ''] = said.split(/\s/, 1);
  if (first === 'staff') return { verb: 'help', after: '' };
  if (isReviewVerb(first.toLowerCase())) {
    return { verb: first.toLowerCase() as ReviewVerb, after: said.slice(first.length).trim() };
  }
  for (const [word, verb] of knownWords(texts)) {
    const after = said.slice(word.length);
    if (said.slice(0, word.length).toLowerCase() === word && endsThere(after)) {
      return { verb, after: after.replace(SEPARATOR, '').trimEnd() };
    }
  }
  return { verb: null, after: said };
}

/** Chinese leaves no space before a case's number. */
function endsThere(after: string): boolean {
  return after === '' || SEPARATOR.test(after) || CASE_ID.test(after);
}

const known = new WeakMap<Texts, [string, Verb][]>();

/** Each verb in the words of every language, the longest first. */
function knownWords(texts: Texts): [string, Verb][] {
  const before = known.get(texts);
  if (before) return before;
  const words = VERBS.flatMap((verb) =>
    [verb, ...wordsOf(texts, `desk:words.${verb}`)].map((word): [string, Verb] => [word, verb]),
  );
  words.sort(([a], [b]) => b.length - a.length);
  known.set(texts, words);
  return words;
}

/** The words that a text lists, in every language and small letters. */
export function wordsOf(texts: Texts, key: MessageKey): string[] {
  return LOCALES.flatMap((locale) => texts.render({ key }, locale).toLowerCase().split('|'));
}

/** The number of a case at the beginning of words, and what follows it. */
export function caseOf(words: string): { caseId: string | undefined; rest: string } {
  const found = CASE_ID.exec(words);
  if (!found) return { caseId: undefined, rest: words };
  return { caseId: `C-${found[1]}`, rest: words.slice(found[0].length).replace(SEPARATOR, '') };
}
