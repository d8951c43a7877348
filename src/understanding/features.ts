import { hasHan } from './text.ts';

/** Words that every kind of message has and that would only make short messages look alike. */
const EMPTY = new Set(
  `the a an is it its i my to me of and in on at this that be am are was so but we our you your for with has have had
   do does by as just sir please there they them then`.split(/\s+/),
);

/** English endings that say nothing about the meaning; a light cut, the same for phrases and for messages. */
export function stem(word: string): string {
  if (word.length <= 3) return word;
  let cut = word;
  if (cut.endsWith('ies') && cut.length > 4) cut = `${cut.slice(0, -3)}y`;
  else if (/(?:sh|ch|x|ss)es$/.test(cut)) cut = cut.slice(0, -2);
  else if (cut.endsWith('s') && !/(?:ss|us|is)$/.test(cut)) cut = cut.slice(0, -1);
  if (cut.length > 5 && cut.endsWith('ing')) cut = undouble(cut.slice(0, -3));
  else if (cut.length > 4 && cut.endsWith('ed') && !cut.endsWith('eed')) cut = undouble(cut.slice(0, -2));
  if (cut.length > 3 && cut.endsWith('e')) cut = cut.slice(0, -1);
  return cut.replace(/our$/, 'or').replace(/ly$/, '');
}

function undouble(word: string): string {
  return /([bdgmnprt])\1$/.test(word) ? word.slice(0, -1) : word;
}

/** Words of a flat text: English ones stemmed, a number as `#`, Chinese runs as characters, pairs and threes. */
export function termsOf(flatText: string): string[] {
  const terms: string[] = [];
  for (const run of flatText.match(/\p{Script=Han}+|[^\s\p{Script=Han}]+/gu) ?? []) {
    if (hasHan(run)) terms.push(...grams(run));
    else if (!EMPTY.has(run)) terms.push(/^\d+$/.test(run) ? '#' : stem(run));
  }
  return terms;
}

function grams(run: string): string[] {
  const characters = [...run];
  const pairs = characters.slice(1).map((character, i) => `${characters[i]}${character}`);
  const triples = characters
    .slice(2)
    .map((character, i) => `${characters[i]}${characters[i + 1]}${character}`);
  return [...characters, ...pairs, ...triples];
}
