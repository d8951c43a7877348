/** The words that a mail adds to those before it; `whole`: set where more stood in it than that. */
export interface NewWords {
  words: string;
  whole?: string;
}

/** A line that says whose words come next, as mail programs write it. */
const WROTE = [
  // Gmail, Apple Mail, 163 in English
  /^(?:On|At)\s.{4,300}\s(?:wrote|writes):$/i,
  // Gmail and 163 in Chinese, with the address or without
  /^在\s?.{4,300}写道[：:]$/,
  /^.{0,200}于\s?\d{4}\s?年.{2,200}写道[：:]$/,
  /^\d{4}[-/年]\d{1,2}[-/月]\d{1,2}.{0,200}(?:wrote|写道)[：:]$/i,
];
/** A line of dashes around words: what follows is the older mail, whatever it looks like. */
const DIVIDER =
  /^[-_—\s]{3,}\s*(?:original message|original|原始邮件|原邮件|转发邮件|forwarded message|回复的原邮件|发件人邮件)\s*[-_—\s]{3,}$/i;
/** The head of the older mail, as Outlook and Chinese programs put it: its first line, and one soon after. */
const HEAD_FIRST = /^[*>|\s]{0,4}(?:From|发件人)\*?\s?[:：]/i;
const HEAD_NEXT = /^[*>|\s]{0,4}(?:Sent|Date|To|Subject|发送时间|发送日期|日期|时间|收件人|主题)\*?\s?[:：]/i;
const RULE = /^[_-]{10,}$/;
const SIGNATURE = /^--\s?$/;
/** What phones and programs put under each mail. */
const FOOTER =
  /^(?:sent from my .{2,60}|sent from outlook.{0,40}|get outlook for .{2,40}|sent from mail for windows.{0,20}|发自我的.{1,30}|来自我的.{1,30}|从\s?windows\s?版邮件发送|获取\s?outlook.{0,40}|(?:发|来)自\s?(?:网易|qq).{1,20})$/i;

/**
 * Takes from a mail's text what was written anew: without the older mail beneath it and the signature. Where answers
 * stand between quoted lines, those are taken too. Where nothing would be left, the text is taken as it is.
 */
export function newWords(text: string): NewWords {
  const whole = tidy(text);
  const lines = whole.split('\n');
  const cut = lines.findIndex((line, at) => beginsOld(lines, at, line));
  const own = withoutSignature((cut < 0 ? lines : lines.slice(0, cut)).filter(isNew));
  const between = cut < 0 ? [] : answersBetween(lines.slice(cut));
  const words = tidy([...own, ...between].join('\n'));
  if (words === whole) return { words };
  return words === '' && !lines.some(isQuoted) ? { words: whole } : { words, whole };
}

const isQuoted = (line: string): boolean => /^\s?[>＞]/.test(line);
const isNew = (line: string): boolean => !isQuoted(line);

/** `wrote:` may stand on the next line, as long ones are broken. */
function beginsOld(lines: readonly string[], at: number, line: string): boolean {
  const here = line.trim();
  if (here === '') return false;
  const joined = `${here} ${(lines[at + 1] ?? '').trim()}`;
  if (WROTE.some((wrote) => wrote.test(here) || wrote.test(joined))) return true;
  if (DIVIDER.test(here)) return true;
  const next = lines.slice(at + 1, at + 4);
  if (HEAD_FIRST.test(here)) return next.some((one) => HEAD_NEXT.test(one));
  return RULE.test(here) && next.some((one) => HEAD_FIRST.test(one));
}

/** Where the older mail is quoted line by line, lines that are not are answers to it. */
function answersBetween(old: readonly string[]): string[] {
  const first = old.findIndex(isQuoted);
  if (first < 0) return [];
  const after = withoutSignature(old.slice(first)).filter(isNew);
  return after.every((line) => line.trim() === '') ? [] : after;
}

function withoutSignature(lines: readonly string[]): string[] {
  const at = lines.findIndex((line) => SIGNATURE.test(line));
  const kept = [...(at < 0 ? lines : lines.slice(0, at))];
  while (kept.length > 0 && (kept.at(-1)?.trim() === '' || FOOTER.test(kept.at(-1)?.trim() ?? '')))
    kept.pop();
  return kept;
}

/** Line breaks of one kind, no odd spaces, at most one empty line in a row. */
function tidy(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[\u200b\ufeff]/g, '')
    .replaceAll('\u00a0', ' ')
    .replaceAll(/[ \t]+$/gm, '')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}
