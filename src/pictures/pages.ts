import type { Content } from '../../dialogs/context.ts';
import { FAULT_FAMILIES, type FaultFamily } from '../../dialogs/labels.ts';
import { toMermaid } from './graph.ts';
import { machineGraph } from './machine-picture.ts';
import { neighboursOf, type TextOf, treeGraph } from './tree-picture.ts';

const MADE = 'Made by `npm run pictures` from the sources: edit those, not this page.';

/** All pages with pictures: file from the project's folder, and its text; the same for the same content. */
export function picturePages(content: Content, textOf: TextOf): Map<string, string> {
  const { trees } = content;
  const families = FAULT_FAMILIES.filter((family) => trees[family]);
  const pages = families.flatMap((family) => {
    const tree = trees[family];
    return tree ? [[`docs/pictures/triage/${family}.md`, treePage(family, tree, textOf)] as const] : [];
  });
  return new Map([
    ['docs/pictures/README.md', contentsPage(families, textOf)],
    ['docs/pictures/machine.md', machinePage(content)],
    ...pages,
  ]);
}

function contentsPage(families: readonly FaultFamily[], textOf: TextOf): string {
  const lines = families.map(
    (family) => `- [${family}](triage/${family}.md): ${textOf(`common:labels.${family}`)}`,
  );
  return [
    '# Pictures',
    '',
    MADE,
    '',
    '- [The conversation](machine.md): where it can rest, and what leads on',
    ...lines,
    '',
  ].join('\n');
}

function machinePage({ policy }: Content): string {
  return [
    '# The conversation',
    '',
    MADE,
    '',
    'Each box is a place where the conversation can rest, most with a question. An arrow is an answer, or `skip`; a',
    'dotted one an event that leads there from most places. `back` leads to where one came from. How one family is',
    'tried stands in the picture of its tree; here it is one step.',
    '',
    '```mermaid',
    `${toMermaid(machineGraph(policy))}\`\`\``,
    '',
  ].join('\n');
}

function treePage(
  family: FaultFamily,
  tree: NonNullable<Content['trees'][FaultFamily]>,
  textOf: TextOf,
): string {
  const others = neighboursOf(tree).map((other) => `[${other}](${other}.md)`);
  return [
    `# ${family}: ${textOf(`common:labels.${family}`)}`,
    '',
    MADE,
    '',
    `Version ${tree.version}, ${Object.keys(tree.steps).length} steps, from \`${tree.start}\`. Angular boxes ask, round`,
    'ones instruct, six-sided ones ask about danger. Green is solved, violet goes to a technician, red stops for a',
    'person at once, a box with double sides goes on in another family. A step whose fact is known is passed over.',
    ...(others.length > 0 ? ['', `Leads into ${others.join(', ')}.`] : []),
    '',
    '```mermaid',
    `${toMermaid(treeGraph(tree, textOf))}\`\`\``,
    '',
  ].join('\n');
}
