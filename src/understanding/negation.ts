import type { Lexicon } from './lexicon.ts';
import { hasHan } from './text.ts';

const REACH_WORDS = 6;
const REACH_HAN = 5;
/** After these words a new statement begins, which the "no" before it does not reach. */
const TURN = /(?<![a-z])(?:but|though|however|now|because|since)(?![a-z])|但|不过|可是|现在/gu;

/** Whether what stands at `start` is denied: "no smoke", "not fixed", "没有烧焦味". */
export function isNegated(flatText: string, start: number, negators: Lexicon<'no'>): boolean {
  const before = flatText.slice(0, start);
  const turned = [...before.matchAll(TURN)].at(-1);
  const from = turned ? turned.index + turned[0].length : 0;
  const last = negators.within(before.slice(from)).at(-1);
  if (!last) return false;
  const between = before.slice(from + last.end).trim();
  if (hasHan(before.slice(from + last.start)) || hasHan(flatText[start] ?? ''))
    return between.length <= REACH_HAN;
  return between === '' || between.split(' ').length <= REACH_WORDS;
}
