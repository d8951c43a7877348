import type { Fault, Unit } from '../../dialogs/draft.ts';
import { keyFromData } from '../../dialogs/message.ts';
import { queueOf } from '../desk/access.ts';
import { type CaseRecord, caseKey, filesOfFault, filesOfNoFault } from '../desk/case.ts';
import type { Staff } from '../desk/staff.ts';
import { renderIn, type Tongue } from './compose.ts';
import { fileLines } from './files.ts';
import type { Parts } from './parts.ts';
import type { Card, Outgoing } from './types.ts';

/** How much of the talk a card shows; the rest stands in the case. */
const LAST_LINES = 12;

/** What waits for this person: their own cases, then their queue, the oldest first. */
export async function queueCard(
  parts: Parts,
  staff: Staff,
  tongue: Tongue,
  limit: number,
): Promise<Outgoing> {
  const queue = queueOf(staff);
  const [mine, waiting] = await Promise.all([
    parts.store.cases({ assignee: staff.id, limit }),
    parts.store.cases({ queue, limit }),
  ]);
  const ids = [...new Set([...mine.ids, ...waiting.ids])];
  const records = (await Promise.all(ids.map((id) => parts.store.get<CaseRecord>(caseKey(id))))).flatMap(
    (stored) =>
      stored && stored.value.status !== 'closed' && stored.value.status !== 'resolved' ? [stored] : [],
  );
  if (records.length === 0) return { text: renderIn(tongue, { key: 'staff:queue.empty' }), choices: [] };
  const card: Card = {
    title: renderIn(tongue, { key: 'staff:queue.title', values: { count: records.length } }),
    lines: records.map(({ value }) => caseLine(value, tongue)),
    facts: [],
    actions: records
      .filter(({ value }) => value.queue === queue)
      .map(({ value, version }) => action('claim', value.id, version, tongue)),
  };
  return { text: '', choices: [], card };
}

function caseLine(record: CaseRecord, tongue: Tongue): string {
  const fault = record.draft.faults[0];
  return renderIn(tongue, {
    key: 'staff:queue.line',
    values: {
      id: record.id,
      status: { key: `common:status.${record.status}` },
      priority: { key: `staff:priority.${record.priority}` },
      customer: record.customer.name ?? '–',
      fault: fault ? { key: `common:labels.${fault.label}` } : { key: 'staff:no_fault' },
      count: record.draft.faults.length,
    },
  });
}

function action(
  verb: 'claim' | 'release' | 'resolve',
  id: string,
  version: number,
  tongue: Tongue,
): Card['actions'][number] {
  return {
    title: renderIn(tongue, { key: `staff:verbs.${verb}`, values: { case: id } }),
    text: `${verb} ${id}`,
    data: { staff: verb, case: id, version },
  };
}

/** Everything about a case that a technician needs to begin. */
export function caseCard(
  record: CaseRecord,
  version: number,
  transcript: readonly { from: string; text: string }[],
  tongue: Tongue,
): Outgoing {
  const { draft } = record;
  const fact = (key: 'contact' | 'language' | 'assignee', value: string | null): Card['facts'] =>
    value ? [{ name: renderIn(tongue, { key: `staff:facts.${key}` }), value }] : [];
  const { name, email, phone } = draft.contact;
  const last = transcript
    .slice(-LAST_LINES)
    .map(({ from, text }) => `${from}: ${text.replaceAll('\n', ' ')}`);
  const card: Card = {
    title: caseLine(record, tongue),
    facts: [
      ...fact('contact', [name, email, phone].filter((part) => part !== null).join(', ')),
      ...fact('language', record.locale),
      ...fact('assignee', record.assignee),
    ],
    lines: [
      ...draft.faults.flatMap((fault) => [
        ...faultLines(fault, draft.units, tongue),
        ...fileLines(filesOfFault(draft, fault), record.id, tongue).map((line) => `  ${line}`),
      ]),
      ...fileLines(filesOfNoFault(draft), record.id, tongue),
      ...draft.questions.map((question) => `? ${question.text}`),
      ...last,
    ],
    actions: (record.status === 'queued' || record.status === 'with_sales'
      ? (['claim'] as const)
      : (['release', 'resolve'] as const)
    ).map((verb) => action(verb, record.id, version, tongue)),
  };
  return { text: '', choices: [], card };
}

function faultLines(fault: Fault, units: readonly Unit[], tongue: Tongue): string[] {
  const own = units.filter((unit) => fault.unitIds.includes(unit.id));
  const label = renderIn(tongue, { key: `common:labels.${fault.label}` });
  const steps = fault.steps.map((step) => `${step.id} → ${step.result}`);
  return [
    `${fault.id} ${label}: ${fault.description}`,
    ...own.map(
      (unit) =>
        `  ${unit.id} ${unit.model ?? '?'} · ${unit.serial ?? '?'} · ${unit.purchaseDate ?? '?'}${verdictWord(unit)}`,
    ),
    ...(steps.length > 0 ? [`  ${steps.join('; ')}`] : []),
    ...(fault.evidence.length > 0 ? [`  ${evidenceText(fault, tongue)}`] : []),
  ];
}

function verdictWord({ warranty: { proposed } }: Unit): string {
  if (!proposed) return '';
  const clauses = [...proposed.clauses, ...proposed.undecided.map((clause) => `${clause}?`)];
  return ` · ${proposed.coverage}${clauses.length > 0 ? ` (${clauses.join(', ')})` : ''}`;
}

function evidenceText({ evidence }: Fault, tongue: Tongue): string {
  const list = evidence.map((id) => ({ key: keyFromData(`triage:evidence.${id}`) }));
  return renderIn(tongue, { key: 'staff:evidence', values: { list } });
}
