import { isMeasure, knownModel } from './codes.ts';
import type { Read } from './dates.ts';

const SERIAL_LEAD =
  /^.*?(?:serial(?:\s*(?:number|no\.?|num|#))?|s\s*\/\s*n|\bsn\b|序列号|编号|机身号|出厂号)\s*(?:is|are|=|：|:|是|为|should be|应该是)?\s*[:：]?\s*/iu;
const SERIAL = /^(?=.*\d)[A-Z0-9](?:[A-Z0-9/_-]{2,28}[A-Z0-9])$/;
/** With a plus before its country it is a phone number, no serial. */
const PHONE_ABROAD = /(?<![\w/-])\+\d[\d\s().-]{6,}\d/g;
const JOINERS = /[\s,，、;；]+|\band\b|和|以及/iu;
const LEAD_WORDS = /^(?:it'?s|its|it is|the|this is|they are|number|no\.?|is|are|是|为|：|:|#)\s*/iu;

/** The serial numbers of a text, upper case, in its order, joined by ", ". */
export function readSerial(text: string, pattern: RegExp | undefined): Read {
  const plain = text.normalize('NFKC').replace(PHONE_ABROAD, ' ');
  const rest = stripLead(plain.replace(SERIAL_LEAD, ''), LEAD_WORDS);
  const words = rest
    .split(JOINERS)
    .map((word) => word.replace(/[.!?。！？"'()]/gu, '').toUpperCase())
    .filter((word) => word !== '');
  const joined = words.join('');
  const whole = [joined, words.join('-')].find((text) => pattern?.test(text));
  if (whole !== undefined) return { value: whole };
  // "RS26 0101234" is one number in two words.
  if (words.length === 2 && /^[A-Z]{1,3}\d{1,3}$/.test(words[0] ?? '') && /^\d{5,}$/.test(words[1] ?? ''))
    return { value: words.join('-') };
  const isSerial = (word: string) => (pattern?.test(word) ?? false) || SERIAL.test(word);
  if (words.length > 0 && words.every(isSerial)) return { value: words.join(', ') };
  if (words.length === 2 && /^[A-Z]{1,4}$/.test(words[0] ?? '') && SERIAL.test(joined))
    return { value: joined };
  const serials = words.filter((word) => isSerial(word) && /\d{3}|[A-Z]+-\d/.test(word));
  return serials.length > 0 ? { value: serials.join(', ') } : { problem: 'no_serial' };
}

const MODEL_LEAD =
  /^(?:(?:it'?s|its|it is|this is|i have|we have|i think)\s+(?:the\s+|an?\s+)?)?(?:(?:the|my)\s+)?(?:model(?:\s*(?:number|no\.?|name))?\s*(?:is|=|:)?\s*|型号\s*(?:是|为)?\s*[:：]?\s*|是\s*|这是\s*)?(?:the\s+|an?\s+)?/iu;
const LONGEST_MODEL = 60;
const MOST_MODEL_WORDS = 3;
/** Words of a sentence, none of a model's name. */
const SENTENCE_WORD =
  /\b(?:i|you|we|it|they|he|she|what|which|why|how|who|where|when|do|does|did|dont|doesnt|didnt|is|are|was|not|no|none|never|same|nothing|change|changed|still|yes|yeah|ok|okay|this|that|mean|have|has|had|know|can|cant|cannot|will|wont|want|need|please|help|problem|working|work|works|dead|broken|tried|already|again|and|but|or|so|for|with|there|here|stupid)\b/iu;

/**
 * The model that a text names: the maker's own spelling where it is known, else a token of letters and digits, else as
 * many as three words that are no sentence, as the customer wrote them.
 */
export function readModel(text: string, models: readonly string[] = []): Read {
  const plain = text.normalize('NFKC').trim();
  const known = knownModel(plain, models) ?? models.find((model) => squeeze(plain) === squeeze(model));
  if (known !== undefined) return { value: known };
  const rest = plain
    .replace(MODEL_LEAD, '')
    .replace(/[.!?,;。！？，；]+$/u, '')
    .trim();
  const words = rest.split(/\s+/);
  const fits = rest.length <= LONGEST_MODEL && words.length <= MOST_MODEL_WORDS;
  const coded = words.find(isModelToken);
  if (coded !== undefined && fits && !SENTENCE_WORD.test(rest.replaceAll("'", ''))) return { value: rest };
  const token = words.map((word) => word.replace(/^[("']+|[)"',.;:!?]+$/gu, '')).find(isModelToken);
  if (token !== undefined) return { value: token };
  const named = fits && /[a-z]{2}/iu.test(rest) && !/\p{Script=Han}/u.test(rest);
  return named && !SENTENCE_WORD.test(rest.replaceAll("'", '')) ? { value: rest } : { problem: 'no_model' };
}

/** A word with letters and digits in it, or a longer number: what models are called. */
function isModelToken(word: string): boolean {
  const plain = word.replace(/[^\p{L}\p{N}]/gu, '');
  return /^(?=.*[a-z])(?=.*\d)[a-z\d]{2,}$/iu.test(plain) ? !isMeasure(plain) : /^\d{3,8}$/.test(plain);
}

function squeeze(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

const NAME_LEAD =
  /^(?:(?:hi|hello|hey|yes|sure|ok|well)\W+)?(?:my (?:full )?name(?:'?s| is)|i am|i'?m|this is|it'?s|it is|call me|name(?: is)?|here is|you can call me|我的名字(?:是|叫)|我姓名(?:是)?|姓名|名字(?:是|叫)?|我叫|我是|叫我|本人)\s*[:：]?\s*/iu;
const LONGEST_NAME = 80;
/** Words of a sentence that are nobody's name; "Will", "An" and "May" are. */
const NO_NAME =
  /(?<![\p{L}'’])(?:i|you|we|it|they|which|what|why|how|who|where|when|does|did|dont|don't|is|are|was|not|never|same|nothing|still|yes|yeah|no|nope|ok|okay|this|that|that's|have|has|cant|can't|cannot|wont|won't|want|need|please|help|problem|working|work|works|broken|tried|already|again|with|here|there|stupid|let's|lets|let|go|going|actually|hm+|hmm|wait|hold|moment|later|maybe|just|now|your|for|from|about|because|if|then|camera|recorder|doesn't|doesnt|continue|forget|stop|sure|really)(?![\p{L}'’])|[吗呢吧啊]$|什么|怎么|为什么|多少|多久|继续|等[等一下会]|稍等|好的|不知道|可以|没有|不是|谢谢|你们|^(?:我|就要|就想|想要|先不|不要|别问)|电话|客服|人工|凭什么|随便|算了/iu;

/** The person's name in a text, as they write it. */
export function readName(text: string): Read {
  const rest = stripLead(text.normalize('NFKC').trim(), NAME_LEAD)
    .replace(/[.!,;。！，；]+$/u, '')
    .trim();
  const words = rest.split(/\s+/);
  const fits =
    /^[\p{L}\p{M}][\p{L}\p{M}'’.\-· ]*$/u.test(rest) && words.length <= 6 && rest.length <= LONGEST_NAME;
  return fits && !NO_NAME.test(rest) ? { value: rest } : { problem: 'no_name' };
}

function stripLead(text: string, lead: RegExp): string {
  let rest = text.trim();
  for (let i = 0; i < 3; i++) {
    const next = rest.replace(lead, '');
    if (next === rest) break;
    rest = next;
  }
  return rest;
}
