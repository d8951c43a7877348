import type { Fault, Unit } from '../../dialogs/draft.ts';
import { keyFromData } from '../../dialogs/message.ts';
import { stepWords } from '../../dialogs/triage/step-words.ts';
import type { Verdict } from '../../dialogs/warranty/claim.ts';
import type { CaseRecord } from '../desk/case.ts';
import { brief, type Desk, say } from './staff-desk.ts';

/** How much of a step's words is shown, of a fault's own words, and how many steps of a fault. */
const STEP = 90;
const FAULT = 300;
const STEPS = 8;

/** A fault with its equipment and the steps that were tried, the last ones where there are many. `n`: from 1. */
export function faultLines(desk: Desk, fault: Fault, n: number, units: readonly Unit[]): string[] {
  const own = units.filter(({ id }) => fault.unitIds.includes(id)).map(({ id }) => id);
  const label = say(desk, `common:labels.${fault.label}`);
  const before = fault.steps.length - STEPS;
  return [
    say(desk, 'desk:fault.line', { n, label, words: brief(fault.description, FAULT) }),
    ...(own.length > 0 ? [say(desk, 'desk:fault.units', { units: brief(own.join(', '), STEP) })] : []),
    ...(before > 0 ? [say(desk, 'desk:fault.steps_more', { n: before })] : []),
    ...fault.steps.slice(-STEPS).map((step) => stepLine(desk, step)),
    ...(fault.evidence.length > 0 ? [evidenceLine(desk, fault)] : []),
  ];
}

function stepLine(desk: Desk, { id, result }: Fault['steps'][number]): string {
  const words = stepWords(desk.parts.trees, id, result);
  if (!words) return say(desk, 'desk:fault.step', { step: id, result });
  const step = gist(say(desk, words.text.key, words.text.values), words.kind);
  return say(desk, 'desk:fault.step', { step: brief(step, STEP), result: words.result ?? result });
}

const SENTENCES = /[^.!?。！？]+(?:[.!?。！？]+|$)/g;

/** What a step was about: its question, or the first sentence of what was to be done. */
function gist(text: string, kind: 'ask' | 'do'): string {
  const sentences = [...text.matchAll(SENTENCES)].map(([sentence]) => sentence.trim()).filter(Boolean);
  const question = sentences.find((sentence) => /[?？]$/.test(sentence));
  return (kind === 'ask' ? question : undefined) ?? sentences[0] ?? text;
}

function evidenceLine(desk: Desk, { evidence }: Fault): string {
  const list = evidence.map((id) => ({ key: keyFromData(`triage:evidence.${id}`) }));
  return say(desk, 'desk:fault.evidence', { list });
}

/** A unit, and how its warranty stands. */
export function unitLines(desk: Desk, unit: Unit): string[] {
  const device = say(desk, `fault:devices.${unit.device}`, { count: 1 });
  const { model, serial, purchaseDate, warranty } = unit;
  if (!(model || serial || purchaseDate || warranty.proposed || warranty.final)) {
    return [say(desk, 'desk:unit.bare', { unit: unit.id, device })];
  }
  const unknown = say(desk, 'desk:unit.unknown');
  const line = say(desk, 'desk:unit.line', {
    ...{ unit: unit.id, device },
    ...{ model: model ?? unknown, serial: serial ?? unknown, date: purchaseDate ?? unknown },
  });
  return [line, ...warrantyLines(desk, unit).map((one) => `   ${one}`)];
}

function warrantyLines(desk: Desk, { warranty: { proposed, final } }: Unit): string[] {
  const clauses = (verdict: Verdict) => clauseNames(desk, verdict.clauses);
  if (final) {
    return [
      say(
        desk,
        `desk:unit.final_${final.coverage}`,
        final.coverage === 'excluded' ? { clauses: clauses(final) } : {},
      ),
    ];
  }
  if (!proposed) return [say(desk, 'desk:unit.none')];
  const { coverage, outlook, undecided, missing } = proposed;
  const open = coverage === 'review' && outlook === 'covered' && undecided.length === 0;
  const told =
    coverage === 'excluded'
      ? say(desk, 'desk:unit.excluded', { clauses: clauses(proposed) })
      : say(desk, coverage === 'covered' || open ? 'desk:unit.covered' : 'desk:unit.review');
  return [
    told,
    ...(undecided.length > 0
      ? [say(desk, 'desk:unit.undecided', { clauses: clauseNames(desk, undecided) })]
      : []),
    ...(missing.length > 0 ? [say(desk, 'desk:unit.missing', { n: missing.length })] : []),
  ];
}

/** Clauses with what they are about: `6a (out of warranty)`. */
function clauseNames(desk: Desk, clauses: readonly Verdict['clauses'][number][]): string {
  const named = clauses.map((clause) =>
    say(desk, 'desk:unit.clause', { clause, name: { key: `warranty:clauses.${clause}.name` } }),
  );
  return named.join(desk.tongue.locale === 'zh' ? '、' : ', ');
}

/** The clauses of a unit that a technician has still to decide. */
export function openClauses({ warranty: { proposed, final, decisions } }: Unit): Verdict['undecided'] {
  if (!proposed || final) return [];
  return proposed.undecided.filter((clause) => !decisions.some((one) => one.clause === clause));
}

/** The question list, with what was answered. */
export function questionLines(desk: Desk, { draft }: CaseRecord): string[] {
  return draft.questions.map(({ text, answer }, index) => {
    const values = { n: index + 1, question: brief(text, FAULT) };
    return answer === null
      ? say(desk, 'desk:question.open', values)
      : say(desk, 'desk:question.answered', { ...values, answer: brief(answer, FAULT) });
  });
}
