const HAN = /\p{Script=Han}/u;

/** Whether a text has Chinese characters. */
export function hasHan(text: string): boolean {
  return HAN.test(text);
}

/**
 * The form in which texts and phrases are compared: lower case, full-width forms narrowed, apostrophes dropped, all
 * other punctuation a single space.
 */
export function flat(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’`´]/g, '')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();
}

const SENTENCE_END = /(?<=[!?。！？；;])\s*|(?<=\.)\s+|(?<=\p{Script=Han})\.|[\r\n]+/u;
/** What stands before an entry of a list: `1.`, `2)`, `-`, `•`, `三、`. */
const BULLET = /^[ \t]*(?:[-*•·–]|\(?(?:\d{1,2}|[一二三四五六七八九十])[.)、）](?!\d))[ \t]*(?=\S)/gmu;
const COMMA = /[,，、:：]\s*|\s+[-–—]+\s+|\s\(|\)\s/u;

/** What is looked at of one sentence; who writes on without a mark is understood by how they begin. */
const LONGEST_SENTENCE = 500;

/** The sentences of a message: ended by their marks, a semicolon or a new line. A list's bullets are dropped. */
export function sentences(text: string): string[] {
  return text
    .replace(BULLET, '')
    .split(SENTENCE_END)
    .map((part) => part.trim().slice(0, LONGEST_SENTENCE))
    .filter((part) => part !== '');
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
