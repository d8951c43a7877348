import { editDistance } from './text.ts';

/** Mends typos in flat text, word by word. */
export type Spelling = (flatText: string) => string;

const SHORTEST = 4;
const LONGEST = 24;

/**
 * Learns the words of the phrases. A word that is none of them and one edit away from one becomes it; four letters may
 * only be in the wrong order, since too many real words differ by one of four.
 */
export function createSpelling(flatPhrases: Iterable<string>): Spelling {
  const counts = new Map<string, number>();
  for (const phrase of flatPhrases) {
    for (const word of phrase.split(' ')) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const byDeletion = new Map<string, string[]>();
  for (const word of counts.keys()) {
    if (!isPlain(word)) continue;
    for (const form of [word, ...deletions(word)])
      byDeletion.set(form, [...(byDeletion.get(form) ?? []), word]);
  }

  const mendWord = (word: string): string => {
    if (counts.has(word) || !isPlain(word)) return word;
    let best: string | undefined;
    for (const form of [word, ...deletions(word)]) {
      for (const candidate of byDeletion.get(form) ?? []) {
        if (!isTypo(word, candidate)) continue;
        if (best === undefined || (counts.get(candidate) ?? 0) > (counts.get(best) ?? 0)) best = candidate;
      }
    }
    return best ?? word;
  };
  return (flatText) => flatText.split(' ').map(mendWord).join(' ');
}

function isPlain(word: string): boolean {
  return word.length >= SHORTEST && word.length <= LONGEST && /^[a-z]+$/.test(word);
}

function deletions(word: string): string[] {
  return Array.from(word, (_, i) => word.slice(0, i) + word.slice(i + 1));
}

function isTypo(word: string, candidate: string): boolean {
  if (word[0] !== candidate[0] && !(word[0] === candidate[1] && word[1] === candidate[0])) return false;
  const swappedOnly =
    word.length === candidate.length && [...word].sort().join() === [...candidate].sort().join();
  if (Math.min(word.length, candidate.length) <= SHORTEST && !swappedOnly && word.length <= candidate.length)
    return false;
  return editDistance(word, candidate) === 1;
}
