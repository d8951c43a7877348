import type { CorrectableField } from '../../dialogs/events.ts';
import { isFault } from '../../dialogs/labels.ts';
import { withoutCodes } from './codes.ts';
import { namesDevice } from './facts.ts';
import { type Hearing, keep, type Tools } from './hearing.ts';
import { lengthOf } from './pieces.ts';
import { hasHan, parts } from './text.ts';

/** So sure one must be that words beside something else name a fault; less where they name a device. */
const NAMES = 0.45;
const NAMES_OF_DEVICE = 0.3;
const NAMES_WEAKLY = 0.18;
const SHORTEST = 2;
/** So sure one must be of a fault to take it for one where something else was asked. */
const CLEAR = 0.6;

const EMAIL =
  /(?:\b(?:i'?m|reach me|write to me|mail me|contact me)\s+(?:at|on|under)\s+)?(?:\b(?:my|the|our)\s+)?(?:\b(?:e-?mail|mail)(?:\s+address)?\s*(?:is|:)?\s*)?[^\s<>()[\],;:，；：（）\p{Script=Han}]+@[^\s<>()[\],;:，；：（）\p{Script=Han}]+|(?:我的)?邮箱(?:地址)?(?:是|为)?[:：]?/giu;
const PHONE =
  /(?:\b(?:my|the|our)\s+)?(?:\b(?:phone|mobile|cell|tel|telephone|whatsapp|call me (?:on|at)|reach me (?:on|at)|i'?m (?:on|at))\b(?:\s*(?:number|no\.?))?\s*(?:is|:)?\s*|(?:我的)?(?:电话|手机)(?:号码?)?(?:是|为)?[:：]?\s*)?\+?\d[\d\s().-]{5,}\d/giu;
const NAME =
  /\b(?:my (?:full )?name(?:'?s| is)|the name is)\s+[\p{L}'’.-]+(?:\s+(?!and\b|but\b|my\b|the\b|i\b)[\p{L}'’.-]+){0,3}|(?:我叫|我的名字(?:是|叫)|姓名)[:：]?\s*\p{Script=Han}{1,4}?(?=[，,。\s]|$)/giu;
const PURCHASE =
  /\b(?:i |we |was |were )?(?:bought|purchased?)\b[^,.;]*?(?=\s+(?:and|but)\b|[,.;]|$)|[^，。；]*(?:购买|买的|买于)[^，。；]*/giu;
const LEFT_OVER =
  /^(?:[\s,，.。;；:：-]|\b(?:and|but|also|so|with|from|hi|hello)\b|和|而且)+|(?:[\s,，.。;；:：-]|\b(?:and|but|my|with)\b|和|而且)+$/giu;

/** What a sentence says besides the fields that it states: contacts, name, purchase, model and serial. */
export function besidesFields(
  sentence: string,
  fields: readonly CorrectableField[],
  models: readonly string[],
): string {
  let left = sentence;
  if (fields.includes('email')) left = left.replace(EMAIL, ' ');
  if (fields.includes('phone')) left = left.replace(PHONE, ' ');
  if (fields.includes('name')) left = left.replace(NAME, ' ');
  if (fields.includes('purchaseDate')) left = left.replace(PURCHASE, ' ');
  if (fields.includes('serial') || fields.includes('model')) left = withoutCodes(left, models);
  return tidied(left);
}

/** A text without the addresses and phone numbers in it, and without a name that is introduced as one. */
export function withoutContacts(text: string): string {
  return text.replace(EMAIL, ' ').replace(PHONE, ' ').replace(NAME, ' ');
}

/** A text without what stands from `start` to `end` of it. */
export function besides(text: string, { start, end }: { start: number; end: number }): string {
  return tidied(`${text.slice(0, start)} ${text.slice(end)}`);
}

function tidied(text: string): string {
  return text.replace(LEFT_OVER, '').replace(/\s+/gu, ' ').trim();
}

/**
 * Whether words that stand beside something else name a fault, so that they must not be lost.
 * @param wanted whether a description is what was asked for: then a weak guess is enough
 */
export function namesFault(text: string, tools: Tools, wanted = false): boolean {
  const pieces = parts(text);
  return (
    names(text, tools, wanted) || (pieces.length > 1 && pieces.some((piece) => names(piece, tools, wanted)))
  );
}

function names(text: string, { classify, vocabulary }: Tools, wanted: boolean): boolean {
  if (text === '' || (lengthOf(text) < SHORTEST && !(hasHan(text) && text.length >= SHORTEST + 1)))
    return false;
  const [first] = classify(text);
  if (!first || !isFault(first.label)) return false;
  if (wanted) return first.confidence >= NAMES_WEAKLY;
  return first.confidence >= (namesDevice(text, vocabulary) ? NAMES_OF_DEVICE : NAMES);
}

/** Whether words name a fault so clearly that they do where something else was asked. */
export function isClearFault(text: string, { classify, vocabulary }: Tools): boolean {
  const long = hasHan(text) ? text.length >= 5 : text.split(/\s+/).length >= 4;
  if (!long && !namesDevice(text, vocabulary)) return false;
  const [first] = classify(text);
  return first !== undefined && isFault(first.label) && first.confidence >= CLEAR;
}

/** Words beside something else are kept where they name a fault. */
export function keepFault(text: string, hearing: Hearing, tools: Tools): void {
  if (namesFault(text, tools)) keep(hearing, text, false);
}

/** The same beside an answer, where they must name it clearly. */
export function keepClear(text: string, hearing: Hearing, tools: Tools): void {
  if (isClearFault(text, tools)) keep(hearing, text, false);
}
