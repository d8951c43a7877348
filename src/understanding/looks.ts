import { readModel } from './identity.ts';
import { flat, hasHan, parts } from './text.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What stands before a description: "I don't know, but it's a …". */
const LEAD =
  /^(?:(?:it'?s|it is|it looks like|looks like|i think|maybe|probably|just|only|some|sort of|kind of|this is|that'?s|no idea|i (?:do not|don'?t) know|don'?t know|not sure|idk|but|a|an|the)\s+)+/iu;
const LEAD_HAN = /^(?:就是|好像是|应该是|可能是|大概是|这是|那是|是|好像|大概|一个|一台|一种|那种|这种|个)+/u;
const LOOKS =
  /\b(?:white|black|gr[ea]y|silver|beige|red|blue|round|square|small|little|tiny|big|large|long|short|flat|mini|old|new|plastic|metal)\b/u;
const LOOKS_HAN = /[白黑灰银红蓝圆方长大小老旧]/u;
/** A thing by how it looks alone: "the round white one". */
const THING = /\b(?:one|thing|unit|device|box)(?= (?:on|in|at|above|near|under|over|by|from)\b|$)/u;
const AFTER =
  /^(?: (?:camera|cam|one|type|model|thing))?(?: (?:on|in|at|above|near|under|over|by|from|with|outside|inside) .*)?$/u;
/** A sentence, or what may be a fault of it. */
const SAYS =
  /\b(?:i|you|we|they|is|are|was|were|do|does|dont|doesnt|did|has|have|had|not|no|never|nothing|still|again|cant|cannot|wont|will|and|my|other|another|dead|broken|damaged|faulty|wet|water|smoke|at night|blurry|offline|help|please|wrong)\b/u;
const SAYS_HAN = /[不没坏无黑花卡断修换了吗呢谁怎哪]屏?|什么|故障|问题|红外|画面|图像/u;
const NO_LABEL =
  /\b(?:(?:with )?no|without(?: an?y?)?|missing|there'?s no|there is no|has no)\s+(?:\w+\s+)?(?:label|sticker|name|marking|number|logo|brand|markings)s?\b.*$/iu;
const NO_LABEL_HAN = /(?:上面?)?(?:没有?|无|看不[清到]|找不到)(?:任何)?(?:标签|标识|型号|牌子|logo|字).*$/iu;
const LONGEST = 60;
const MOST_WORDS = 9;

/** How a unit is described that has no label to read: "white dome, no label", "吸顶的白色半球". */
export function looksOf(text: string, vocabulary: Vocabulary, models: readonly string[]): string | undefined {
  const read = readModel(text, models);
  if ('value' in read && /[a-z]/iu.test(read.value) && /\d/u.test(read.value)) return undefined;
  const said = parts(text.normalize('NFKC').replace(/[.!。！]+$/u, ''));
  if (said.length === 0 || /[?？]/u.test(text)) return undefined;
  const kept = said.map((part) => part.replace(LEAD, '').replace(LEAD_HAN, ''));
  if (!kept.some((part) => describes(bareOf(part), vocabulary))) return undefined;
  const told = kept.filter((part) => bareOf(part) !== part || describes(part, vocabulary));
  const whole = told.join(hasHan(text) ? '，' : ', ');
  return whole.length <= LONGEST ? whole : undefined;
}

function bareOf(part: string): string {
  return part.replace(NO_LABEL, '').replace(NO_LABEL_HAN, '').trim();
}

function describes(part: string, vocabulary: Vocabulary): boolean {
  const plain = flat(part);
  if (plain === '') return false;
  return hasHan(plain) ? describesInHan(plain, vocabulary) : describesInWords(plain, vocabulary);
}

function describesInWords(plain: string, { device }: Vocabulary): boolean {
  if (SAYS.test(plain) || plain.split(' ').length > MOST_WORDS) return false;
  const named = device.within(plain).at(-1);
  if (!named) return LOOKS.test(plain) && THING.test(plain);
  const alone = named.start === 0 && named.end === plain.length;
  if (alone) return ['dome', 'bullet', 'ptz'].includes(named.key);
  return AFTER.test(plain.slice(named.end));
}

function describesInHan(plain: string, { device }: Vocabulary): boolean {
  const named = device.within(plain).at(-1);
  const looks = LOOKS_HAN.test(plain);
  const rest = plain.replace(/黑色?的?/gu, '');
  if (SAYS_HAN.test(rest) || plain.length > LONGEST / 2) return false;
  if (!named) return looks && /[的款种型]$/u.test(plain);
  const alone = named.start === 0 && named.end === plain.length;
  return plain.length === named.end && (!alone || ['dome', 'bullet', 'ptz'].includes(named.key));
}
