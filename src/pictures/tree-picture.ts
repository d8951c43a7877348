import { keysOf } from '../../dialogs/triage/interpret.ts';
import type { Step, Target, Tree } from '../../dialogs/triage/tree.ts';
import type { Edge, Graph, Kind, Node } from './graph.ts';
import { wrapped } from './graph.ts';

/** The English text of a key, as it stands in its file. */
export type TextOf = (key: string) => string;

/** A family's tree: every step, its answers on the edges, and where they lead. */
export function treeGraph(tree: Tree, textOf: TextOf): Graph {
  const nodes: Node[] = [];
  const edges: Edge[] = [];
  for (const [id, step] of inOrder(tree)) {
    const keys = keysOf(step, { family: tree.family, step: id });
    nodes.push({ id: `s_${id}`, kind: kindOf(step), lines: [id, ...wrapped(tersely(textOf(keys.text)))] });
    const titles = new Map(keys.answers.map(({ value, title }) => [value, textOf(title)]));
    for (const [to, values] of sameTargets(step)) {
      const target = step.answers[values[0] ?? ''];
      const far = target && farNode(id, to, target);
      if (far) nodes.push(far);
      const label = values.map((value) => titles.get(value) ?? value).join(' / ');
      edges.push({ from: `s_${id}`, to: far?.id ?? `s_${to}`, label });
    }
  }
  return { nodes, edges, direction: 'TB' };
}

/** The families that the tree leads into, each once. */
export function neighboursOf(tree: Tree): string[] {
  const targets = Object.values(tree.steps).flatMap(({ answers }) => Object.values(answers));
  const families = targets.flatMap((target) => ('family' in target ? target.family : []));
  return [...new Set(families)].filter((family) => family !== tree.family).sort();
}

/** The start first, then as they stand in the file. */
function inOrder({ start, steps }: Tree): [string, Step][] {
  const all = Object.entries(steps);
  return [...all.filter(([id]) => id === start), ...all.filter(([id]) => id !== start)];
}

function kindOf(step: Step): Kind {
  if (step.safety) return 'safety';
  return step.kind === 'do' ? 'instruction' : 'question';
}

/** The answers of a step by where they lead. */
function sameTargets({ answers }: Step): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [value, target] of Object.entries(answers)) {
    const to = nameOf(target);
    found.set(to, [...(found.get(to) ?? []), value]);
  }
  return found;
}

function nameOf(target: Target): string {
  if ('end' in target) return `end_${target.end}`;
  if ('stop' in target) return `stop_${target.stop}`;
  if ('family' in target) return `${target.family}.${target.step ?? ''}`;
  return target.step;
}

/** An end, a stop or another family's step: a node of its own beside each step, so that no edges cross to it. */
function farNode(from: string, to: string, target: Target): Node | undefined {
  if ('family' in target) {
    const lines = [target.family, ...(target.step ? [target.step] : [])];
    return { id: `f_${from}_${to.replaceAll('.', '_')}`, kind: 'away', lines };
  }
  const id = `e_${from}_${to}`;
  if ('stop' in target) return { id, kind: 'stop', lines: [`STOP: ${target.stop}`, 'a person at once'] };
  if (!('end' in target)) return undefined;
  if (target.end === 'solved') return { id, kind: 'solved', lines: ['solved'] };
  if (target.end === 'bench') return { id, kind: 'technician', lines: ['to a technician'] };
  return { id, kind: 'elsewhere', lines: ['not our device'] };
}

/** The last question of a text, else its first sentence: what a picture has room for. */
function tersely(text: string): string {
  const sentences = text.replaceAll(/\s+/g, ' ').match(/[^.?!]+(?:[.?!]+(?=\s|$)|[.?!][^\s]*|$)+/g) ?? [text];
  return (sentences[0] ?? text).trim();
}
