import { holidayLibrary } from '../holiday-library.ts';
import type { ContentProblem } from './check-tree-texts.ts';

const FILE = 'dialogs/company/company.yaml';

/** Whether the library knows the country and its part; reading the library takes a moment, so no start does it first. */
export function checkHolidays({
  country,
  holidays: { types, region },
}: {
  country: string;
  holidays: { types: readonly string[]; region?: string | undefined };
}): ContentProblem[] {
  if (types.length === 0) return [];
  const problem = (step: string, text: string): ContentProblem => ({ file: FILE, step, problem: text });
  const known = new (holidayLibrary())();
  if (!Object.hasOwn(known.getCountries(), country)) {
    return [
      problem(
        'country',
        `no holidays are known of ${country}; correct it, or give holidays.types nothing and holidays.add the days`,
      ),
    ];
  }
  if (region === undefined) return [];
  const [state = '', part] = region.split('-');
  const states = known.getStates(country) ?? {};
  const parts = known.getRegions(country, state) ?? {};
  if (!Object.hasOwn(states, state)) return [problem('holidays.region', unknownIn(country, state, states))];
  if (part === undefined || Object.hasOwn(parts, part)) return [];
  return [problem('holidays.region', unknownIn(`${country}-${state}`, part, parts))];
}

function unknownIn(place: string, part: string, known: Record<string, string>): string {
  const list = Object.keys(known).toSorted();
  return list.length > 0
    ? `${place} has no ${part}; takes one of ${list.join(', ')}`
    : `${place} has no parts with holidays of their own; take it out`;
}
