import type { FaultFacts } from '../events.ts';
import type { Known } from './tree.ts';

const PATTERN = { always: 'constant', sometimes: 'random', night: 'night', rain: 'rain' } as const;

const CHANGE = {
  storm: 'storm',
  lightning: 'storm',
  power_cut: 'power_cut',
  update: 'update',
  shipping: 'moved',
  fall: 'moved',
  // None of the changes that are offered, but what happened is told.
  flood: 'unknown',
  earthquake: 'unknown',
} as const;

/**
 * What a customer's own words say already of the fault in hand, as facts of the triage, so that it is not asked again.
 * Only what leaves no doubt; danger is never taken from words alone.
 */
export function knownFrom(facts: FaultFacts): Known {
  const known: Record<string, string> = {};
  const scope = scopeFrom(facts);
  if (scope) known.scope = scope;
  if (facts.frequency && facts.frequency in PATTERN) {
    known.pattern = PATTERN[facts.frequency as keyof typeof PATTERN];
  }
  if (facts.event) known.change = CHANGE[facts.event];
  if (facts.event === 'shipping') known.arrived = 'yes';
  return known;
}

function scopeFrom(facts: FaultFacts): string | undefined {
  if (facts.device === 'recorder') return 'recorder';
  if (facts.quantity === undefined) return undefined;
  return facts.quantity > 1 ? 'several' : 'one';
}
