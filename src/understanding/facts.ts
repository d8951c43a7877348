import type { FaultFacts } from '../../dialogs/events.ts';
import { isNegated } from './negation.ts';
import { flat, hasHan } from './text.ts';
import type { Vocabulary } from './vocabulary.ts';

const SERIAL =
  /(?:serial(?:\s*(?:number|no\.?))?|s\/n|\bsn\b|序列号)\s*(?:is|:|：|是|为)?\s*([A-Za-z0-9][A-Za-z0-9/-]{3,28})/iu;
const MODEL =
  /(?:\bmodel(?:\s*(?:number|no\.?))?|型号)\s*(?:is|:|：|是|为)?\s*([A-Za-z0-9][A-Za-z0-9/+-]{1,28})/iu;
const ERROR_CODE =
  /(?:\berror(?:\s*code)?|\berr|错误代码|错误码|故障代码|错误)\s*(?:is|:|：|#|是|为)?\s*((?=[A-Za-z0-9-]*\d)[A-Za-z0-9][A-Za-z0-9-]{0,15})/iu;
const COUNT =
  /(?<![\d.#]|channel |ch |cam |camera |cameras |input |port )\b(\d{1,2})\s+(?:of\s+)?(?:the\s+|my\s+|our\s+)?(?:\w+\s+){0,2}$/;
const COUNT_HAN = /(\d{1,2})\s*(?:个|台|只|路)/;
const MOST_UNITS = 64;
const SINCE_WORDS = 9;

/** What a part of a message tells of its fault besides the fault itself. Guesses only: nothing here is settled. */
export function factsIn(text: string, plain: string, vocabulary: Vocabulary): FaultFacts {
  const device = vocabulary.device.within(plain)[0];
  const event = vocabulary.event
    .within(plain)
    .find((found) => !isNegated(plain, found.start, vocabulary.negators));
  const place = vocabulary.place.within(plain)[0]?.key;
  const frequency = vocabulary.frequency.within(plain)[0]?.key;
  const quantity = quantityIn(plain, device?.start, vocabulary);
  const since = sinceIn(text, vocabulary);
  const serial = SERIAL.exec(text)?.[1];
  const model = MODEL.exec(text)?.[1];
  const errorCode = ERROR_CODE.exec(text)?.[1];
  return {
    ...(quantity !== undefined && { quantity }),
    ...(device && { device: device.key }),
    ...(place && { place }),
    ...(since !== undefined && { since }),
    ...(frequency && { frequency }),
    ...(event && { event: event.key }),
    ...(model !== undefined && /\d/.test(model) && { model }),
    ...(serial !== undefined && /\d/.test(serial) && { serial: serial.toUpperCase() }),
    ...(errorCode !== undefined && { errorCode }),
  };
}

function quantityIn(plain: string, deviceAt: number | undefined, vocabulary: Vocabulary): number | undefined {
  const han = COUNT_HAN.exec(plain)?.[1];
  const before = plain.slice(0, deviceAt ?? plain.length);
  const counted = COUNT.exec(deviceAt === undefined ? '' : before)?.[1] ?? /^(\d{1,2}) of/.exec(plain)?.[1];
  const said = han ?? counted ?? /(?<![\d#])\b(\d{1,2}) of (?:the|my|our|them|\d)/.exec(plain)?.[1];
  if (said !== undefined) {
    const count = Number(said);
    return count >= 1 && count <= MOST_UNITS ? count : undefined;
  }
  const word = vocabulary.quantity.within(plain)[0];
  if (!word) return undefined;
  const counts =
    hasHan(plain) ||
    deviceAt === undefined ||
    word.start < deviceAt ||
    / of them/.test(plain.slice(word.start));
  return counts ? Number(word.key) : undefined;
}

/** The words that say since when, as they were said: "since the storm last week". */
function sinceIn(text: string, vocabulary: Vocabulary): string | undefined {
  const lower = text.toLowerCase();
  if (hasHan(text)) return sinceInChinese(text);
  const found = vocabulary.since.within(lower)[0];
  if (!found) return undefined;
  const tail =
    text
      .slice(found.start)
      .split(/[,;.!?\n]|\s+(?:and|but|also|it|the (?:camera|recorder|dvr|nvr|picture))\s+/i)[0] ?? '';
  return tail.trim().split(/\s+/).slice(0, SINCE_WORDS).join(' ') || undefined;
}

function sinceInChinese(text: string): string | undefined {
  const from = /(?:自从|从|自打)[^，。；！？,;\n]{1,14}?(?:开始|以后|之后|以来|起)/u.exec(text)?.[0];
  const after =
    /(?:打雷|雷击|台风|暴雨|停电|升级|搬家|装修|上周|昨天|前天|上个月|今天|[一二三四五六七八九十\d]+[天周月])[^，。；！？,;\n]{0,8}?(?:以后|之后|过后|后|开始|起)/u.exec(
      text,
    )?.[0];
  return from ?? after;
}

/** Whether facts say anything at all. */
export function hasFacts(facts: FaultFacts): boolean {
  return Object.keys(facts).length > 0;
}

/** Whether a text names a device. */
export function namesDevice(text: string, vocabulary: Vocabulary): boolean {
  return vocabulary.device.within(flat(text)).length > 0;
}
