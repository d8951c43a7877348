import type { Lexicon } from './lexicon.ts';
import { hasHan, matchesIn } from './text.ts';

const REACH_WORDS = 6;
const REACH_HAN = 5;
/** After these words a new statement begins, which the "no" before it does not reach. */
const TURN = /(?<![a-z])(?:but|though|however|now|because|since)(?![a-z])|但|不过|可是|现在/gu;

/** Whether what stands at `start` is denied: "no smoke", "not fixed", "没有烧焦味". */
export function isNegated(flatText: string, start: number, negators: Lexicon<'no'>): boolean {
  const before = flatText.slice(0, start);
  const turned = matchesIn(before, TURN).at(-1);
  const from = turned ? turned.index + turned[0].length : 0;
  const last = negators.within(before.slice(from)).at(-1);
  if (!last) return false;
  const between = before.slice(from + last.end).trim();
  if (hasHan(before.slice(from + last.start)) || hasHan(flatText[start] ?? ''))
    return between.length <= REACH_HAN;
  return between === '' || between.split(' ').length <= REACH_WORDS;
}

/** Right before what is denied: "no storm", "never any flood", "没打过雷", "不是升级". */
const DENIES =
  /(?:\bno|\bnot|\bnever|\bwithout|\bnor|\bneither|\bnobody|\bno one|\bnothing|\b(?:did|was|is|has|have|were|does|do|had)nt)(?: (?:a|an|the|any|single|been|because of|due to|from|after|had|ever|by|really|it|in|hit|struck|or|my|[a-z]+ or|to do with))* ?$|(?:没有?|不是|并非|并没有|未曾?|无|非|也没)(?:因为|发生|被|经过|进行|遇到|遭|出现|受|什么|任何|打|下|过|摔|进|升级|碰到)*$/u;

/** Whether something that may have happened is said not to have: nearer to its "no" than a fault is ("no picture after the storm"). */
export function isDenied(flatText: string, start: number): boolean {
  return DENIES.test(flatText.slice(0, start));
}
