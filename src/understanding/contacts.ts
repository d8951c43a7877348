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
  const plain = text.normalize('NFKC').replace(/(?<!\d)00(?=[1-9]\d{6})/, '+');
  const country = region !== undefined && isSupportedCountry(region) ? region : undefined;
  const found = firstNumber(plain, country);
  if (found?.isValid()) return { value: found.number };
  const digits = plain.replace(/\D/g, '').length;
  if (digits < 6 || digits > 20) return { problem: 'no_phone' };
  return { problem: country === undefined && !plain.includes('+') ? 'phone_without_country' : 'no_phone' };
}

function firstNumber(text: string, country: CountryCode | undefined) {
  const whole = /^[\d\s+().\-/]+$/.test(text.trim()) ? parsePhoneNumberFromString(text, country) : undefined;
  if (whole?.isValid()) return whole;
  return country === undefined
    ? findPhoneNumbersInText(text)[0]?.number
    : findPhoneNumbersInText(text, country)[0]?.number;
}

/** The country of a language tag: `en-GB` → `GB`. */
export function regionOf(locale: string | undefined): string | undefined {
  const region = locale?.split(/[-_]/).find((part, i) => i > 0 && /^[A-Za-z]{2}$/.test(part));
  return region?.toUpperCase();
}
