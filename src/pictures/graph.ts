/** What a node is, which decides how it looks. */
export type Kind =
  | 'question'
  | 'instruction'
  | 'safety'
  | 'solved'
  | 'technician'
  | 'stop'
  | 'elsewhere'
  | 'away'
  | 'place';

export interface Node {
  id: string;
  kind: Kind;
  /** Its lines of text. */
  lines: readonly string[];
  /** The box that it stands in, if any. */
  group?: string;
}

export interface Edge {
  from: string;
  to: string;
  label: string;
  /** Not by an answer: at any time. */
  dotted?: boolean;
}

/** A picture before it is drawn. */
export interface Graph {
  nodes: readonly Node[];
  edges: readonly Edge[];
  direction: 'TB' | 'LR';
}

/** Opening and closing brackets of a shape, and its colours: fill, border. */
const LOOKS: Readonly<Record<Kind, readonly [string, string, string, string]>> = {
  question: ['["', '"]', '#eef4fb', '#4a7ab0'],
  instruction: ['("', '")', '#fdf6e3', '#b58900'],
  safety: ['{{"', '"}}', '#fdeaea', '#c0392b'],
  solved: ['(["', '"])', '#e6f5e6', '#2e7d32'],
  technician: ['(["', '"])', '#ede7f6', '#5e35b1'],
  stop: ['(["', '"])', '#c0392b', '#7b1f14'],
  elsewhere: ['(["', '"])', '#eceff1', '#607d8b'],
  away: ['[["', '"]]', '#ffffff', '#607d8b'],
  place: ['["', '"]', '#eef4fb', '#4a7ab0'],
};

/** The picture as a Mermaid flowchart, the same for the same graph. */
export function toMermaid({ nodes, edges, direction }: Graph): string {
  const groups = [...new Set(nodes.flatMap(({ group }) => group ?? []))];
  const kinds = [...new Set(nodes.map(({ kind }) => kind))].sort();
  return [
    `flowchart ${direction}`,
    ...nodes.filter(({ group }) => group === undefined).map((node) => `  ${nodeOf(node)}`),
    ...groups.flatMap((group) => [
      `  subgraph g_${group} ["${escaped(group)}"]`,
      ...nodes.filter((node) => node.group === group).map((node) => `    ${nodeOf(node)}`),
      '  end',
    ]),
    ...edges.map((edge) => `  ${edgeOf(edge)}`),
    ...kinds.map((kind) => `  classDef ${kind} ${colours(kind)}`),
    '',
  ].join('\n');
}

function nodeOf({ id, kind, lines }: Node): string {
  const [open, close] = LOOKS[kind];
  return `${id}${open}${lines.map(escaped).join('<br/>')}${close}:::${kind}`;
}

function edgeOf({ from, to, label, dotted }: Edge): string {
  return `${from} ${dotted ? '-.->' : '-->'}|"${escaped(label)}"| ${to}`;
}

function colours(kind: Kind): string {
  const [, , fill, stroke] = LOOKS[kind];
  return `fill:${fill},stroke:${stroke},color:${kind === 'stop' ? '#ffffff' : '#111111'}`;
}

/** What Mermaid would take for its own. */
function escaped(text: string): string {
  return text.replace(/[#"<>&;]/g, (one) => `#${one.charCodeAt(0)};`);
}

/** Words in lines of at most `width` characters, at most `lines` of them; what is left out shows as …. */
export function wrapped(text: string, width = 34, lines = 3): string[] {
  const out: string[] = [];
  for (const word of text.split(/\s+/).filter((one) => one !== '')) {
    const last = out.at(-1);
    if (last !== undefined && last.length + word.length + 1 <= width) out[out.length - 1] = `${last} ${word}`;
    else out.push(word);
  }
  if (out.length <= lines) return out;
  return [...out.slice(0, lines - 1), `${out[lines - 1]} …`];
}
