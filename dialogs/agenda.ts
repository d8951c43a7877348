import type { Change, Command, Content, Context, Spot } from './context.ts';
import { claimOf, type Fault, openGroups, unitsOf } from './draft.ts';
import { guessesOf } from './guesses.ts';
import { openQuestions } from './question-list.ts';
import { beginTriage, passTold, stepOf } from './triage-progress.ts';
import { nextTopic } from './warranty/topics.ts';
import { verdictOf } from './warranty-progress.ts';

/** The families whose technician needs the firmware's version. */
const FIRMWARE_MATTERS = [
  'network',
  'recording_playback',
  'motion_alarm',
  'firmware_config',
  'login_password',
  'audio',
];

/**
 * Where the conversation goes next: the first thing that is still needed, in the order of the journey. A question is
 * never chosen for what is known, so that answers may come in any order. The loop ends, as each round but the last
 * settles one fault.
 */
export function nextSpot(context: Context, content: Content): Change {
  const commands: Command[] = [];
  let now = context;
  for (;;) {
    const spot = choose(now, content);
    const told = now.redo ? undefined : passTold(now, content, spot);
    if (!told && (spot.stop !== 'triage.step' || spot.position)) {
      return { context: { ...now, at: spot, redo: null }, commands };
    }
    const begun = told ?? beginTriage(now, content, spot.fault as string);
    now = { ...now, ...begun.context };
    commands.push(...(begun.commands ?? []));
  }
}

/** Whether the question that stands is the agenda's own, not one that the customer went to. */
export function isByAgenda(context: Context, content: Content): boolean {
  const { context: next } = nextSpot({ ...context, redo: null }, content);
  return JSON.stringify(next?.at) === JSON.stringify(context.at);
}

function choose(context: Context, content: Content): Spot {
  const { draft } = context;
  if (context.redo) return context.redo;
  if (context.submitted?.withdrawn) return { stop: 'paused' };
  if (context.submitted)
    return contactSpot(context) ?? salesContact(context, content) ?? { stop: 'case.waiting' };
  const pending = context.pending[0];
  if (pending) return { stop: pending.ask === 'label' ? 'fault.label' : 'fault.add' };
  const asks = openQuestions(draft).length > 0;
  if (draft.faults.length === 0) {
    return { stop: context.wantsFault ? 'fault.describe' : asks ? 'sales.confirm' : 'need' };
  }
  if (!context.listed) return { stop: 'fault.more' };
  const fault = draft.faults.find((entry) => isToTry(entry, content));
  if (fault) return triageSpot(context, content, fault.id);
  if (draft.faults.every((entry) => entry.state === 'solved' || entry.state === 'elsewhere')) {
    return { stop: asks ? 'sales.confirm' : 'closed' };
  }
  for (const group of openGroups(draft)) {
    const spot = unitSpot(context, content, group);
    if (spot) return spot;
  }
  return contactSpot(context) ?? { stop: 'summary.confirm' };
}

/** Where a fault's triage stands; at its beginning where it has none yet, or none any more in the trees. */
function triageSpot({ triage }: Context, content: Content, fault: string): Spot {
  const spot = triage[fault];
  return spot && stepOf(spot, content) ? spot : { stop: 'triage.step', fault };
}

function isToTry(fault: Fault, content: Content): boolean {
  const hasTree = Object.hasOwn(content.trees, fault.label);
  return (fault.state === 'new' && hasTree) || fault.state === 'triage';
}

/** What is still needed of a group's units: product, then warranty, then the customer's word on the verdict. */
function unitSpot(context: Context, content: Content, group: string): Spot | undefined {
  const units = unitsOf(context.draft, group);
  const first = units[0];
  if (!first) return undefined;
  const asked = context.asked[group] ?? [];
  const open = (prompt: string): boolean => !asked.includes(prompt);
  if (units.some((unit) => unit.model === null) && open('product.model'))
    return { stop: 'product.model', group };
  if (units.some((unit) => unit.serial === null) && open('product.serial')) {
    return { stop: 'product.serial', group };
  }
  if (units.some((unit) => unit.purchaseDate === null) && open('product.purchaseDate')) {
    return { stop: 'product.purchaseDate', group };
  }
  const faults = context.draft.faults.filter((fault) => fault.unitIds.includes(first.id));
  const fault = faults.find((entry) => entry.since === undefined && entry.state !== 'solved');
  if (fault) return { stop: 'product.since', group, fault: fault.id };
  const firmware = faults.some((entry) => FIRMWARE_MATTERS.includes(entry.label));
  if (firmware && first.firmware === null && open('product.firmware'))
    return { stop: 'product.firmware', group };
  for (const unit of units) {
    const topic = nextTopic(claimOf(unit), asked, guessesOf(context.draft, unit), content.policy);
    if (topic) return { stop: 'warranty.topic', group, topic };
  }
  const told = context.told[group];
  if (!told?.accepted || told.verdict !== verdictOf(context.draft, content, group).key) {
    return { stop: 'outcome.verdict', group };
  }
  return undefined;
}

function contactSpot({ draft: { contact }, skipped }: Context): Spot | undefined {
  if (contact.name === null) return { stop: 'contact.name' };
  if (contact.email === null && !skipped.includes('email')) return { stop: 'contact.email' };
  if (contact.phone === null && !skipped.includes('phone')) return { stop: 'contact.phone' };
  return undefined;
}

/** Who looks after them is asked of those who only have questions, and only where nothing tells. */
function salesContact({ draft, submitted, skipped }: Context, { sales }: Content): Spot | undefined {
  const known = sales.some(({ id }) => id === draft.owner);
  const asks = submitted?.reason === 'sales' && !known && !skipped.includes('contact');
  return asks && sales.length > 0 ? { stop: 'sales.contact' } : undefined;
}
