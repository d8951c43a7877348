const HIDDEN = '•••';

const NAMED =
  /(\b(?:pass\s?(?:word|code|phrase)|passwd|pwd|pw|(?:verification|security) code)\b(?:\s+(?:for|of|on)\s+(?:the|my|it|our)?\s*\w+)?(?:\s*(?:[:=：])\s*|\s+(?:is|was|to)\s+(?:now\s+|set to\s+)?)["'“]?)([^\s,，。;；"”]{4,})/giu;
const NAMED_IN_CHINESE = /((?:密码|口令|验证码|安全码)\s*(?:是|为|叫|[:：=])?\s*["“]?)([!-~]{4,})/gu;
/** admin / Hello123! */
const BESIDE_ACCOUNT = /(\b(?:admin|administrator|root)\b\s*[/:：]\s*)([^\s,，。;；]{4,})/giu;

/**
 * A text with the passwords in it hidden, for what is noted of it: who owns a password is never asked for it, and nobody
 * else is to read it. What only says something of a password ("the password is wrong") stays.
 */
export function withoutPasswords(text: string): string {
  const hide = (all: string, before: string, value: string): string =>
    isSecret(value) ? `${before}${HIDDEN}${/[.?]$/.exec(value)?.[0] ?? ''}` : all;
  return [NAMED, NAMED_IN_CHINESE, BESIDE_ACCOUNT].reduce((left, form) => left.replace(form, hide), text);
}

/** What has no digit is most often a word of the sentence: wrong, lost, rejected. */
function isSecret(value: string): boolean {
  return /\d/.test(value);
}
