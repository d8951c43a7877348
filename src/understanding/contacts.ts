import {
  type CountryCode,
  findPhoneNumbersInText,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/min';
import { z } from 'zod';
import type { Read } from './dates.ts';

const email = z.email();
const EMAIL_LIKE = /[^\s<>()[\],;:，；：（）\p{Script=Han}]+@[^\s<>()[\],;:，；：（）\p{Script=Han}]+/u;

/** The mail address in a text, its domain in lower case. */
export function readEmail(text: string): Read {
  const found = EMAIL_LIKE.exec(mended(text.normalize('NFKC')))?.[0]
    .replace(/^mailto:/i, '')
    .replace(/[.!?'"]+$/, '')
    .replace(/^['"]/, '');
  if (found === undefined || !email.safeParse(found).success) return { problem: 'no_email' };
  const at = found.lastIndexOf('@');
  return { value: found.slice(0, at) + found.slice(at).toLowerCase() };
}

/** Slips whose meaning is plain: "sam@example,com", "sam @ example . com", "sam (at) example dot com". */
function mended(text: string): string {
  const joined = text
    .replace(/\s*[([](?:at|AT)[)\]]\s*/gu, '@')
    .replace(/(?<=[\p{L}\d])\s*[([]dot[)\]]\s*(?=\p{L})|(?<=@\S+)\s+dot\s+(?=\p{L})/giu, '.')
    .replace(/(?<=[\p{L}\d])\s*@\s*(?=[\p{L}\d])/gu, '@');
  return joined.replace(/(@[a-z\d-]+)[,。、]([a-z]{2,6})(?![\p{L}\d@])/iu, '$1.$2');
}

/** Then there is nothing to search, which takes three times as long. */
const NUMBER_ALONE = /^\s*\+?\d[\d\s-]{4,18}\d\s*$/;

const HAN_DIGITS: Readonly<Record<string, string>> = {
  零: '0',
  〇: '0',
  一: '1',
  幺: '1',
  二: '2',
  两: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
};

/** A number written out in Chinese, digit by digit. */
function inDigits(text: string): string {
  return text.replace(/[零〇一幺二两三四五六七八九\s-]{7,}/gu, (said) =>
    said.replace(/./gu, (digit) => HAN_DIGITS[digit] ?? digit),
  );
}

/** The phone number in a text as E.164; without a country code it is taken as one of `region`. */
export function readPhone(text: string, region: string | undefined): Read {
  const plain = inDigits(text.normalize('NFKC')).replace(/(?<!\d)00\s?(?=[1-9][\d\s]{6})/, '+');
  const country = region !== undefined && isSupportedCountry(region) ? region : undefined;
  const found = firstNumber(plain, country);
  if (found?.isPossible()) return { value: found.number };
  const digits = plain.replace(/\D/g, '').length;
  if (digits < 6 || digits > 20) return { problem: 'no_phone' };
  return { problem: country === undefined && !plain.includes('+') ? 'phone_without_country' : 'no_phone' };
}

/** A valid number anywhere in the text, else what looks like one: numbering plans change faster than the library. */
function firstNumber(text: string, country: CountryCode | undefined) {
  const whole = NUMBER_ALONE.test(text) ? parsePhoneNumberFromString(text, country) : undefined;
  if (whole?.isValid()) return whole;
  const found = country === undefined ? findPhoneNumbersInText(text) : findPhoneNumbersInText(text, country);
  if (found[0]) return found[0].number;
  const like = /\+?\d[\d\s().\-/]{4,}\d/.exec(text)?.[0];
  return like === undefined ? undefined : parsePhoneNumberFromString(like, country);
}

/** The country of a language tag: `en-GB` → `GB`. */
export function regionOf(locale: string | undefined): string | undefined {
  const region = locale?.split(/[-_]/).find((part, i) => i > 0 && /^[A-Za-z]{2}$/.test(part));
  return region?.toUpperCase();
}
