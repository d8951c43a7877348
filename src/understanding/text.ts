const HAN = /\p{Script=Han}/u;

/** Whether a text has Chinese characters. */
export function hasHan(text: string): boolean {
  return HAN.test(text);
}

/** Words of English that are flat as they stand. */
const FLAT = /^[a-z0-9]+(?: [a-z0-9]+)*$/;

/**
 * The form in which texts and phrases are compared: lower case, full-width forms narrowed, apostrophes dropped, all
 * other punctuation a single space.
 */
export function flat(text: string): string {
  if (FLAT.test(text)) return text;
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’`´]/g, '')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();
}

/** All matches of a global pattern, without the copy of the pattern that `matchAll` makes each time. */
export function matchesIn(text: string, pattern: RegExp): RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    found.push(match);
    if (match[0] === '') pattern.lastIndex++;
  }
  return found;
}

const SENTENCE_END =
  /(?<=[!?。！？；;])\s*|(?<=\.)(?<!\b(?:no|nr)\.(?=\s*\S*\d))\s+|(?<=\p{Script=Han})\.|[\r\n]+/iu;
/** What stands before an entry of a list: `1.`, `2)`, `-`, `•`, `三、`. */
const BULLET = /^[ \t]*(?:[-*•·–]|\(?(?:\d{1,2}|[一二三四五六七八九十])[.)、）](?!\d))[ \t]*(?=\S)/gmu;
/** An entry of a list within a line, `1) … 2) …`, and the words that count the same. */
const INLINE = /(?<=^|[\s:：,，;；.。])[（(]?(\d{1,2})[.)、）:](?!\d)\s*/gu;
const ORDINAL =
  /(?<=^|[.;。；\n,，:：]\s*|\band )(?:(?:first|second|third|fourth|last)(?:ly)?(?: (?:problem|issue|fault|thing|one))?(?: is)?(?:\s*[,:：-]|(?= of all\b)| off,)|(?:第[一二三四五](?:个问题|个|点)?|首先|其次|再次|最后)(?:是|呢)?[，,、:：]?)\s*/giu;
const NEW_LINE = /[\r\n]+/u;
const COMMA = /[,，、:：]\s*|\s+[-–—]+\s+|\s\(|\)\s/u;

/** What is looked at of one sentence; who writes on without a mark is understood by how they begin. */
const LONGEST_SENTENCE = 500;

/** What begins each entry of a list, once its bullets, numbers and ordinals are taken off. */
export const ITEM = '\u2063';

/** A text with each entry of its list on a line of its own, opened by `ITEM`. One entry alone is no list. */
export function itemised(text: string): string {
  const numbers = matchesIn(text, INLINE).map((match) => Number(match[1]));
  const counted = numbers.length > 1 && numbers.every((number, i) => number === i + 1);
  const listed = counted ? text.replace(INLINE, `\n${ITEM}`) : text;
  const ordinals = listed.match(ORDINAL)?.length ?? 0;
  const told = ordinals > 1 ? listed.replace(ORDINAL, `\n${ITEM}`) : listed;
  return told.replace(BULLET, ITEM);
}

/**
 * The sentences of a message: ended by their marks, a semicolon or a new line; each with what leads to it: a new line,
 * also with the `ITEM` of a list, or a space.
 */
export function sentences(text: string): { text: string; lead: string }[] {
  return itemised(text)
    .split(NEW_LINE)
    .flatMap((line) =>
      sentenceList(line).map((sentence, i) => ({
        text: sentence.replaceAll(ITEM, '').trim(),
        lead: sentence.startsWith(ITEM) ? `\n${ITEM}` : i === 0 ? '\n' : ' ',
      })),
    );
}

/** The lines of a message, each entry of a list on one of its own, opened by `ITEM`. */
export function lines(text: string): string[] {
  return itemised(text).split(NEW_LINE);
}

/** The sentences of an itemised text, none cut where `longest` is set; an entry's first one begins with `ITEM`. */
export function sentenceList(text: string, longest = LONGEST_SENTENCE): string[] {
  return text
    .split(SENTENCE_END)
    .map((part) => part.trim().slice(0, longest))
    .filter((part) => part !== '' && part !== ITEM);
}

/** The parts of a sentence between commas and dashes. */
export function parts(sentence: string): string[] {
  return sentence
    .split(COMMA)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** How many edits (insert, delete, change, swap of neighbours) part two short words. */
export function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforePrevious[j - 2] ?? 0) + 1);
      }
      row.push(cost);
    }
    beforePrevious = previous;
    previous = row;
  }
  return previous[b.length] ?? 0;
}
