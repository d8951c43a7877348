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
  const found = EMAIL_LIKE.exec(text.normalize('NFKC'))?.[0]
    .replace(/^mailto:/i, '')
    .replace(/[.!?'"]+$/, '')
    .replace(/^['"]/, '');
  if (found === undefined || !email.safeParse(found).success) return { problem: 'no_email' };
  const at = found.lastIndexOf('@');
  return { value: found.slice(0, at) + found.slice(at).toLowerCase() };
}

/** The phone number in a text as E.164; without a country code it is taken as one of `region`. */
export function readPhone(text: string, region: string | undefined): Read {
  const plain = text.normalize('NFKC').replace(/(?<!\d)00\s?(?=[1-9][\d\s]{6})/, '+');
  const country = region !== undefined && isSupportedCountry(region) ? region : undefined;
  const found = firstNumber(plain, country);
  if (found?.isPossible()) return { value: found.number };
  const digits = plain.replace(/\D/g, '').length;
  if (digits < 6 || digits > 20) return { problem: 'no_phone' };
  return { problem: country === undefined && !plain.includes('+') ? 'phone_without_country' : 'no_phone' };
}

/** A valid number anywhere in the text, else what looks like one: numbering plans change faster than the library. */
function firstNumber(text: string, country: CountryCode | undefined) {
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
