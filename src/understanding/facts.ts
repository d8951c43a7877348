import type { FaultFacts } from '../../dialogs/events.ts';
import { codesIn, withoutCodes } from './codes.ts';
import type { Found } from './lexicon.ts';
import { isDenied } from './negation.ts';
import { quantityIn } from './quantity.ts';
import { sinceIn } from './since.ts';
import { flat } from './text.ts';
import type { Vocabulary } from './vocabulary.ts';

type Device = NonNullable<FaultFacts['device']>;

/** What was tried, or is not meant, names no device that is at fault: "I swapped the power supply". */
const TRIED =
  /(?:swapped|replaced|changed|tried|tested|checked|unplugged|rebooted|restarted|moved|bought|测试过|换过|换了|试过|试了|检查过|检查了|拔掉|重启过|重启了)(?: \S+){0,3}? ?$/u;
const NOT_MEANT =
  /(?:\bnot|\bbesides|\bexcept|\bunlike|\bother than|不是|除了)(?: (?:the|my|a|in|on|with))* ?$/u;
/** "The adapter of the camera" is an adapter, "a camera on the recorder" a camera. */
const MOST_EXACT: readonly Device[] = ['dome', 'bullet', 'ptz'];
/** Fewer than these an outside is not where a camera is: "I can't see it from outside". */
const ELSEWHERE = /(?:\bfrom|\bview(?:ing)?|\bwhen im|\bwhen i am|\bconnect|从|在)(?: \w+)? ?$/u;
const SHIPPING_FIRST = [
  'shipping',
  'lightning',
  'flood',
  'earthquake',
  'storm',
  'power_cut',
  'fall',
  'update',
];
const BEFORE = /^ ?(?:之前|以前|前(?!后))|(?:\bbefore|\bprior to)(?: (?:the|my|that|any|last))* ?$/u;

/** What a part of a message tells of its fault besides the fault itself. Guesses only: nothing here is settled. */
export function factsIn(text: string, vocabulary: Vocabulary, models: readonly string[]): FaultFacts {
  const bare = withoutCodes(text, models);
  const plain = vocabulary.mend(flat(bare));
  const device = deviceIn(plain, vocabulary);
  // What happened and where is not mended: floor is no flood.
  const written = flat(bare);
  const event = eventIn(written, vocabulary);
  const place = vocabulary.place.within(written).find((found) => isPlace(written, found))?.key;
  const frequency = vocabulary.frequency.within(plain).find(({ start }) => !isDenied(plain, start))?.key;
  const quantity = quantityIn(plain, vocabulary.device.within(plain), vocabulary);
  const since = sinceIn(bare);
  return {
    ...(quantity !== undefined && { quantity }),
    ...(device && { device }),
    ...(place && { place }),
    ...(since !== undefined && { since }),
    ...(frequency && { frequency }),
    ...(event && { event }),
    ...codesIn(text, models),
  };
}

/** The device that is at fault: the first that was not merely tried; of neighbours ("another camera, a bullet") the exact one. */
function deviceIn(plain: string, vocabulary: Vocabulary): Device | undefined {
  const meant = vocabulary.device.within(plain).filter(({ start }) => {
    const before = plain.slice(0, start);
    return !TRIED.test(before) && !NOT_MEANT.test(before);
  });
  const [first, second] = meant;
  if (!first || !second) return first?.key;
  const together = plain.slice(first.end, second.start).trim().split(' ').length <= 1;
  return first.key === 'camera' && together && MOST_EXACT.includes(second.key) ? second.key : first.key;
}

function eventIn(plain: string, vocabulary: Vocabulary): FaultFacts['event'] {
  const found = vocabulary.event.within(plain).filter(({ start, end }) => {
    const long = BEFORE.test(plain.slice(end)) || BEFORE.test(plain.slice(0, start));
    return !long && !isDenied(plain, start);
  });
  return found.sort((a, b) => SHIPPING_FIRST.indexOf(a.key) - SHIPPING_FIRST.indexOf(b.key))[0]?.key;
}

function isPlace(plain: string, { key, start }: Found<string>): boolean {
  return key === 'indoors' || !ELSEWHERE.test(plain.slice(0, start));
}

/** Whether a text names a device. */
export function namesDevice(text: string, vocabulary: Vocabulary): boolean {
  return vocabulary.device.within(flat(text)).length > 0;
}
