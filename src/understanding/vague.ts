import type { FaultFacts } from '../../dialogs/events.ts';
import type { FaultFamily } from '../../dialogs/labels.ts';
import { withoutCodes } from './codes.ts';
import type { Lexicon } from './lexicon.ts';
import { sinceIn } from './since.ts';
import { flat } from './text.ts';
import type { Vocabulary } from './vocabulary.ts';

type Device = NonNullable<FaultFacts['device']>;

const USUAL: readonly FaultFamily[] = ['no_power', 'no_video', 'network'];
/** What is most often behind "it does not work", likeliest first; where it depends on the device. */
const OF_DEVICE: Partial<Record<Device, readonly FaultFamily[]>> = {
  recorder: ['no_power', 'no_video', 'recording_playback'],
  ptz: ['no_power', 'no_video', 'ptz_lens'],
  monitor: ['no_video', 'no_power', 'physical_damage'],
};
/** Of these, "it is broken" says enough. */
const TELLING: readonly Device[] = ['power_supply', 'other'];
/** Nor is it all that was said where one of these was named. */
const HURT: readonly FaultFacts['event'][] = ['flood', 'earthquake', 'shipping', 'fall'];
const AT_ANY_TIME = ['always', 'sometimes', 'once'];

/**
 * The kinds that "my camera is broken" and "it doesn't work" may be, where a text says no more than that; undefined
 * where it says more, or nothing of the kind.
 */
export function vagueKinds(
  text: string,
  facts: FaultFacts,
  vocabulary: Vocabulary,
  models: readonly string[] = [],
): readonly FaultFamily[] | undefined {
  if (HURT.includes(facts.event)) return undefined;
  const mended = vocabulary.mend(flat(withoutCodes(text, models)));
  const plain = squeezed(mended.replace(sinceIn(mended) ?? '', ' '));
  const devices = vocabulary.device.within(plain).map(({ key }) => key);
  if (devices.some((device) => TELLING.includes(device))) return undefined;
  const { vague, device, place, quantity, event, also, again, frequency, besideVague } = vocabulary;
  const spoken = without(plain, vague);
  if (spoken === plain) return undefined;
  const anyTime = frequency.within(spoken).filter(({ key }) => AT_ANY_TIME.includes(key));
  const left = [device, place, quantity, event, also, again, besideVague].reduce(
    without,
    cut(spoken, anyTime),
  );
  if (left.split(' ').some((word) => word !== '' && !vocabulary.fillers.has(word) && !/^\d+$/.test(word)))
    return undefined;
  return OF_DEVICE[facts.device ?? 'camera'] ?? USUAL;
}

/** A flat text without the words of a lexicon. */
function without(plain: string, lexicon: Pick<Lexicon<string>, 'within'>): string {
  return cut(plain, lexicon.within(plain));
}

function cut(plain: string, found: readonly { start: number; end: number }[]): string {
  const left = found
    .toReversed()
    .reduce((text, { start, end }) => `${text.slice(0, start)} ${text.slice(end)}`, plain);
  return squeezed(left);
}

function squeezed(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
