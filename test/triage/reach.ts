import type { Position } from '../../dialogs/triage/tree.ts';
import { stepIn, trees } from './content.ts';

type Family = Position['family'];

/** Every step that can be reached from a family's start, `<family>.<step>`, where the steps in `without` stop the way. */
export function reachable(family: Family, without: readonly string[] = []): Set<string> {
  const start = trees[family]?.start;
  const seen = new Set<string>();
  const open = start ? [`${family}.${start}`] : [];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (seen.has(place) || without.includes(place)) continue;
    seen.add(place);
    const [here, step] = place.split('.') as [Family, string];
    for (const target of Object.values(stepIn(here, step).answers)) {
      if ('end' in target || 'stop' in target) continue;
      const next = 'family' in target ? target.family : here;
      const id = target.step ?? trees[next]?.start;
      if (trees[next] && id) open.push(`${next}.${id}`);
    }
  }
  return seen;
}

/** The answers, in the whole tree, that lead straight to a step: `<step> <answer>`. */
export function leadingTo(family: Family, step: string): string[] {
  return Object.entries(trees[family]?.steps ?? {}).flatMap(([id, { answers }]) =>
    Object.entries(answers)
      .filter(([, target]) => 'step' in target && !('family' in target) && target.step === step)
      .map(([answer]) => `${id} ${answer}`),
  );
}
