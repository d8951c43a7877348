import type { Context, Pending } from '../../dialogs/context.ts';
import type { Fault, Unit } from '../../dialogs/draft.ts';
import type { Step } from './promises.ts';

const FIELDS = ['model', 'serial', 'purchaseDate', 'firmware'] as const;
/** The customer puts right what they said. */
const EDITS: readonly Step['event']['type'][] = ['EDITED', 'DETAILED', 'RECONSIDERED'];
const CONTACT = ['name', 'email', 'phone'] as const;

/** What was told stays, unless the customer themselves takes it back: a correction, a removal, a new beginning. */
export function checkKept(step: Step): void {
  const { before, after, commands } = step;
  if (isNewBeginning(step)) return;
  checkContact(step);
  const renews = commands.some((command) => command.do === 'renew');
  if (renews) return;
  const now = after.context;
  if (!EDITS.includes(step.event.type)) {
    for (const fault of before.context.draft.faults) checkFault(fault, step);
    for (const unit of before.context.draft.units) checkUnit(unit, step);
  }
  for (const pending of before.context.pending) checkPending(pending, step);
  const asked = [before.context.at, before.context.answered?.spot].some((at) => at?.stop === 'sales.confirm');
  const takenBack = step.event.type === 'QUESTION_EDITED' || (asked && isDropped(step.event));
  const questions = takenBack ? [] : before.context.draft.questions;
  const lost = questions.find(({ text }, nth) => now.draft.questions[nth]?.text !== text);
  if (lost) throw new Error(`"${lost.text}" is lost`);
  checkAskedOnce(now);
}

/** Only on "start over", said and, where there is something to lose, confirmed. */
function isNewBeginning({ before, event }: Step): boolean {
  const { at, draft, pending } = before.context;
  if (event.type === 'RESTART')
    return draft.faults.length === 0 && draft.questions.length === 0 && pending.length === 0;
  if (event.type === 'RECONSIDERED') return at.stop === 'restart.confirm' && event.values.includes('right');
  if (event.type !== 'ANSWERED') return false;
  return (
    (at.stop === 'restart.confirm' && event.value === 'right') ||
    (at.stop === 'paused' && event.value === 'anew')
  );
}

/** "No, don't send it", or the question is passed over. */
function isDropped(event: Step['event']): boolean {
  if (event.type === 'RECONSIDERED') return event.values.includes('wrong');
  if (event.type === 'CANCEL') return true;
  return event.type === 'SKIP' || (event.type === 'ANSWERED' && event.value === 'wrong');
}

function checkContact({ before, event, after }: Step): void {
  for (const field of CONTACT) {
    const was = before.context.draft.contact[field];
    const is = after.context.draft.contact[field];
    const own = event.type === 'ANSWERED' || (event.type === 'CORRECTED' && event.field === field);
    if (was !== null && is !== was && (is === null || !own)) throw new Error(`${field} ${was} became ${is}`);
  }
}

/** The faults that the customer is saying anew, relabelling or removing. */
function inHand({ at, pending }: Context): (string | undefined)[] {
  const own = ['fault.change', 'fault.describe', 'fault.label'].includes(at.stop) ? [at.fault] : [];
  return [...own, ...pending.map(({ instead }) => instead)];
}

function checkFault(fault: Fault, { before, event, after }: Step): void {
  if (inHand(before.context).includes(fault.id)) return;
  const now = after.context.draft.faults.find((one) => one.id === fault.id);
  const called = `${fault.id} "${fault.description}"`;
  if (!now) throw new Error(`${called} is lost on ${event.type}`);
  if (!now.description.includes(fault.description)) throw new Error(`${called} became "${now.description}"`);
  if (now.label !== fault.label) throw new Error(`${called} changed its label`);
  for (const name of Object.keys(fault.facts) as (keyof Fault['facts'])[]) {
    if (now.facts[name] === undefined) throw new Error(`${name} of ${called} is lost`);
  }
  if (fault.since !== undefined && now.since === undefined) throw new Error(`since of ${called} is lost`);
  for (const { id, result } of fault.steps) {
    const later = now.steps.find((one) => one.id === id);
    const again = `${before.context.at.position?.family}.${before.context.at.position?.step}` === id;
    if (later?.result !== result && !(later && again)) {
      throw new Error(`${id} ${result} of ${called} became ${later?.result}`);
    }
  }
}

function checkUnit(unit: Unit, { before, event, after }: Step): void {
  const { faults, units } = after.context.draft;
  const hand = inHand(before.context);
  const named = before.context.draft.faults.filter((fault) => fault.unitIds.includes(unit.id));
  if (named.some((fault) => hand.includes(fault.id))) return;
  const now = units.find((one) => one.id === unit.id);
  if (!now || !faults.some((fault) => fault.unitIds.includes(unit.id))) throw new Error(`${unit.id} is lost`);
  for (const field of FIELDS) {
    const ofSerial = now.serial !== unit.serial && field !== 'serial';
    if (unit[field] !== null && now[field] === null && !ofSerial) {
      throw new Error(`${field} of ${unit.id} is lost on ${event.type}`);
    }
  }
}

/** What waits for a word stays so, or goes where it belongs; only the customer's word on it takes it away. */
function checkPending({ found }: Pending, { before, event, after }: Step): void {
  const { pending, draft } = after.context;
  const first = before.context.pending[0]?.found.text === found.text;
  const settled = first && [...EDITS, 'ANSWERED', 'SKIP', 'FAULTS', 'CANCEL'].includes(event.type);
  const noted =
    pending.some((one) => one.found.text === found.text) ||
    draft.faults.some(({ description }) => description.includes(found.text)) ||
    draft.questions.some(({ text }) => text === found.text);
  const again = event.type === 'FAULTS' && event.faults.some(({ text }) => text === found.text);
  if (!noted && !settled && !again)
    throw new Error(`"${found.text}", which waited for a word, is lost on ${event.type}`);
}

function checkAskedOnce({ pending }: Context): void {
  const texts = pending.map(({ ask, found }) => `${ask} ${found.text}`);
  const twice = texts.find((text, nth) => texts.indexOf(text) !== nth);
  if (twice) throw new Error(`"${twice}" is to be asked twice`);
}
