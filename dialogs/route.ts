import { nextSpot } from './agenda.ts';
import {
  type Change,
  type Command,
  type Content,
  type Context,
  type Spot,
  sameSpot,
  say,
} from './context.ts';
import type { WendyEvent } from './events.ts';
import { settlePending } from './fault-list.ts';
import { isOver } from './over.ts';
import { stampKnown } from './owner.ts';
import { stampReport } from './root.ts';
import { stampSold } from './states/product.ts';
import { tellSummary } from './summary-text.ts';
import { tellVerdict, verdictOf } from './warranty-progress.ts';

/** What puts the summary right. */
const EDITS: readonly WendyEvent['type'][] = ['CORRECTED', 'EDITED', 'DETAILED'];

/** From these one comes back to what was begun before. */
const DETOURS: readonly Spot['stop'][] = ['restart.confirm', 'cancel.confirm', 'paused', 'fault.add'];

/** Where one may only have looked at what could be contested. */
const LOOKED: readonly Spot['stop'][] = ['outcome.contest', 'warranty.period'];

/** How many questions one can go back. */
const TRAIL = 30;

/** Chooses the next question, remembers where the conversation came from, and says what belongs before it. */
export function route(context: Context, event: WendyEvent, content: Content): Change {
  const settled = context.submitted ? settlePending(context) : context;
  const stamped = stampKnown(stampSold(stampReport(settled, event), event), event);
  const chosen = nextSpot(stamped, content);
  const next: Context = { ...stamped, ...chosen.context };
  const moved = !sameSpot(context.at, next.at);
  const trail = moved && event.type !== 'BACK' ? remember(next, context.at) : next.trail;
  const arrived = arrive({ ...next, trail }, context, event, content);
  return {
    context: { ...next, trail, misses: moved ? 0 : next.misses, ...arrived.context },
    commands: [...(chosen.commands ?? []), ...(arrived.commands ?? [])],
  };
}

/** Places that one does not go back to: they are ways, not questions. */
const PASSED = [
  'restart.confirm',
  'cancel.confirm',
  'paused',
  'fault.add',
  'case.waiting',
  'case.held',
  'closed',
  'feedback.solved',
  'feedback.rating',
  'feedback.reopen',
];

/** Where one came from, unless it is gone: a fault or a unit that was taken off the list, a label that is settled. */
function remember({ trail, draft }: Context, at: Spot): Spot[] {
  const gone =
    (at.fault !== undefined && !draft.faults.some((fault) => fault.id === at.fault)) ||
    (at.group !== undefined && !draft.units.some((unit) => unit.group === at.group)) ||
    (draft.faults.length === 0 && at.stop !== 'need') ||
    (at.stop === 'fault.label' && at.fault === undefined);
  return gone || PASSED.includes(at.stop) ? trail : [...trail, at].slice(-TRAIL);
}

function arrive(next: Context, before: Context, event: WendyEvent, content: Content): Change {
  const moved = next.at.stop !== before.at.stop;
  const { stop } = next.at;
  if (stop === 'outcome.verdict' && isNewVerdict(next, before, content)) {
    return tellVerdict(next, content, event.at);
  }
  const asked = next.draft.questions !== before.draft.questions;
  if (stop === 'summary.confirm' && (moved || asked || EDITS.includes(event.type))) {
    return { commands: [tellSummary(next.draft)] };
  }
  const back = DETOURS.includes(before.at.stop) && next.trail.some((spot) => spot.stop === 'contact.name');
  if (stop === 'contact.name' && moved && event.type !== 'BACK' && !back)
    return { commands: [say('contact:privacy')] };
  if (stop === 'closed' && moved && !next.submitted && !isOver(before)) {
    const mended = next.draft.faults.some((fault) => fault.state === 'solved');
    return {
      context: { ended: event.at },
      commands: [{ do: 'solve' }, say(mended ? 'case:solved' : 'case:elsewhere')],
    };
  }
  const toldWho = before.at.stop.startsWith('contact') || before.at.stop === 'sales.contact';
  if (stop === 'case.waiting' && toldWho) return { commands: thanks(next) };
  return {};
}

/** What was not told yet, or was reckoned again; not where one only looked at what could be contested. */
function isNewVerdict({ at, told, draft }: Context, before: Context, content: Content): boolean {
  const group = at.group ?? '';
  const changed = told[group]?.verdict !== verdictOf(draft, content, group).key;
  return changed || (!sameSpot(at, before.at) && !LOOKED.includes(before.at.stop));
}

function thanks({ submitted }: Context): Command[] {
  return submitted ? [say('contact:complete')] : [];
}
